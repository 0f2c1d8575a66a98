internal import ByteIO
internal import PipelineModel
internal import PolygenicScore
internal import Tables

/// Reads the expected scores of control samples. Errors name line and column, never a cell.
enum ControlSampleFile {
  private static let columns = ["sample", "pgs_id", "expected", "limit"]

  /// The expectations of a CSV file, or a TSV file where its name ends so.
  static func read(_ path: String) throws(StageError) -> [ControlSample.Expectation] {
    let text = try bytes(path)
    var reader = RowReader(
      delimiter: path.hasSuffix(".tsv") ? UInt8(ascii: "\t") : UInt8(ascii: ","))
    var places: [Int]?
    var expectations: [ControlSample.Expectation] = []
    while try next(&reader, text, path) {
      let cells = reader.cells.map { RowReader.string($0, in: text.span) ?? "" }
      guard let known = places else {
        places = try header(cells, reader.line, path)
        continue
      }
      let values = known.map { $0 < cells.count ? cells[$0] : "" }
      guard !values[0].isEmpty, !values[1].isEmpty else {
        throw problem(path, reader.line, "sample, pgs_id", "the cell is empty")
      }
      let expected = try number(values[2], path, reader.line, "expected")
      let limit = try number(values[3], path, reader.line, "limit")
      guard limit >= 0 else {
        throw problem(path, reader.line, "limit", "a limit cannot be less than 0")
      }
      expectations.append(
        .init(sample: values[0], accession: values[1], expected: expected, limit: limit))
    }
    guard !expectations.isEmpty else {
      throw StageError(
        .input, "the file of control samples expects nothing",
        remedy: "give it a row for each sample and score: \(columns.joined(separator: ", "))",
        file: path)
    }
    return expectations
  }

  private static func bytes(_ path: String) throws(StageError) -> [UInt8] {
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path)
      var text: [UInt8] = []
      while let block = try reader.next() { text += try block.inflated().text }
      return text
    } catch {
      throw StageError(
        .io, "the file of control samples cannot be read: \(error.message)", file: path)
    }
  }

  private static func next(
    _ reader: inout RowReader, _ text: [UInt8], _ path: String
  ) throws(StageError) -> Bool {
    do throws(TableError) { return try reader.next(text.span) } catch {
      throw StageError(
        .input, "a row of the file of control samples cannot be read",
        remedy: "check its quotes and delimiters", file: path, line: reader.line)
    }
  }

  private static func header(
    _ cells: [String], _ line: Int, _ path: String
  ) throws(StageError) -> [Int] {
    var places: [Int] = []
    for column in columns {
      guard let place = cells.firstIndex(of: column) else {
        throw problem(path, line, column, "the column is missing")
      }
      places.append(place)
    }
    return places
  }

  private static func number(
    _ text: String, _ path: String, _ line: Int, _ field: String
  ) throws(StageError) -> Double {
    let bytes = Array(text.utf8)
    guard let value = parseDouble(bytes.span, 0..<bytes.count), value.isFinite else {
      throw problem(path, line, field, "the cell is not a finite number")
    }
    return value
  }

  private static func problem(
    _ path: String, _ line: Int, _ field: String, _ message: String
  ) -> StageError {
    StageError(
      .input, message,
      remedy: "a file of control samples has \(columns.joined(separator: ", ")) in every row",
      file: path, line: line, field: field)
  }
}
