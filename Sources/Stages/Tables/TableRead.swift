internal import JSONText
package import PipelineModel
internal import Synchronization
internal import Tables

/// Reads tables from CSV and TSV files under a data contract (`table.read`).
package struct TableRead: ReaderStage, SinkStage {
  private static let filesSetting = Setting<[PathPattern]>(
    required: "files", .paths, role: .inputFiles,
    "The files: CSV or TSV with a header line, plain, gzip or BGZF; `-` is standard input.")
  private static let columns = Setting<[ContractedColumn]>(
    required: "columns", .contractedColumns,
    "The data contract: the columns to keep, in this order, and what their cells must be; further columns of the files are left out."
  )
  private static let delimiter = Setting<UInt8?>(
    optional: "delimiter", .delimiter,
    "What stands between cells; without it a tab in files named .tsv or .tab, a comma in others.")
  private static let privacy = Setting<Privacy>(
    "privacy", .oneOf, default: .identifiable, shown: "\"identifiable\"",
    "What the rows say about persons: `identifiable`, `aggregate` or `released`.")

  /// What is known about the kind.
  package static let kind = StageKind(
    "table.read", shape: .reader, "Reads tables from CSV and TSV files under a data contract.",
    outputs: [OutputPort("table", .table, "The columns of the contract, in its order.")],
    settings: [filesSetting, columns, delimiter, privacy] + ReaderSettings.all)

  /// The input files.
  package let files: [PathPattern]
  /// What happens to bad records.
  package let contract: ReaderContract
  /// The type of the table.
  package let outputs: [String: EdgeType]
  private let columns: [ContractedColumn]
  private let delimiter: UInt8?

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    delimiter = try context[Self.delimiter]
    let privacy = try context[Self.privacy]
    files = try context[Self.filesSetting]
    columns = try context[Self.columns]
    outputs = ["table": .table(Self.schema(columns), privacy: privacy)]
  }

  private static func schema(_ columns: [ContractedColumn]) -> TableSchema {
    TableSchema(columns.map { Column($0.name, $0.contract.type) })
  }

  /// Rows that must differ from each other have to be seen in one sequence.
  package var isSplitByFile: Bool { !columns.contains { $0.contract.isUnique } }

  /// Opens one shard.
  package func open(
    paths: [String], resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> any ShardReader {
    TableShardReader(paths: paths, columns: columns, delimiter: delimiter)
  }

  /// A writer of the rows of one shard.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    TableRowSink(Self.schema(columns))
  }
}

/// Rows that kept their contract, encoded as artifacts hold them.
struct EncodedRows: Batch {
  let rows: [UInt8]
  let recordCount: Int
}

/// Appends encoded rows in order.
private final class TableRowSink: Sink {
  private let schema: TableSchema
  private let isDeclared = Mutex(false)

  init(_ schema: TableSchema) {
    self.schema = schema
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> EncodedRows {
    guard let rows = batch as? EncodedRows else {
      throw StageError(.internal, "a batch of rows was expected")
    }
    log.read(rows.recordCount)
    log.keep(rows.recordCount)
    return rows
  }

  func absorb(_ partial: EncodedRows, into output: any TaskOutput) throws(StageError) {
    try isDeclared.withLock { isDeclared throws(StageError) in
      if !isDeclared { try output.declareTable("table", schema: schema) }
      isDeclared = true
    }
    try output.appendRows(partial.rows, count: partial.recordCount, to: "table")
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}

extension SettingType where Value == UInt8 {
  /// One ASCII character.
  fileprivate static let delimiter = SettingType(
    phrase: "one character such as \";\", or \"tab\"",
    schema: ["type": "string", "minLength": 1, "maxLength": 3]
  ) { node, decoder in
    guard let text = node.string else {
      decoder.wrongType(node, expected: "one character in double quotes")
      return nil
    }
    if text == "tab" { return UInt8(ascii: "\t") }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80,
      !"\"\r\n".utf8.contains(byte)
    else {
      decoder.refuse(
        node, "is no delimiter", remedy: "write one character such as \";\", or \"tab\"")
      return nil
    }
    return byte
  }
}
