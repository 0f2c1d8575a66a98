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
struct NormalisedVariants: VariantBatch {
  var batch: NormalisedBatch

  var variants: RecordBatch { batch.records }
}

/// Records in the coordinates of another genome, with what was done.
struct LiftedVariants: VariantBatch {
  var batch: LiftedBatch

  var variants: RecordBatch { batch.records }
}
