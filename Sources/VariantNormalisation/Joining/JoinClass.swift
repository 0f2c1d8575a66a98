import ByteIO
import Genomics
import VCF

/// What kind of record is joined with what.
enum JoinClass: Int, CaseIterable {
  /// One base replaced, or nothing: no alternate allele.
  case substitution
  /// Several bases replaced.
  case block
  /// Bases added or removed.
  case indel
  /// All others.
  case other

  /// The class of a record by its first alternate allele that says one; nil for a record without alternate alleles.
  init?(_ record: RecordBounds, _ text: Span<UInt8>) {
    var alleles = record.alternates
    var isReference = true
    var found: Set<JoinClass> = []
    while let allele = alleles.next(in: text) {
      switch VariantType.classify(text, reference: record.ref, alternate: allele) {
      case .reference: continue
      case .snv: found.insert(.substitution)
      case .mnv: found.insert(.block)
      case .insertion, .deletion: found.insert(.indel)
      default: found.insert(.other)
      }
      isReference = false
    }
    if isReference { return nil }
    // A record of several types goes where its single bases are wanted, else among the rest.
    self =
      found.count == 1
      ? found.first ?? .other : found.contains(.substitution) ? .substitution : .other
  }

  /// Whether records of the class are joined under a rule.
  func isJoined(_ rule: NormalisationRules.Join) -> Bool {
    switch rule {
    case .none: false
    case .snps: self == .substitution
    case .indels: self == .indel
    case .both, .any: true
    }
  }

  /// Records of one position in the groups that become one record each; those that stay alone come first.
  static func groups(
    _ records: ArraySlice<RecordBounds>, _ text: Span<UInt8>, _ rule: NormalisationRules.Join
  ) -> [[RecordBounds]] {
    if rule == .any { return [Array(records)] }
    var alone: [[RecordBounds]] = []
    var groups: [[RecordBounds]] = Array(repeating: [], count: allCases.count)
    var references: [RecordBounds] = []
    for record in records {
      guard let kind = JoinClass(record, text) else {
        references.append(record)
        continue
      }
      if kind.isJoined(rule) {
        groups[kind.rawValue].append(record)
      } else {
        alone.append([record])
      }
    }
    // A record without alternate alleles goes with the single bases, or with what else there is.
    if !references.isEmpty {
      let home = groups.firstIndex { !$0.isEmpty }
      if rule == .both, let home {
        groups[home] += references
      } else {
        alone += references.map { [$0] }
      }
    }
    return alone + groups.filter { !$0.isEmpty }
  }
}
