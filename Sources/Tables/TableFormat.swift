/// A text format in which a table can be published.
package enum TableFormat: String, Sendable, CaseIterable {
  /// RFC 4180 with a header line.
  case csv
  /// The same with tabs.
  case tsv
  /// One JSON object a row; numbers and booleans are typed, a null is `null`.
  case ndjson

  /// The format that a file's name ends with; nil for another ending.
  package init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: "."),
      let format = TableFormat(rawValue: fileName[fileName.index(after: dot)...].lowercased())
    else { return nil }
    self = format
  }
}

/// Turns headerless CSV part files of a table into the bytes of a published format, block by block.
package struct TableConverter: Sendable {
  private let schema: TableSchema
  private let format: TableFormat
  private let keys: [[UInt8]]
  private var reader: RowReader
  private var writer: RowWriter
  private var rest: [UInt8] = []

  /// A converter for a table.
  package init(_ schema: TableSchema, to format: TableFormat) {
    self.schema = schema
    self.format = format
    reader = .parts(of: schema)
    writer = RowWriter(delimiter: UInt8(ascii: "\t"))
    keys = schema.columns.map { column in
      var key: [UInt8] = []
      appendJSONString(Array(column.name.utf8).span, to: &key)
      return key + [UInt8(ascii: ":")]
    }
  }

  /// What stands before the first row: the header line, or nothing.
  package var preamble: [UInt8] {
    if format == .ndjson { return [] }
    var header = RowWriter(delimiter: UInt8(ascii: format == .tsv ? "\t" : ","))
    for column in schema.columns { header.append(column.name) }
    header.endRow()
    return header.takeBytes()
  }

  /// The rows of a block in the format.
  ///
  /// - Parameter isFinal: Whether this is the last block of the table.
  /// - Throws: A row that is not of the schema; part files are written by stages, so this is a defect.
  package mutating func converted(
    _ block: [UInt8], isFinal: Bool
  ) throws(TableError) -> [UInt8] {
    // That is how they stand there.
    if format == .csv { return block }
    let text = rest.isEmpty ? block : rest + block
    var output: [UInt8] = []
    reader.beginBlock()
    while try reader.next(text.span, isFinal: isFinal) {
      if format == .tsv {
        writeTabbed(text.span)
      } else {
        try writeObject(text.span, into: &output)
      }
    }
    rest = Array(text[reader.offset...])
    return format == .tsv ? writer.takeBytes() : output
  }

  private mutating func writeTabbed(_ text: Span<UInt8>) {
    for cell in reader.cells {
      if cell.isNull {
        writer.appendNull()
      } else if cell.hasDoubledQuotes {
        var bytes: [UInt8] = []
        RowReader.appendText(cell, in: text, to: &bytes)
        writer.append(bytes)
      } else {
        writer.append(text, cell.range)
      }
    }
    writer.endRow()
  }

  private func writeObject(
    _ text: Span<UInt8>, into output: inout [UInt8]
  ) throws(TableError) {
    output.append(UInt8(ascii: "{"))
    for (index, cell) in reader.cells.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: keys[index])
      let type = schema.columns[index].type
      if cell.isNull {
        output.append(contentsOf: "null".utf8)
        continue
      }
      var bytes: [UInt8] = []
      RowReader.appendText(cell, in: text, to: &bytes)
      switch type {
      case .string, .date, .instant:
        appendJSONString(bytes.span, to: &output)
      case .integer, .number, .boolean:
        guard type.accepts(bytes.span, 0..<bytes.count) else {
          throw .mistyped(type, line: reader.line, column: index + 1)
        }
        // JSON has no spelling for what is not a number, or infinite.
        let isSpelled = type == .boolean || isJSONNumber(bytes.span, 0..<bytes.count)
        output.append(contentsOf: isSpelled ? bytes : Array("null".utf8))
      }
    }
    output.append(contentsOf: "}\n".utf8)
  }
}

extension RowReader {
  /// A reader for the headerless CSV part files of a table.
  package static func parts(of schema: TableSchema) -> RowReader {
    RowReader(columnCount: schema.columns.count, emptyLine: .row)
  }
}

extension TableError {
  /// A cell of a part file is not what its column's type demands.
  static func mistyped(_ type: ColumnType, line: Int, column: Int) -> TableError {
    TableError(.type, "the cell is not \(type.inWords)", line: line, column: column)
  }
}

/// Appends UTF-8 text as a JSON string with its quotes.
package func appendJSONString(_ text: Span<UInt8>, to output: inout [UInt8]) {
  let digits = Array("0123456789abcdef".utf8)
  output.append(UInt8(ascii: "\""))
  for index in text.indices {
    let byte = text[index]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(contentsOf: [0x5C, byte])
    case 0x0A: output.append(contentsOf: "\\n".utf8)
    case 0x0D: output.append(contentsOf: "\\r".utf8)
    case 0x09: output.append(contentsOf: "\\t".utf8)
    case 0..<0x20:
      output.append(contentsOf: "\\u00".utf8)
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 15)])
    default: output.append(byte)
    }
  }
  output.append(UInt8(ascii: "\""))
}
