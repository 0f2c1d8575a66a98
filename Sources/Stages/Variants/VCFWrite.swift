import ByteIO
package import PipelineModel
import Synchronization
import VCF

/// Writes variant records to a VCF file (`vcf.write`).
package struct VCFWrite: SinkStage {
  /// How the file is packed.
  enum Packing: String, CaseIterable, Sendable {
    case bgzf
    case none
  }
  /// Which index stands beside the file.
  enum Index: String, CaseIterable, Sendable {
    case tbi
    case csi
    case none

    var format: GenomeIndex.Format? { GenomeIndex.Format(rawValue: rawValue) }
  }

  private static let compression = Setting<Packing>(
    "compression", .oneOf, default: .bgzf, shown: "\"bgzf\"",
    "How the file is packed: BGZF, or not at all.")
  private static let level = Setting<Int?>(
    optional: "level", .integer(0...12),
    "How hard BGZF is compressed, from 0 (stored) to 12 (smallest); 6 without it.")
  private static let index = Setting<Index>(
    "index", .oneOf, default: .tbi, shown: "\"tbi\"",
    "The index beside the file, for sorted records in BGZF; a plain file has none.")
  private static let sort = Setting<Bool?>(
    optional: "sort", .boolean,
    "Puts records in the order of contig and position, those of one position as they came; true without it for records that were lifted to another genome."
  )

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "vcf.write", shape: .writer,
    "Writes variant records to a VCF file, byte for byte as they were read.",
    inputs: [InputPort("variants", .variants)],
    outputs: [
      OutputPort("file", .document, "The VCF file, with its index beside it.")
    ],
    settings: [compression, level, index, sort])

  /// A document about persons.
  package let outputs: [String: EdgeType]
  private let compression: Packing
  private let level: Int
  private let index: GenomeIndex.Format?
  private let sorts: Bool

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    compression = try context[Self.compression]
    level = try context[Self.level] ?? 6
    let index = try context[Self.index]
    self.index = compression == .bgzf ? index.format : nil
    let isUnsorted = context.edge("variants")?.type.attributes[EdgeAttribute.sorted] == "no"
    sorts = try context[Self.sort] ?? isUnsorted
    if isUnsorted, !sorts, self.index != nil {
      context.refuse(
        Self.sort, "leaves records unsorted, which cannot be indexed",
        remedy: "leave \"sort\" out, or write \"index\": \"none\"")
    }
    let privacy = context.edge("variants")?.type.privacy ?? .identifiable
    outputs = ["file": EdgeType(.document, privacy: privacy)]
    guard compression == .none else { return }
    if context.isGiven(Self.index), index != .none {
      context.refuse(
        Self.index, "asks for an index of a file that is not packed as BGZF",
        remedy: "write \"compression\": \"bgzf\", or \"index\": \"none\"")
    }
    if context.isGiven(Self.level) {
      context.refuse(
        Self.level, "asks for a level of a file that is not compressed",
        remedy: "leave \"level\" out, or write \"compression\": \"bgzf\"")
    }
  }

  /// A writer of one file.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    VariantFileWriter(
      level: compression == .bgzf ? level : nil, index: index,
      sortsIn: sorts ? resources.scratchFolder : nil, cores: resources.cores)
  }
}
