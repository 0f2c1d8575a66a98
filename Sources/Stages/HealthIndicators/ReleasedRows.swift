internal import PipelineModel
internal import Tables

/// The rows of a CSV file of an earlier release, by column; nulls are left out.
///
/// - Throws: A file that cannot be read (`io`), or is no table (`input`).
func releasedRows(of path: String) throws(StageError) -> [[String: String]] {
  let text = try wholeText(of: path)
  var reader = RowReader()
  var header: [String]?
  var rows: [[String: String]] = []
  do throws(TableError) {
    while try reader.next(text.span, isFinal: true) {
      var cells: [String?] = []
      for cell in reader.cells {
        cells.append(cell.isNull ? nil : RowReader.string(cell, in: text.span))
      }
      guard let names = header else {
        header = cells.map { $0 ?? "" }
        continue
      }
      var row: [String: String] = [:]
      for (name, cell) in zip(names, cells) { row[name] = cell }
      rows.append(row)
    }
  } catch {
    throw StageError(.input, error.description, file: path)
  }
  guard let header, header.contains("indicator") else {
    throw StageError(
      .input, "the file is no released table: it has no column \"indicator\"",
      remedy: "name tables of hta.suppress, as they were published", file: path)
  }
  return rows
}
