internal import ByteIO
internal import PipelineModel
internal import Tables

/// The file beside the rows of a query that says what their columns are.
enum QueryColumns {
  private static let schema = TableSchema([Column("name", .string), Column("type", .string)])

  /// Writes the columns: a row each, without a header line.
  static func write(_ columns: TableSchema, to path: String) throws(StageError) {
    var writer = RowWriter()
    for column in columns.columns {
      writer.append(column.name)
      writer.append(column.type.rawValue)
      writer.endRow()
    }
    let file = RowFile(path)
    do {
      try file.append(writer.takeBytes())
      try file.close()
    } catch {
      throw StageError(.io, "the columns of a query cannot be kept: \(error)", file: path)
    }
  }

  /// Reads the columns.
  static func read(_ path: String) throws(StageError) -> TableSchema {
    let text = try wholeText(of: path)
    var reader = RowReader.parts(of: schema)
    var columns: [Column] = []
    do throws(TableError) {
      while try reader.next(text.span) {
        let cells = reader.cells.map { RowReader.string($0, in: text.span) ?? "" }
        guard cells.count == 2, let type = ColumnType(rawValue: cells[1]) else { break }
        columns.append(Column(cells[0], type))
      }
    } catch {
      throw StageError(.internal, "the columns of a query cannot be read", file: path)
    }
    return TableSchema(columns)
  }
}
