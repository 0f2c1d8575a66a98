internal import PipelineModel
internal import Tables

/// The rows of one submission.
struct SubmissionRows {
  let text: SubmissionText
  private(set) var writer = RowWriter()
  private(set) var laboratories: Set<String> = []
  private(set) var rules: Set<String> = []
  private(set) var refused = 0
  private let layout: SubmissionLayout
  /// The code that the name of the file is.
  let fileLaboratory: String

  init(_ text: SubmissionText, _ layout: SubmissionLayout, fileName: String) {
    self.text = text
    self.layout = layout
    var stem = fileName[...]
    for ending in [".gz", ".csv", ".tsv", ".txt"] where stem.lowercased().hasSuffix(ending) {
      stem = stem.dropLast(ending.count)
    }
    fileLaboratory = String(stem)
  }

  /// The bytes of the rows.
  mutating func takeBytes() -> [UInt8] { writer.takeBytes() }

  /// Reads all rows; what is wrong with one, or with all of them, is told to the log.
  mutating func read(_ log: inout RecordLog) throws(StageError) {
    let bytes = text.bytes
    let span = bytes.span
    var reader = RowReader(delimiter: text.delimiter)
    var header: SubmissionHeader?
    var laboratory: Int?
    var fault: SubmissionHeader.Fault?
    while true {
      var isTorn = false
      do throws(TableError) {
        guard try reader.next(span) else { break }
      } catch {
        isTorn = true
      }
      let cells = reader.cells.indices.map { reader.string($0, in: span) }
      guard let found = header else {
        if text.hasSeparatorLine, reader.line == 1 { continue }
        let names = cells.map { $0 ?? "" }
        let columns = SubmissionHeader(names, wanted: layout.wanted)
        header = columns
        fault = columns.fault(layout)
        laboratory = names.firstIndex { SubmissionHeader.plain($0) == "laboratory" }
        if let fault { try refuse(reader, fault.rule, nil, fault.message, &log) }
        continue
      }
      if cells.allSatisfy({ $0 == nil }) { continue }
      if let fault {
        try refuse(reader, fault.rule, nil, fault.message, &log)
      } else if isTorn || cells.count != found.columnCount {
        try refuse(
          reader, "columns", nil,
          "the row has \(cells.count) cells where the header has \(found.columnCount)", &log)
      } else {
        try write(cells, found, laboratory, reader, &log)
      }
    }
    if header == nil {
      try refuse(reader, "no-header", nil, "the file has no line that names columns", &log)
    }
    if writer.rowCount == 0 { laboratories.insert(fileLaboratory) }
  }

  private mutating func refuse(
    _ reader: RowReader, _ rule: String, _ field: String?, _ message: String,
    _ log: inout RecordLog
  ) throws(StageError) {
    refused += 1
    rules.insert(rule)
    log.read(1)
    try log.reject(
      RejectedRecord(
        lineInChunk: reader.line - 1, offset: UInt64(reader.rowRange.lowerBound), rule: rule,
        field: field, message: message, raw: Array(text.bytes[reader.rowRange])))
  }

  private mutating func write(
    _ cells: [String?], _ header: SubmissionHeader, _ laboratory: Int?, _ reader: RowReader,
    _ log: inout RecordLog
  ) throws(StageError) {
    let own = laboratory.flatMap { cells[$0] }
    guard let code = named(own ?? fileLaboratory, "laboratory") else {
      try refuse(
        reader, "unknown-laboratory", "laboratory", "the code is not among those of the round",
        &log)
      return
    }
    var row: [String?] = []
    for (index, column) in layout.wanted.enumerated() {
      var cell = header.places[index].flatMap { cells[$0] }
      if header.isInPercent[index], let written = cell, let last = written.last, last != "%",
        written.contains(where: \.isNumber)
      {
        cell = written + " %"
        rules.insert("unit-in-header")
      }
      if let written = cell {
        guard let name = named(written, column.name) else {
          try refuse(
            reader, "unknown-name", column.name,
            "the column \"\(column.name)\" names what is not in the round", &log)
          return
        }
        cell = name
      }
      row.append(cell)
    }
    if own == nil { rules.insert("laboratory-from-file") }
    laboratories.insert(code)
    writer.append(code)
    for cell in row { writer.append(cell) }
    writer.endRow()
    log.read(1)
    log.keep(1)
  }

  /// A name as the round writes it: other case, spaces and signs are set aside; nil for one that it does not know.
  private mutating func named(_ text: String, _ column: String) -> String? {
    guard let known = layout.names[column] else { return text }
    let name = known[SubmissionHeader.plain(text)]
    if let name, name != text { rules.insert("name-spelling") }
    return name
  }
}
