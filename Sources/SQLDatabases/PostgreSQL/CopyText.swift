internal import Tables

/// Turns rows of a table's files into what `COPY … FROM STDIN` takes (PostgreSQL 15, COPY, "Text Format").
struct CopyText {
  let load: TableLoad
  private(set) var bytes: [UInt8] = []
  private var row = 0

  init(_ load: TableLoad) {
    self.load = load
  }

  /// Hands over what has been made.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// Appends all whole rows of a block; returns how many bytes of it they took.
  mutating func append(
    _ text: Span<UInt8>, isFinal: Bool, _ reader: inout RowReader
  ) throws(SQLDatabaseError) -> Int {
    reader.beginBlock()
    while true {
      do throws(TableError) {
        guard try reader.next(text, isFinal: isFinal) else { return reader.offset }
      } catch {
        throw SQLDatabaseError(.input, "table \"\(load.table)\": \(error.description)")
      }
      row += 1
      for (column, cell) in reader.cells.enumerated() {
        if column > 0 { bytes.append(UInt8(ascii: "\t")) }
        try append(cell, column, text)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  private mutating func append(
    _ cell: CellBounds, _ column: Int, _ text: Span<UInt8>
  ) throws(SQLDatabaseError) {
    if cell.isNull {
      bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
      return
    }
    var offset = cell.start
    while offset < cell.end {
      let byte = text[offset]
      offset += 1
      switch byte {
      case 0:
        throw .nulCharacter(table: load.table, row: row, column: load.schema.columns[column].name)
      case UInt8(ascii: "\\"): bytes += [byte, byte]
      case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case UInt8(ascii: "\"") where cell.hasDoubledQuotes:
        bytes.append(byte)
        offset += 1
      default: bytes.append(byte)
      }
    }
  }
}

extension SQLDatabaseError {
  /// A text with a character that databases take for the end of it.
  static func nulCharacter(table: String, row: Int, column: String) -> SQLDatabaseError {
    SQLDatabaseError(
      .input, "table \"\(table)\", row \(row), column \"\(column)\": a text has a NUL character",
      remedy: "take it out; databases cannot hold it")
  }
}
