import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner

/// What a run reads or publishes, as lineage names it: by words of the definition only, never by a file.
struct LineageDataset {
  /// `pipeline.stage.setting` for what is read, `pipeline.stage.port` for what is published.
  var name: String
  /// The stage that reads or makes it.
  var stage: String
  /// The SHA-256 digest of its bytes, see ``version(of:)``.
  var version: String
  /// The files it is made of.
  var fileCount: Int
  /// Their size in bytes.
  var bytes: Int
  /// Its rows or records; nil where nobody counts them.
  var rows: Int?
  /// Its columns; nil where the definition does not fix them.
  var columns: [PortColumn]?
  /// Whether it is a table; a file otherwise.
  var isTable: Bool
  /// Whether it holds the records that a reader reads.
  var isInput = false

  /// The version of several files: the digest of one; for more, that of their digests in hexadecimal, a line each, in
  /// order, as `sha256sum` would give it.
  static func version(of digests: [String]) -> String {
    if digests.count == 1 { return digests[0] }
    var hasher = KeyHasher()
    for digest in digests { hasher.addContent(Array("\(digest)\n".utf8)) }
    return hasher.key().description
  }

  /// What a run reads: a dataset for each setting that names files.
  static func inputs(_ inputs: RunInputs, of pipeline: CompiledPipeline) -> [LineageDataset] {
    inputs.settings.filter { !$0.files.isEmpty }.map { setting in
      let stage = pipeline.stages[setting.stage]
      let outputs = stage.kind.outputs.compactMap { stage.stage.outputs[$0.name] }
      let table = setting.role == .inputFiles ? outputs.first { $0.kind == .table } : nil
      return LineageDataset(
        name: "\(pipeline.definition.name.text).\(stage.name).\(setting.name)", stage: stage.name,
        version: version(of: setting.files.map(\.digest.description)),
        fileCount: setting.files.count, bytes: setting.files.map(\.bytes).reduce(0, +),
        columns: table?.columns, isTable: false, isInput: setting.role == .inputFiles)
    }
  }

  /// What a run has published: a dataset for each port.
  static func outputs(_ record: RunRecord, of pipeline: CompiledPipeline) -> [LineageDataset] {
    pipeline.publish.reduce(into: [LineageDataset]()) { result, publish in
      let stage = pipeline.stages[publish.producer].name
      let files = record.published.filter { $0.from == "\(stage).\(publish.port)" }
      let name = "\(record.pipeline).\(stage).\(publish.port)"
      guard !files.isEmpty, !result.contains(where: { $0.name == name }) else { return }
      result.append(
        LineageDataset(
          name: name, stage: stage, version: version(of: files.map(\.sha256)),
          fileCount: files.count, bytes: files.map(\.bytes).reduce(0, +),
          rows: files.compactMap(\.rows).max(), columns: publish.type.columns,
          isTable: publish.type.kind == .table))
    }
  }
}
