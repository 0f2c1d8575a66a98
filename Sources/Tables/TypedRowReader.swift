/// A cell as a database takes it.
package enum TypedCell: Sendable, Equatable {
  case null
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case text(String)
}

/// Reads the headerless CSV part files of a table as typed rows, block by block.
package struct TypedRowReader: Sendable {
  private let schema: TableSchema
  private var reader: RowReader

  /// A reader for the parts of a table.
  package init(_ schema: TableSchema) {
    self.schema = schema
    reader = .parts(of: schema)
  }

  /// Where the next row begins in the block; what is left there belongs before the next block.
  package var offset: Int { reader.offset }

  /// Goes on at the beginning of a new block.
  package mutating func beginBlock() {
    reader.beginBlock()
  }

  /// Reads the next row of a block into cells that are reused.
  ///
  /// - Returns: False where no whole row is left in the block.
  /// - Throws: A row that is not of the schema.
  package mutating func next(
    _ text: Span<UInt8>, isFinal: Bool = true, into row: inout [TypedCell]
  ) throws(TableError) -> Bool {
    row.removeAll(keepingCapacity: true)
    guard try reader.next(text, isFinal: isFinal) else { return false }
    for (index, cell) in reader.cells.enumerated() {
      guard let value = Self.value(cell, in: text, schema.columns[index].type) else {
        throw .mistyped(schema.columns[index].type, line: reader.line, column: index + 1)
      }
      row.append(value)
    }
    return true
  }

  /// The value of a cell; nil for one that is not of its column's type.
  package static func value(
    _ cell: CellBounds, in text: Span<UInt8>, _ type: ColumnType
  ) -> TypedCell? {
    if cell.isNull { return .null }
    switch type {
    case .integer:
      return integerValue(text, cell.range).map { .integer($0) }
    case .number:
      return doubleValue(text, cell.range).map { .number($0) }
    case .boolean:
      if hasText("true", text, cell.range) { return .boolean(true) }
      return hasText("false", text, cell.range) ? .boolean(false) : nil
    case .string, .date, .instant:
      return RowReader.string(cell, in: text).map { .text($0) }
    }
  }
}
