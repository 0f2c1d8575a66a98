/// What normalising did to records.
package struct NormalisationCounts: Sendable, Equatable {
  /// Records that came in.
  package var total = 0
  /// Records that were split by their alternate alleles.
  package var split = 0
  /// Records that were taken apart into atoms.
  package var atomised = 0
  /// Records, after splitting, that were trimmed or moved.
  package var realigned = 0
  /// Records whose REF and ALT changed places.
  package var swapped = 0
  /// Records whose REF or ALT contradicts the genome.
  package var mismatched = 0
  /// Records that were dropped as duplicates.
  package var duplicates = 0
  /// Records that became part of another.
  package var joined = 0
  /// Records that went on.
  package var kept = 0

  /// Nothing yet.
  package init() {}

  /// All counts in the order of ``names``.
  package var numbers: [Int] {
    [total, split, atomised, realigned, swapped, mismatched, duplicates, joined, kept]
  }

  /// What they are called in reports.
  package static let names = [
    "total", "split", "atomised", "realigned", "swapped", "mismatched", "duplicates", "joined",
    "kept",
  ]
}
