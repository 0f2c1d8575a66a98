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

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "vcf.write", shape: .writer,
    "Writes variant records to a VCF file, byte for byte as they were read.",
    inputs: [InputPort("variants", .variants)],
    outputs: [
      OutputPort("file", .document, "The VCF file, with its index beside it.")
    ],
    settings: [compression, level, index])

  /// A document about persons.
  package let outputs: [String: EdgeType]
  private let compression: Packing
  private let level: Int
  private let index: GenomeIndex.Format?

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    compression = try context[Self.compression]
    level = try context[Self.level] ?? 6
    let index = try context[Self.index]
    self.index = compression == .bgzf ? index.format : nil
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
    VariantFileWriter(level: compression == .bgzf ? level : nil, index: index)
  }
}

/// Writes one file: batches are packed in parallel and appended in order.
private final class VariantFileWriter: Sink {
  struct Partial: Sendable {
    let header: VCFHeader
    var bytes: [UInt8]
    var blocks: [BGZFCompressor.Block] = []
    var records: IndexedRecords?
  }
  private struct State {
    var fileOffset: UInt64 = 0
    var hasHeader = false
    var index: GenomeIndex?
  }

  private let level: Int?
  private let format: GenomeIndex.Format?
  private let state = Mutex(State())

  init(level: Int?, index: GenomeIndex.Format?) {
    self.level = level
    format = index
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial {
    let batch = try RecordBatch(incoming: batch)
    log.read(batch.records.count)
    var text: [UInt8] = []
    text.reserveCapacity(batch.chunk.text.count + 1)
    VCFWriter.append(batch, to: &text)
    var partial = Partial(header: batch.header, bytes: [])
    (partial.bytes, partial.blocks) = try packed(text)
    if format != nil { partial.records = IndexedRecords(batch) }
    log.keep(batch.records.count)
    return partial
  }

  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError) {
    try state.withLock { state throws(StageError) in
      if !state.hasHeader {
        state.hasHeader = true
        state.index = format.map { GenomeIndex($0, header: partial.header) }
        try append(packed(VCFWriter.header(partial.header)).bytes, &state, output)
      }
      if let records = partial.records {
        do throws(VCFError) {
          try state.index?.add(records, fileOffset: state.fileOffset, blocks: partial.blocks)
        } catch {
          throw StageError(error)
        }
      }
      try append(partial.bytes, &state, output)
    }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try state.withLock { state throws(StageError) in
      guard level != nil else { return }
      try append(BGZFCompressor.endOfFile, &state, output)
      guard let index = state.index, let format else { return }
      let bytes = try packed(index.encoded()).bytes + BGZFCompressor.endOfFile
      try output.append(bytes, to: "file", suffix: "." + format.rawValue)
    }
  }

  private func append(
    _ bytes: [UInt8], _ state: inout State, _ output: any TaskOutput
  ) throws(StageError) {
    try output.append(bytes, to: "file", suffix: "")
    state.fileOffset += UInt64(bytes.count)
  }

  private func packed(
    _ text: [UInt8]
  ) throws(StageError) -> (bytes: [UInt8], blocks: [BGZFCompressor.Block]) {
    guard let level else { return (text, []) }
    var bytes: [UInt8] = []
    do throws(ByteIOError) {
      let blocks = try BGZFCompressor(level: level).compress(text.span, appendingTo: &bytes)
      return (bytes, blocks)
    } catch {
      throw StageError(VCFError(error))
    }
  }
}
