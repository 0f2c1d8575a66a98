/// What was found about a variant where a row of a score met it.
struct LocusQuality: Sendable, BitwiseCopyable, Equatable {
  /// The row's number among the rows of all scores.
  var row: UInt32
  /// How many samples have no genotype.
  var missing: UInt32
  /// The effect allele's frequency in the cohort.
  var frequency: Double
  /// INFO/R2, DR2 or INFO; not a number where the record has none.
  var r2: Double
  /// Whether REF is what the genome has there.
  var reference: ReferenceAgreement
}

/// Whether a record's REF is what the reference genome has there.
enum ReferenceAgreement: UInt8, Sendable, BitwiseCopyable {
  /// There was no genome to ask.
  case unknown
  case agrees
  case differs
}

/// How many records at scored positions have the reference allele that the genome has.
struct ReferenceCheckCount: Sendable, BitwiseCopyable, Equatable {
  var checked = 0
  var differing = 0

  /// Fewer records say nothing about the build.
  static let fewest = 20

  /// Whether so many differ that the genome must be another one.
  var speaksForAnotherBuild: Bool { checked >= Self.fewest && 2 * differing > checked }
}
