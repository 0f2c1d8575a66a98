import Foundation
import JSONText
import PipelineModel
import Stages
import Synchronization
import Tables

/// Runs chains of variant stages as the engine would, one chunk after the other, in memory.
enum VariantChain {
  /// What a stage wrote, kept in memory.
  final class MemoryOutput: TaskOutput {
    struct Content {
      var schemas: [String: TableSchema] = [:]
      var rows: [String: [UInt8]] = [:]
      var rowCount = 0
      var documents: [String: [UInt8]] = [:]
    }
    private let content = Mutex(Content())

    var schemas: [String: TableSchema] { content.withLock { $0.schemas } }
    var rowCount: Int { content.withLock { $0.rowCount } }

    func rows(_ port: String) -> String {
      content.withLock { String(decoding: $0.rows[port] ?? [], as: UTF8.self) }
    }

    func document(_ name: String) -> [UInt8] { content.withLock { $0.documents[name] ?? [] } }

    func declareTable(_ port: String, schema: TableSchema) throws(StageError) {
      content.withLock { $0.schemas[port] = schema }
    }

    func appendRows(_ rows: [UInt8], count: Int, to port: String) throws(StageError) {
      content.withLock {
        $0.rows[port, default: []] += rows
        $0.rowCount += count
      }
    }

    func write(_ bytes: [UInt8], named name: String, to port: String) throws(StageError) {
      content.withLock { $0.documents[port + "/" + name] = bytes }
    }

    func append(_ bytes: [UInt8], to port: String, suffix: String) throws(StageError) {
      content.withLock { $0.documents[port + suffix, default: []] += bytes }
    }

    func appendPartial(_ bytes: [UInt8]) throws(StageError) {}
  }

  /// The context that a definition's `with` gives a kind, and what is wrong with it.
  static func context(
    _ kind: StageKind, _ settings: String, edges: [IncomingEdge] = []
  ) throws -> StageContext {
    let node = try JSONParser.parse(settings)
    var values: [String: any Sendable] = [:]
    var nodes: [String: JSONNode] = [:]
    var diagnostics = DiagnosticList(file: "test.json")
    for member in node.members ?? [] {
      guard let setting = kind.settings.first(where: { $0.name == member.key }) else { continue }
      var decoder = SettingDecoder(
        subject: "\"\(member.key)\"", folder: "/data", secrets: [], diagnostics: diagnostics)
      nodes[member.key] = member.value
      values[member.key] = setting.decodeAny(member.value, &decoder)
      diagnostics = decoder.diagnostics
    }
    return StageContext(
      stageName: "stage", position: .start, edges: edges, folder: "/data", values: values,
      nodes: nodes, diagnostics: diagnostics)
  }

  /// An edge of variants of a build.
  static func variantEdge(_ build: String = "GRCh38") -> IncomingEdge {
    IncomingEdge(
      name: "variants",
      type: EdgeType(
        .variants, attributes: [EdgeAttribute.build: build], privacy: .identifiable),
      source: "read.variants", position: .start)
  }

  /// A stage made from settings that must be right.
  static func stage<Kind: Stage>(_ type: Kind.Type, _ settings: String = "{}") throws -> Kind {
    var context = try context(Kind.kind, settings, edges: [variantEdge()])
    let stage = try Kind(&context)
    guard !context.diagnostics.hasErrors else { throw StageRefusal() }
    return stage
  }

  /// What is wrong with settings, in words.
  static func complaints<Kind: Stage>(_ type: Kind.Type, _ settings: String) throws -> [String] {
    var context = try context(Kind.kind, settings, edges: [variantEdge()])
    _ = try? Kind(&context)
    return context.diagnostics.sorted.map(\.description)
  }

  /// Reads a file, sends every batch through the transforms, and lets the sink absorb what it comes to.
  ///
  /// - Returns: What was written, and the log of each stage, the reader's first.
  static func runChain<Source: ReaderStage, End: SinkStage>(
    _ reader: Source, _ path: String, _ end: End, through transforms: [any TransformStage] = [],
    files: [String: [String]] = [:]
  ) throws -> (output: MemoryOutput, logs: [[RecordLog]]) {
    let resources = StageResources(files: files, scratchFolder: NSTemporaryDirectory())
    let output = MemoryOutput()
    let shard = try reader.open(paths: [path], resources: resources, wanted: [])
    let work = try transforms.map { try $0.makeTransform(resources) }
    let sink = try end.makeSink(resources)
    let logs = try drain(shard, reader.contract.onBad, work, sink, output)
    return (output, logs)
  }

  private static func drain<Shard: ShardReader, End: Sink>(
    _ shard: Shard, _ onBad: ReaderContract.BadRecords, _ transforms: [any Transform], _ sink: End,
    _ output: MemoryOutput
  ) throws -> [[RecordLog]] {
    var chunks: [Shard.Chunk] = []
    while let raw = try shard.next() { chunks += try shard.cut(try shard.prepare(raw)) }
    chunks += try shard.cut(nil)
    var all: [[RecordLog]] = []
    for chunk in chunks {
      var logs = Array(repeating: RecordLog(onBad: onBad), count: transforms.count + 2)
      var batch = try shard.parse(chunk, &logs[0])
      for (index, transform) in transforms.enumerated() {
        batch = try transform.apply(batch, &logs[index + 1])
      }
      try sink.absorb(try sink.process(batch, &logs[transforms.count + 1]), into: output)
      all.append(logs)
    }
    try sink.finish(into: output)
    return all
  }

  /// What the logs of all chunks come to for one stage.
  struct LogTotal {
    var read = 0
    var kept = 0
    var dropped: [String: Int] = [:]
    var quarantined: [RejectedRecord] = []
    var isBalanced = true

    init(_ logs: [[RecordLog]], stage: Int) {
      for log in logs.map({ $0[stage] }) {
        read += log.read
        kept += log.kept
        dropped.merge(log.dropped, uniquingKeysWith: +)
        quarantined += log.quarantined
        isBalanced = isBalanced && log.isBalanced
      }
    }
  }

  /// A file in the folder for temporary files, removed with the value.
  final class ScratchFile {
    let path: String

    init(_ bytes: [UInt8], name: String = "") throws {
      path = NSTemporaryDirectory() + "stages-" + UUID().uuidString + name
      try Data(bytes).write(to: URL(filePath: path))
    }

    convenience init(_ text: String, name: String = "") throws {
      try self.init(Array(text.utf8), name: name)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

}
