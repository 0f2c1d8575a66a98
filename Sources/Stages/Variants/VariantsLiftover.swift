import Genomics
package import PipelineModel
import ReferenceGenome
import Synchronization
import VCF
import VariantNormalisation

/// Brings variant records to the coordinates of another genome build (`variants.liftover`).
package struct VariantsLiftover: TransformStage, CombineStage {
  private static let chain = Setting<PathPattern>(
    required: "chain", .path, role: .referenceFiles,
    "The UCSC chain file that leads from the old build to the new one, plain or packed.")
  private static let from = Setting<Assembly?>(
    optional: "from", .oneOf, "The build the records are in; without it that of what comes in.")
  private static let to = Setting<Assembly>(
    required: "to", .oneOf, "The build the records are brought to.")
  private static let reference = Setting<PathPattern>(
    required: "reference", .path, role: .referenceFiles,
    "The new genome: FASTA, plain or packed with bgzip; alleles are compared with it, and moved to the left in it."
  )
  private static let oldReference = Setting<PathPattern?>(
    optional: "oldReference", .path, role: .referenceFiles,
    "The old genome, to compare REF with before lifting.")

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "variants.liftover", shape: .transform,
    "Brings variant records to the coordinates of another genome build; those that cannot be are kept aside with the reason.",
    inputs: [InputPort("variants", .variants)],
    outputs: [
      OutputPort(
        "variants", .variants,
        "The records lifted, in the order in which they came; `vcf.write` sorts them."),
      OutputPort(
        "report", .table,
        "One row: total, lifted, swapped, reversed, realigned, and how many were kept aside for each reason."
      ),
    ],
    settings: [chain, from, to, reference, oldReference])

  /// The records in the new build, and the counts.
  package let outputs: [String: EdgeType]
  private let from: Assembly?
  private let to: Assembly

  /// Reads the settings and compares the builds.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    _ = try context[Self.chain]
    _ = try context[Self.reference]
    to = try context[Self.to]
    guard let edge = context.edge("variants") else { throw StageRefusal() }
    let given = edge.type.attributes[EdgeAttribute.build].flatMap(Assembly.init)
    from = try context[Self.from] ?? given
    if let from, let given, from != given {
      context.refuse(
        Self.from, "says \(from.rawValue), but \(edge.source) is in \(given.rawValue)",
        remedy: "leave \"from\" out, or correct \"build\" of the reader")
    }
    if from == to {
      context.refuse(
        Self.to, "is the build that the records are in already", remedy: "name another build")
    }
    var type = edge.type
    type.attributes[EdgeAttribute.build] = to.rawValue
    type.attributes[EdgeAttribute.sorted] = "no"
    outputs = [
      "variants": type, "report": .table(CountReport<LiftedVariants>.schema, privacy: .released),
    ]
  }

  /// Opens the chain file and the genomes.
  package func makeTransform(_ resources: StageResources) throws(StageError) -> any Transform {
    guard let genome = try resources.genome(of: Self.reference, assembly: to),
      let path = resources.files(Self.chain).first
    else { throw StageError(.internal, "the files of the task are not known") }
    let oldGenome = try resources.genome(of: Self.oldReference, assembly: from)
    do throws(ReferenceError) {
      return LiftingTransform(
        chain: try ChainFile(path: path, assembly: from), genome: genome, oldGenome: oldGenome)
    } catch {
      throw StageError(error)
    }
  }

  /// Counts what the transform did.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    CountReport<LiftedVariants>()
  }

  /// Adds the counts of all shards up.
  package func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    try CountReport<LiftedVariants>.merge(partials, into: output)
  }
}

/// The work of `variants.liftover`.
private final class LiftingTransform: Transform {
  private let chain: ChainFile
  private let genome: ReferenceGenome
  private let oldGenome: ReferenceGenome?
  /// Made for the header of the task's file when its first batch comes.
  private let known = Mutex<(source: VCFHeader, lifter: VariantLifter)?>(nil)

  init(chain: ChainFile, genome: ReferenceGenome, oldGenome: ReferenceGenome?) {
    self.chain = chain
    self.genome = genome
    self.oldGenome = oldGenome
  }

  func apply(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch {
    let source = try RecordBatch(incoming: batch)
    log.read(source.records.count)
    let lifter = try lifter(for: source.header)
    let lifted: LiftedBatch
    do throws(ReferenceError) { lifted = try lifter.lifted(source) } catch {
      throw StageError(error)
    }
    for refused in lifted.refused {
      log.setAside(source.refusal(of: refused.record, refused.error, rule: refused.rule))
    }
    log.keep(lifted.records.records.count)
    return LiftedVariants(batch: lifted)
  }

  private func lifter(for header: VCFHeader) throws(StageError) -> VariantLifter {
    try known.withLock { known throws(StageError) in
      if let known, known.source === header { return known.lifter }
      do throws(VCFError) {
        let lifter = try VariantLifter(
          header, chain: chain, genome: genome, oldGenome: oldGenome)
        known = (header, lifter)
        return lifter
      } catch {
        throw StageError(error)
      }
    }
  }
}
