package import VCF

/// A record that was refused, and what becomes of it.
package struct RefusedRecord: Sendable {
  /// What becomes of a refused record.
  package enum Disposition: Sendable {
    /// What the reader's rule for bad records says.
    case reject
    /// It is kept aside, whatever that rule says.
    case quarantine
    /// The task fails, whatever that rule says.
    case fail
  }

  /// The record.
  package let record: RecordBounds
  /// Why.
  package let error: VCFError
  /// What becomes of it.
  package let disposition: Disposition
  /// The rule under which it is counted; nil for that of the error.
  package var rule: String?
}

/// Normalised records, and what was done.
package struct NormalisedBatch: Sendable {
  /// The records.
  package var records: RecordBatch
  /// What was done to how many.
  package var counts: NormalisationCounts
  /// Records that were refused.
  package var refused: [RefusedRecord] = []
  /// Records that came into being beside the one they were made from, by what made them.
  package var made: [(rule: String, count: Int)] = []
  /// Contig and position of the last record that came in; nil where none did.
  var lastInput: (contig: [UInt8], position: Int)?
  /// Fields left out because of their number of values.
  package var removedFields = 0
}
