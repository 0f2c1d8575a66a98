import Foundation
import JSONText
import PipelineModel
import Synchronization
import Tables
import Testing

/// Makes and runs single stages without an engine.
struct StageBench {
  let folder = FileManager.default.temporaryDirectory.appending(path: "stage-\(UUID().uuidString)")
    .path(percentEncoded: false)

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// A file in the bench's folder.
  func file(_ name: String, _ text: String) throws -> String {
    let path = folder + "/" + name
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  /// A context with settings as a definition writes them.
  func context(
    _ kind: StageKind, _ settings: String, edges: [IncomingEdge] = []
  ) throws -> StageContext {
    var diagnostics = DiagnosticList(file: "pipeline.json")
    var values: [String: any Sendable] = [:]
    var nodes: [String: JSONNode] = [:]
    for member in try #require(try JSONParser.parse(settings).members) {
      nodes[member.key] = member.value
      guard let setting = kind.settings.first(where: { $0.name == member.key }) else {
        diagnostics.error("unknown-key", member.key, at: member.keyPosition)
        continue
      }
      var decoder = SettingDecoder(
        subject: member.key, folder: folder, secrets: [], diagnostics: diagnostics)
      values[member.key] = setting.decodeAny(member.value, &decoder)
      diagnostics = decoder.diagnostics
    }
    return StageContext(
      stageName: "stage", position: .start, edges: edges, folder: folder, values: values,
      nodes: nodes, diagnostics: diagnostics)
  }

  /// An edge that stands at 7:9 of the definition.
  func edge(_ name: String, _ type: EdgeType) -> IncomingEdge {
    IncomingEdge(
      name: name, type: type, source: "before.\(name)",
      position: SourcePosition(line: 7, column: 9))
  }

  /// A table of parts, each given as CSV without header.
  func table(_ schema: TableSchema, _ parts: [String]) throws -> TableArtifact {
    let paths = try parts.map { try file("\(UUID().uuidString).csv", $0) }
    return TableArtifact(schema: schema, parts: paths, rowCount: 0)
  }
}

/// Keeps what a task writes.
final class RecordedOutput: TaskOutput {
  private struct State {
    var schemas: [String: TableSchema] = [:]
    var rows: [String: [UInt8]] = [:]
    var counts: [String: Int] = [:]
    var documents: [String: [UInt8]] = [:]
    var partial: [UInt8] = []
  }

  private let state = Mutex(State())

  func declareTable(_ port: String, schema: TableSchema) {
    state.withLock { $0.schemas[port] = schema }
  }

  func appendRows(_ rows: [UInt8], count: Int, to port: String) {
    state.withLock {
      $0.rows[port, default: []] += rows
      $0.counts[port, default: 0] += count
    }
  }

  func append(_ bytes: [UInt8], to port: String, suffix: String) {
    state.withLock { $0.documents[port + suffix, default: []] += bytes }
  }

  func write(_ bytes: [UInt8], named name: String, to port: String) {
    state.withLock { $0.documents[port + "/" + name] = bytes }
  }

  func appendPartial(_ bytes: [UInt8]) { state.withLock { $0.partial += bytes } }

  var partial: [UInt8] { state.withLock { $0.partial } }
  func count(_ port: String) -> Int? { state.withLock { $0.counts[port] } }
  func columns(_ port: String) -> [String]? {
    state.withLock { $0.schemas[port]?.columns.map(\.name) }
  }
  func rows(_ port: String) -> String {
    String(decoding: state.withLock { $0.rows[port] ?? [] }, as: UTF8.self)
  }
  func document(_ name: String) -> String {
    String(decoding: state.withLock { $0.documents[name] ?? [] }, as: UTF8.self)
  }
}
