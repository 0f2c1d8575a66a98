import Genomics
import PipelineModel
import ReferenceGenome
import Synchronization
import VCF
import VariantNormalisation

/// Gathers the knowledge of `variants.annotate` from a stream of variants.
struct KnowledgeFromVariants: SinkStage {
  static let kind = StageKind(
    "variants.knowledge", shape: .writer, "Gathers what variant records say about alleles.",
    inputs: [InputPort("variants", .variants)],
    outputs: [OutputPort("knowledge", .knowledge, "What is said of each allele.")],
    settings: [AnnotationSettings.fields, AnnotationSettings.reference])

  let outputs: [String: EdgeType]
  private let fields: [AnnotationField]
  private let assembly: Assembly

  init(_ context: inout StageContext) throws(StageRefusal) {
    fields = try context[AnnotationSettings.fields] ?? []
    guard let edge = context.edge("variants") else { throw StageRefusal() }
    outputs = [
      "knowledge": EdgeType(
        .knowledge, attributes: edge.type.attributes, privacy: edge.type.privacy)
    ]
    assembly = edge.type.attributes[EdgeAttribute.build].flatMap(Assembly.init) ?? .grch38
  }

  func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    KnowledgeSink(
      fields, genome: try resources.genome(of: AnnotationSettings.reference, assembly: assembly),
      assembly: assembly)
  }
}

/// Gathers the knowledge of one file: batches in parallel, put together in order.
private final class KnowledgeSink: Sink {
  struct Partial: Sendable {
    let fields: [KnowledgeField]
    let entries: KnowledgeEntries
  }

  private let fields: [AnnotationField]
  private let genome: ReferenceGenome?
  private let assembly: Assembly
  /// Made for the header of the file when its first batch comes.
  private let gatherer = Mutex<KnowledgeGatherer?>(nil)
  private let file = Mutex<KnowledgeFile?>(nil)

  init(_ fields: [AnnotationField], genome: ReferenceGenome?, assembly: Assembly) {
    self.fields = fields
    self.genome = genome
    self.assembly = assembly
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial {
    let batch = try RecordBatch(incoming: batch)
    log.read(batch.records.count)
    let gatherer = try gatherer(for: batch.header)
    let partial: Partial
    do throws(AnnotationError) {
      partial = Partial(fields: gatherer.fields, entries: try gatherer.entries(batch))
    } catch {
      throw StageError(error).sorting
    }
    log.keep(batch.records.count)
    return partial
  }

  private func gatherer(for header: VCFHeader) throws(StageError) -> KnowledgeGatherer {
    try gatherer.withLock { known throws(StageError) in
      if let known { return known }
      do throws(VCFError) {
        let made = try KnowledgeGatherer(
          header, fields: fields, genome: genome, assembly: assembly)
        known = made
        return made
      } catch {
        throw StageError(error)
      }
    }
  }

  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError) {
    try file.withLock { file throws(StageError) in
      var own = file ?? KnowledgeFile(partial.fields)
      if file == nil { try output.append(own.beginning(), to: "knowledge", suffix: "") }
      let lines: [UInt8]
      do throws(VCFError) { lines = try own.add(partial.entries) } catch {
        throw StageError(error).sorting
      }
      try output.append(lines, to: "knowledge", suffix: "")
      file = own
    }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try file.withLock { file throws(StageError) in
      guard let file else { return }
      try output.append(file.ending(), to: "knowledge", suffix: "")
    }
  }
}

extension StageError {
  /// The failure with what to do about knowledge that is not sorted.
  var sorting: StageError {
    guard field == "POS" else { return self }
    var error = self
    error.remedy =
      "sort it, for example with bcftools sort, or with ORDER BY chrom, pos where a query makes it"
    return error
  }
}
