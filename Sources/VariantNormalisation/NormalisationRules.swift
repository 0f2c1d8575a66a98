/// What normalising does to records.
package struct NormalisationRules: Sendable {
  /// What becomes of a record whose REF is not what the reference genome has there.
  package enum ReferenceMismatch: String, CaseIterable, Sendable {
    /// The task fails.
    case fail
    /// The record is kept aside.
    case quarantine
    /// The record goes on as it is.
    case keep
    /// REF and ALT change places where the genome has an ALT; other records are kept aside.
    case swap
  }

  /// What a call shows for an allele that stands in another record.
  package enum OverlappingAllele: String, CaseIterable, Sendable {
    /// `0`
    case reference = "0"
    /// `.`
    case missing = "."
    /// `*`, an allele of its own (VCFv4.3 §1.6.1, ALT).
    case star = "*"
  }

  /// Which records of one position are duplicates; the first stays.
  package enum Duplicates: String, CaseIterable, Sendable {
    /// None.
    case keep
    /// Those with the same alleles.
    case exact
    /// Another word for ``exact``.
    case drop
    /// Those that replace bases one by one.
    case snps
    /// Those that add or remove bases.
    case indels
    /// Replacements among themselves, insertions and deletions among themselves.
    case both
    /// All.
    case any
  }

  /// Which records of one position become one with several alternate alleles.
  package enum Join: String, CaseIterable, Sendable {
    /// None.
    case none
    /// Those that replace one base.
    case snps
    /// Those that add or remove bases.
    case indels
    /// Single bases, several bases, insertions and deletions, and the rest, each among themselves.
    case both
    /// All.
    case any
  }

  /// What becomes of a record with a list of another length than its Number says.
  package enum WrongNumber: String, CaseIterable, Sendable {
    /// It is refused.
    case refuse
    /// It loses that field.
    case remove
  }

  /// Whether records with several alternate alleles become one for each.
  package var splits = true
  /// Which records are joined, after everything else.
  package var join = Join.none
  /// Whether a joined record passes all filters when one of its parts does.
  package var passesWhenOnePasses = false
  /// Whether alleles are trimmed and moved to the left as far as they go (Tan, Abecasis and Kang 2015).
  package var alignsLeft = true
  /// Whether a replacement of several bases, or of bases and an insertion or deletion, becomes one record for each.
  package var atomises = false
  /// What calls show for alleles of other records, after splitting and after atomising.
  package var overlapsOfSplit = OverlappingAllele.reference
  /// What calls show for alleles that overlap an atom without being it.
  package var overlapsOfAtoms = OverlappingAllele.star
  /// Whether reads of the other alternate alleles count as reads of the reference in INFO/AD and FORMAT/AD.
  package var keepsSumOfReads = false
  /// What becomes of a REF that contradicts the genome.
  package var referenceMismatch = ReferenceMismatch.fail
  /// Which duplicates are dropped.
  package var duplicates = Duplicates.keep
  /// What becomes of lists of a wrong length.
  package var wrongNumber = WrongNumber.refuse
  /// The INFO key that keeps the record as it was; nil for none.
  package var originalKey: [UInt8]?
  /// Whether records of one position are sorted by their alleles too.
  package var sortsByAllele = false
  /// How many bases a record may have moved to be put in its place again.
  package var window = 1000

  /// The rules that are the default.
  package init() {}
}
