import ByteIO
import Genomics
import VCF

/// The records of the position at hand, to tell which are duplicates.
struct SeenVariants {
  private let rule: NormalisationRules.Duplicates
  private var contig: [UInt8] = []
  private var position: Int32 = -1
  private var hasSubstitution = false
  private var hasIndel = false
  private var records: [RecordBounds] = []

  init(rule: NormalisationRules.Duplicates) {
    self.rule = rule
  }

  /// Whether a record is a duplicate of an earlier one; if not, later ones may be duplicates of it.
  mutating func isDuplicate(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    let types = Self.types(record, text)
    if record.position == position, matches(text, record.chrom, contig) {
      let substitutes = hasSubstitution && types.substitution
      let indels = hasIndel && types.indel
      let isDuplicate =
        switch rule {
        case .keep: false
        case .any: true
        case .snps: substitutes
        case .indels: indels
        case .both: substitutes || indels
        case .exact, .drop: records.contains { Self.haveSameAlleles($0, record, text) }
        }
      if isDuplicate { return true }
    } else {
      position = record.position
      contig.clear()
      contig.append(text, record.chrom)
      hasSubstitution = false
      hasIndel = false
      records.clear()
    }
    hasSubstitution = hasSubstitution || types.substitution
    hasIndel = hasIndel || types.indel
    if rule == .exact || rule == .drop { records.append(record) }
    return false
  }

  private static func types(
    _ record: RecordBounds, _ text: Span<UInt8>
  ) -> (substitution: Bool, indel: Bool) {
    var types = (substitution: false, indel: false)
    var alleles = record.alternates
    while let allele = alleles.next(in: text) {
      switch VariantType.classify(text, reference: record.ref, alternate: allele) {
      case .snv, .mnv: types.substitution = true
      case .insertion, .deletion: types.indel = true
      default: break
      }
    }
    return types
  }

  /// Whether two records have the same reference allele and the same alternate alleles, in whatever order; symbolic
  /// ones are the same where they also end at the same place.
  private static func haveSameAlleles(
    _ one: RecordBounds, _ other: RecordBounds, _ text: Span<UInt8>
  ) -> Bool {
    guard equalBases(text, one.ref, other.ref),
      one.alleleCount(in: text) == other.alleleCount(in: text)
    else { return false }
    var alleles = other.alternates
    while let allele = alleles.next(in: text) {
      var candidates = one.alternates
      var isFound = false
      while !isFound, let candidate = candidates.next(in: text) {
        isFound = equalBases(text, candidate, allele)
      }
      if !isFound { return false }
      if text[allele.lowerBound] == UInt8(ascii: "<"), one.span(in: text) != other.span(in: text) {
        return false
      }
    }
    return true
  }

  private static func equalBases(
    _ text: Span<UInt8>, _ one: Range<Int>, _ other: Range<Int>
  ) -> Bool {
    guard one.count == other.count else { return false }
    for index in 0..<one.count
    where text[one.lowerBound + index] & 0xDF != text[other.lowerBound + index] & 0xDF {
      return false
    }
    return true
  }
}
