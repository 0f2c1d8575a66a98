internal import ByteIO
internal import FHIR
internal import FHIRClient
package import PipelineModel
internal import Synchronization
internal import Tables

/// Puts resources on a FHIR server, in transactions or batches, and reports what became of each (`fhir.push`).
///
/// Every resource goes there in a way that changes nothing when it is done twice, so that a task that was cut off can be
/// done again; what is committed is never sent again.
package struct FHIRPush: SinkStage {
  /// What happens when the server refuses resources.
  enum Refused: String, CaseIterable, Sendable {
    /// The stage fails.
    case fail
    /// The report says so, and the stage goes on.
    case report
  }

  private static let server = ServerSettings.server(role: .plain)
  private static let form = Setting<ResourcePush.Form>(
    "as", .oneOf, default: .transaction, shown: "\"transaction\"",
    "How resources are sent: transactions are taken whole or not at all, of batches each resource by itself."
  )
  private static let upsert = Setting<UpsertRule>(
    "upsert", .oneOf, default: .id, shown: "\"id\"",
    "How a resource meets what is there: under its own id (`PUT Type/id`), in the place of the one with its first identifier (`PUT Type?identifier=…`), or only where none has that identifier (`create`)."
  )
  private static let ifMatch = Setting<Bool>(
    "ifMatch", .boolean, default: false, shown: "false",
    "With `upsert` by id: whether the server must still have the version that the resource names in `meta.versionId`."
  )
  private static let bundleSize = Setting<Int>(
    "bundleSize", .integer(1...5000), default: 100, shown: "100",
    "How many resources one Bundle has.")
  private static let onRefused = Setting<Refused>(
    "onRefused", .oneOf, default: .fail, shown: "\"fail\"",
    "What happens when the server refuses resources: the stage fails, or the report says so.")

  /// What is known about the kind.
  package static let kind = StageKind(
    "fhir.push", shape: .writer,
    "Puts resources on a FHIR server, in transactions or batches, and reports what became of each.",
    inputs: [InputPort("resources", .resources)],
    outputs: [
      OutputPort(
        "report", .table,
        "A row a resource: `resource_type, id, method, status, result` (`created`, `updated`, `present`, `refused`)`, server_id, version, severity, code`."
      )
    ],
    settings: [server, form, upsert, ifMatch, bundleSize, onRefused] + ServerSettings.all)

  /// The report.
  package let outputs: [String: EdgeType]
  private let choice: ServerChoice
  private let form: ResourcePush.Form
  private let rule: UpsertRule
  private let comparesVersion: Bool
  private let bundleSize: Int
  private let onRefused: Refused

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    choice = try ServerChoice(&context, Self.server)
    form = try context[Self.form]
    rule = try context[Self.upsert]
    comparesVersion = try context[Self.ifMatch]
    bundleSize = try context[Self.bundleSize]
    onRefused = try context[Self.onRefused]
    if comparesVersion, rule != .id {
      context.refuse(
        Self.ifMatch, "belongs to \"upsert\": \"id\"", remedy: "leave it out, or upsert by id")
    }
    outputs = ["report": .table(PushReport.schema, privacy: .identifiable)]
  }

  /// A sender for one shard.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    let server = try choice.open(resources.secrets)
    return PushReport(
      ResourcePush(server, as: form, mayRepeat: !comparesVersion), base: server.base, rule: rule,
      comparesVersion: comparesVersion, bundleSize: bundleSize, isStrict: onRefused == .fail)
  }
}

/// Sends the resources of one shard in order, and makes the rows of the report.
private final class PushReport: Sink {
  static let schema = TableSchema([
    Column("resource_type", .string), Column("id", .string), Column("method", .string),
    Column("status", .integer), Column("result", .string), Column("server_id", .string),
    Column("version", .string), Column("severity", .string), Column("code", .string),
  ])

  private let push: ResourcePush
  private let base: String
  private let rule: UpsertRule
  private let comparesVersion: Bool
  private let bundleSize: Int
  private let isStrict: Bool
  private let waiting = Mutex<(entries: [PushEntry], isDeclared: Bool)>(([], false))

  init(
    _ push: ResourcePush, base: String, rule: UpsertRule, comparesVersion: Bool, bundleSize: Int,
    isStrict: Bool
  ) {
    self.push = push
    self.base = base
    self.rule = rule
    self.comparesVersion = comparesVersion
    self.bundleSize = bundleSize
    self.isStrict = isStrict
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> [PushEntry] {
    guard let batch = batch as? ResourceChunkBatch else {
      throw StageError(.internal, "a batch of resources was expected")
    }
    log.read(batch.recordCount)
    var entries: [PushEntry] = []
    for resource in batch.resources.resources {
      var refusal: PushEntry.Refusal?
      do throws(PushEntry.Refusal) {
        entries.append(
          try PushEntry(
            resource.root, batch.resources.index, in: batch.resources.text.span, rule: rule,
            base: base, comparesVersion: comparesVersion))
      } catch {
        refusal = error
      }
      if let refusal { try log.reject(batch.refusal(of: resource, refusal)) } else { log.keep(1) }
    }
    return entries
  }

  func absorb(_ partial: [PushEntry], into output: any TaskOutput) throws(StageError) {
    try waiting.withLock { waiting throws(StageError) in
      waiting.entries += partial
      while waiting.entries.count >= bundleSize {
        try send(Array(waiting.entries.prefix(bundleSize)), &waiting.isDeclared, output)
        waiting.entries.removeFirst(bundleSize)
      }
    }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try waiting.withLock { waiting throws(StageError) in
      try send(waiting.entries, &waiting.isDeclared, output)
      waiting.entries = []
    }
  }

  private func send(
    _ entries: [PushEntry], _ isDeclared: inout Bool, _ output: any TaskOutput
  ) throws(StageError) {
    if !isDeclared { try output.declareTable("report", schema: Self.schema) }
    isDeclared = true
    guard !entries.isEmpty else { return }
    let outcomes: [ResourcePush.Outcome]
    do throws(FHIRClientError) {
      outcomes = try push.send(entries)
    } catch {
      throw StageError(error)
    }
    let refused = outcomes.filter { !$0.isTaken }
    if isStrict, let first = refused.first {
      let issue = first.issue.map { ", \($0.severity) \($0.code)" } ?? ""
      throw StageError(
        .input,
        "the server refuses \(refused.count) of \(entries.count) resources (status \(first.status)\(issue))",
        remedy: "set \"onRefused\": \"report\" to have a report that says which")
    }
    var writer = RowWriter()
    for (entry, outcome) in zip(entries, outcomes) {
      writer.append(entry.type)
      writer.append(entry.id)
      writer.append(entry.method)
      writer.append(outcome.status)
      writer.append(
        !outcome.isTaken
          ? "refused"
          : outcome.status == 201 ? "created" : entry.method == "POST" ? "present" : "updated")
      writer.append(outcome.serverID)
      writer.append(outcome.version)
      writer.append(outcome.issue?.severity)
      writer.append(outcome.issue?.code)
      writer.endRow()
    }
    try output.appendRows(writer.takeBytes(), count: entries.count, to: "report")
  }
}

extension ResourceChunkBatch {
  /// A resource that cannot be sent.
  fileprivate func refusal(
    of resource: ResourceBounds, _ refusal: PushEntry.Refusal
  ) -> RejectedRecord {
    let message =
      switch refusal {
      case .id: "the resource has no id under which it could be sent"
      case .identifier: "the resource has no identifier by which the server could know it"
      case .version: "the resource names no version that could be compared"
      }
    return RejectedRecord(
      lineInChunk: resource.line, offset: chunk.virtualOffset(of: resource.range.lowerBound),
      rule: refusal.rawValue, field: nil, message: message,
      raw: Array(resources.text[resource.range]))
  }
}
