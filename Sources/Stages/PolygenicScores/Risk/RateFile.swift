internal import ByteIO
internal import PipelineModel
internal import PolygenicRisk
internal import Tables

/// A table of yearly rates by age, and by sex where it has that column.
struct RateFile: Sendable {
  /// The rates by sex; under nil those of everybody.
  let rates: [String?: AgeRates]
  /// Whether the rates differ by sex.
  var isBySex: Bool { rates[nil] == nil }

  /// Reads a CSV or TSV file with the columns `age`, `rate` and perhaps `sex`; ages rise by one.
  ///
  /// - Throws: What is wrong, with its line.
  init(path: String) throws(StageError) {
    let text = try wholeText(of: path)
    let lower = path.lowercased()
    var reader = RowReader(
      delimiter: UInt8(ascii: lower.contains(".tsv") || lower.contains(".txt") ? "\t" : ","))
    var names: [String] = []
    var rows: [String?: (first: Int, rates: [Double])] = [:]
    do throws(TableError) {
      while try reader.next(text.span) {
        if names.isEmpty {
          names = reader.cells.map { RowReader.string($0, in: text.span) ?? "" }
          continue
        }
        let problem = Self.add(reader, text.span, names, to: &rows)
        if let problem { throw TableError(.type, problem, line: reader.line) }
      }
    } catch {
      throw StageError(
        .input, error.description,
        remedy: "a table of rates has the columns age and rate, one row a year of age",
        file: path)
    }
    guard !rows.isEmpty else {
      throw StageError(.input, "the table of rates has no rows", file: path)
    }
    rates = rows.mapValues { AgeRates(from: $0.first, $0.rates) }
  }

  /// Adds a row; says what is wrong with it.
  private static func add(
    _ reader: RowReader, _ text: Span<UInt8>, _ names: [String],
    to rows: inout [String?: (first: Int, rates: [Double])]
  ) -> String? {
    guard reader.cells.count == names.count else {
      return "the row has another number of cells than the header"
    }
    guard let age = reader.integer(names.firstIndex(of: "age"), in: text), age >= 0 else {
      return "there is no age in whole years"
    }
    guard let rate = reader.number(names.firstIndex(of: "rate"), in: text), rate >= 0, rate < 1
    else { return "there is no rate from 0 to below 1 per person and year" }
    let sex = reader.string(names.firstIndex(of: "sex"), in: text)
    guard let known = rows[sex] else {
      rows[sex] = (age, [rate])
      return nil
    }
    guard age == known.first + known.rates.count else {
      return "the age does not follow on the one before"
    }
    rows[sex]?.rates.append(rate)
    return nil
  }
}
