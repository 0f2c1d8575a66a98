internal import JSONText
package import PipelineModel
internal import Synchronization
internal import Tables

/// Reads the tables that laboratories send, as they come (`eqa.read`).
package struct EQARead: ReaderStage, SinkStage {
  private static let filesSetting = Setting<[PathPattern]>(
    required: "files", .paths, role: .inputFiles,
    "CSV or TSV files as laboratories send them, plain or gzip: delimiter, encoding and units are found out."
  )
  private static let columns = Setting<[SubmissionHeader.Wanted]>(
    required: "columns", .wantedColumns,
    "The columns of the table, each with what else laboratories call it: {\"value\": [\"VAF\", \"allele fraction\"], \"uncertainty\": []}; what stands in brackets in a header is taken as a unit."
  )
  private static let optional = Setting<[String]>(
    "optional", .list(of: .string), default: [], shown: "[]",
    "The columns that a file may lack; they are empty then.")
  private static let units = Setting<[String: [String]]>(
    "units", .textLists, default: [:], shown: "{}",
    "The units that the header of a column may name in brackets, {\"value\": [\"ng/mL\"]}: rows under another one are refused as `other-unit`; percent is always understood."
  )
  private static let names = Setting<[String: [String]]>(
    "names", .textLists, default: [:], shown: "{}",
    "What a column may hold, {\"sample\": [\"S1\", \"S2\"], \"laboratory\": […]}: case, spaces and signs are set aside, any other name is refused as `unknown-name` or `unknown-laboratory`."
  )
  private static let privacy = Setting<Privacy>(
    "privacy", .oneOf, default: .identifiable, shown: "\"identifiable\"",
    "What the rows say about persons: `identifiable`, `aggregate` or `released`.")

  package static let kind = StageKind(
    "eqa.read", version: 2, shape: .reader,
    "Reads the tables that laboratories send, whatever delimiter, encoding and units they use, with a receipt for each.",
    outputs: [
      OutputPort(
        "table", .table,
        "One row a row: `laboratory`, from a column of that name or else from the name of the file, then the columns asked for, all as text."
      ),
      OutputPort(
        "receipts", .table,
        "One row a file: \(SubmissionReceipt.schema.columns.map(\.name).joined(separator: ", "))."
      ),
    ],
    settings: [filesSetting, columns, optional, units, names, privacy] + ReaderSettings.all)

  package let files: [PathPattern]
  package let contract: ReaderContract
  package let outputs: [String: EdgeType]
  private let layout: SubmissionLayout

  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    files = try context[Self.filesSetting]
    let columns = try context[Self.columns]
    let mayBeAbsent = try context[Self.optional]
    let units = try context[Self.units]
    let names = try context[Self.names]
    let known = columns.map(\.name)
    func check(_ setting: any SettingDeclaration, _ given: some Sequence<String>, _ known: [String])
    {
      for name in given.sorted() where !known.contains(name) {
        context.refuse(
          setting, "names \"\(name)\", which is not among \"columns\"",
          remedy: NearestName.remedy(name, among: known))
      }
    }
    check(Self.optional, mayBeAbsent, known)
    check(Self.units, units.keys, known)
    check(Self.names, names.keys, known + ["laboratory"])
    layout = SubmissionLayout(
      wanted: columns.filter { $0.name != "laboratory" }, mayBeAbsent: Set(mayBeAbsent),
      units: units,
      names: names.mapValues { list in
        Dictionary(list.map { (SubmissionHeader.plain($0), $0) }, uniquingKeysWith: { $1 })
      })
    for (column, list) in names.sorted(by: { $0.key < $1.key })
    where layout.names[column]?.count != list.count {
      context.refuse(
        Self.names, "has names for \"\(column)\" that differ in case, spaces or signs only",
        remedy: "give each a spelling of its own")
    }
    let privacy = try context[Self.privacy]
    outputs = [
      "table": .table(Self.schema(layout.wanted), privacy: privacy),
      "receipts": .table(SubmissionReceipt.schema, privacy: privacy),
    ]
  }

  private static func schema(_ wanted: [SubmissionHeader.Wanted]) -> TableSchema {
    TableSchema([Column("laboratory", .string)] + wanted.map { Column($0.name, .string) })
  }

  /// The code of a laboratory may stand in the name of its file.
  package var namesSources: Bool { true }

  package func open(
    paths: [String], resources: StageResources, wanted records: [any WantedRecords]
  ) throws(StageError) -> any ShardReader {
    SubmissionShardReader(paths: paths, layout: layout)
  }

  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    SubmissionSink(Self.schema(layout.wanted))
  }
}

/// Appends the rows and receipts of submissions.
private final class SubmissionSink: Sink {
  private let schema: TableSchema
  private let isDeclared = Mutex(false)

  init(_ schema: TableSchema) {
    self.schema = schema
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> SubmissionBatch {
    guard let rows = batch as? SubmissionBatch else {
      throw StageError(.internal, "a batch of a submission was expected")
    }
    log.read(rows.recordCount)
    log.keep(rows.recordCount)
    return rows
  }

  func absorb(_ partial: SubmissionBatch, into output: any TaskOutput) throws(StageError) {
    try isDeclared.withLock { isDeclared throws(StageError) in
      if !isDeclared {
        try output.declareTable("table", schema: schema)
        try output.declareTable("receipts", schema: SubmissionReceipt.schema)
      }
      isDeclared = true
    }
    try output.appendRows(partial.rows, count: partial.recordCount, to: "table")
    try output.appendRows(partial.receipt, count: 1, to: "receipts")
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}

extension SettingType where Value == [SubmissionHeader.Wanted] {
  /// An object from columns to what else they are called.
  fileprivate static let wantedColumns = SettingType(
    phrase: "an object such as {\"value\": [\"VAF\", \"allele fraction\"], \"uncertainty\": []}",
    schema: [
      "type": "object", "minProperties": 1,
      "additionalProperties": ["type": "array", "items": ["type": "string"]],
    ]
  ) { node, decoder in
    guard let members = node.members, !members.isEmpty else {
      decoder.wrongType(node, expected: "an object from columns to lists of their other names")
      return nil
    }
    var columns: [SubmissionHeader.Wanted] = []
    for member in members {
      let names = (member.value.elements ?? []).map { $0.string }
      guard member.value.elements != nil, !names.contains(nil) else {
        decoder.refuse(
          member.value, "has no list of other names for \"\(member.key)\"",
          remedy: "write [] where there are none")
        return nil
      }
      columns.append(.init(name: member.key, spellings: names.compactMap(\.self)))
    }
    return columns
  }
}

extension SettingType where Value == [String: [String]] {
  /// An object from names to lists of texts.
  fileprivate static let textLists = SettingType(
    phrase: "an object such as {\"sample\": [\"S1\", \"S2\"]}",
    schema: [
      "type": "object",
      "additionalProperties": ["type": "array", "minItems": 1, "items": ["type": "string"]],
    ]
  ) { node, decoder in
    var lists: [String: [String]] = [:]
    for member in node.members ?? [] {
      let texts = (member.value.elements ?? []).compactMap(\.string)
      guard !texts.isEmpty, texts.count == member.value.elements?.count else {
        decoder.refuse(member.value, "has no list of texts for \"\(member.key)\"")
        return nil
      }
      lists[member.key] = texts
    }
    guard node.members != nil else {
      decoder.wrongType(node, expected: "an object such as {\"sample\": [\"S1\"]}")
      return nil
    }
    return lists
  }
}
