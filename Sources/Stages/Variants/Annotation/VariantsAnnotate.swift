import ByteIO
import Genomics
package import PipelineModel
import ReferenceGenome
import Synchronization
import VCF
import VariantNormalisation

/// Copies what is known about alleles into variant records (`variants.annotate`).
package struct VariantsAnnotate: TransformStage, CombineStage {
  private static let existing = Setting<AnnotationRules.Existing>(
    "existing", .oneOf, default: .replace, shown: "\"replace\"",
    "What becomes of values that a record has already: those of the knowledge replace them and others stay (`replace`), they stay (`keep`), or they go where the knowledge has none (`remove`)."
  )
  private static let duplicates = Setting<AnnotationRules.Duplicates>(
    "duplicates", .oneOf, default: .first, shown: "\"first\"",
    "Which counts where the knowledge states an allele more than once: the `first`, the `last`, or none, so that the run fails (`fail`)."
  )
  private static let mark = Setting<String?>(
    optional: "mark", .string, "The INFO flag of records with an allele that the knowledge has.")

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "variants.annotate", shape: .transform,
    "Copies what is known about alleles into variant records: from a VCF file or a table, by chromosome, position, REF and ALT in their one form.",
    inputs: [
      InputPort("variants", .variants),
      InputPort(
        "knowledge", .knowledge,
        gatheredBy: [KnowledgeFromVariants.self, KnowledgeFromTable.self]),
    ],
    outputs: [
      OutputPort("variants", .variants, "The records, with what is known in INFO or ID."),
      OutputPort(
        "report", .table,
        "One row: total, annotated (records with a known allele), alleles, known (alleles)."),
    ],
    settings: [
      AnnotationSettings.fields, mark, AnnotationSettings.reference, existing, duplicates,
    ])

  /// The type of what came in, and the counts.
  package let outputs: [String: EdgeType]
  private let rules: AnnotationRules
  private let assembly: Assembly

  /// Reads the settings and compares the builds.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    var rules = AnnotationRules()
    rules.existing = try context[Self.existing]
    rules.duplicates = try context[Self.duplicates]
    rules.mark = try context[Self.mark]
    let fields = try context[AnnotationSettings.fields] ?? []
    guard let edge = context.edge("variants"), let knowledge = context.edge("knowledge") else {
      throw StageRefusal()
    }
    if fields.isEmpty, rules.mark == nil {
      context.refuse(
        AnnotationSettings.fields, rule: "missing-setting",
        "is not given, so nothing would be copied",
        remedy: "name the fields, or an INFO flag as \"mark\"")
    }
    if let mark = rules.mark, !InfoKey.isValid(Array(mark.utf8)) {
      context.refuse(
        Self.mark, "is no INFO key",
        remedy: "write letters, digits, '_' and '.', a letter or '_' first, such as \"KNOWN\"")
    }
    if let mark = rules.mark, fields.contains(where: { $0.target == .info(mark) }) {
      context.refuse(
        Self.mark, "is an INFO key that \"fields\" writes too", remedy: "choose another key")
    }
    let build = edge.type.attributes[EdgeAttribute.build]
    if let build, let other = knowledge.type.attributes[EdgeAttribute.build], build != other {
      context.diagnostics.error(
        "build-mismatch",
        "stage \"\(context.stageName)\" annotates variants of \(build), but \(knowledge.source) has knowledge of \(other)",
        remedy: "use knowledge of \(build), or lift one of them over", at: knowledge.position)
    }
    var type = edge.type
    type.privacy = max(type.privacy, knowledge.type.privacy)
    outputs = [
      "variants": type,
      "report": .table(CountReport<AnnotatedVariants>.schema, privacy: .released),
    ]
    assembly = build.flatMap(Assembly.init) ?? .grch38
    self.rules = rules
  }

  /// Records are looked at one by one.
  package var keepsRecordsApart: Bool { true }

  /// Opens the knowledge and the genome.
  package func makeTransform(_ resources: StageResources) throws(StageError) -> any Transform {
    var stores: [KnowledgeStore] = []
    do throws(ByteIOError) {
      for path in resources.inputs.documents["knowledge"] ?? [] {
        stores.append(try KnowledgeStore(path: path))
      }
    } catch {
      throw StageError(ReferenceError(error))
    }
    return AnnotatingTransform(
      stores, rules: rules,
      genome: try resources.genome(of: AnnotationSettings.reference, assembly: assembly),
      assembly: assembly)
  }

  /// Counts what the transform did.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    CountReport<AnnotatedVariants>()
  }

  /// Adds the counts of all shards up.
  package func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    try CountReport<AnnotatedVariants>.merge(partials, into: output)
  }
}

/// The work of `variants.annotate`.
private final class AnnotatingTransform: Transform {
  private let stores: [KnowledgeStore]
  private let rules: AnnotationRules
  private let genome: ReferenceGenome?
  private let assembly: Assembly
  /// Made for the header of the task's file when its first batch comes.
  private let known = Mutex<(source: VCFHeader, annotator: VariantAnnotator)?>(nil)

  init(
    _ stores: [KnowledgeStore], rules: AnnotationRules, genome: ReferenceGenome?,
    assembly: Assembly
  ) {
    self.stores = stores
    self.rules = rules
    self.genome = genome
    self.assembly = assembly
  }

  func apply(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch {
    let source = try RecordBatch(incoming: batch)
    log.read(source.records.count)
    let annotated: AnnotatedBatch
    do throws(AnnotationError) {
      annotated = try annotator(for: source.header).annotated(source)
    } catch {
      throw StageError(error)
    }
    log.tolerate(annotated.unknownContigs, "contig that the knowledge does not have")
    log.keep(source.records.count)
    return AnnotatedVariants(batch: annotated)
  }

  private func annotator(for header: VCFHeader) throws(AnnotationError) -> VariantAnnotator {
    try known.withLock { known throws(AnnotationError) in
      if let known, known.source === header { return known.annotator }
      do throws(VCFError) {
        let annotator = try VariantAnnotator(
          header, stores, rules: rules, genome: genome, assembly: assembly)
        known = (header, annotator)
        return annotator
      } catch {
        throw .records(error)
      }
    }
  }
}
