/// What a record's FORMAT says of one field of its samples.
struct SampleField: BitwiseCopyable {
  /// Index into the rules of FORMAT; -1 for a key that neither header nor specification knows.
  let index: Int32
  /// The rule of its values.
  let rule: ValueRule
  /// The number of values where it is the same for all samples; -1 where it is not.
  let fixedCount: Int
  /// The base that a modification concerns; 0 for other fields.
  var modifiedBase: UInt8 = 0
}

/// The genotype of one sample, as far as its other fields depend on it.
struct CellGenotype {
  /// Where it stands.
  var range = 0..<0
  /// Alleles named.
  var ploidy = 0
  /// Whether it is a single `.`, which leaves the ploidy open.
  var isMissing = false
  /// Bits of the first 64 alleles that are phased.
  var phased: UInt64 = 0
}
