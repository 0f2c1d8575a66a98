package import PipelineModel
package import VCF
import VariantNormalisation

/// A batch that stages take for one of variants: records, and what a stage says about them beside.
package protocol VariantBatch: Batch {
  /// The records.
  var variants: RecordBatch { get }
}

extension VariantBatch {
  /// How many records the batch holds.
  package var recordCount: Int { variants.records.count }
}

extension RecordBatch: VariantBatch {
  /// The records.
  package var variants: RecordBatch { self }
}

/// Normalised records on their way to the next stage, with what was done.
struct NormalisedVariants: CountedBatch {
  var batch: NormalisedBatch

  static var countNames: [String] { NormalisationCounts.names }
  var variants: RecordBatch { batch.records }
  var countNumbers: [Int] { batch.counts.numbers }
}

/// Records in the coordinates of another genome, with what was done.
struct LiftedVariants: CountedBatch {
  var batch: LiftedBatch

  static var countNames: [String] { LiftCounts.names }
  var variants: RecordBatch { batch.records }
  var countNumbers: [Int] { batch.counts.numbers }
}

/// Annotated records on their way to the next stage, with what was done.
struct AnnotatedVariants: CountedBatch {
  var batch: AnnotatedBatch

  static var countNames: [String] { AnnotationCounts.names }
  var variants: RecordBatch { batch.records }
  var countNumbers: [Int] { batch.counts.numbers }
}
