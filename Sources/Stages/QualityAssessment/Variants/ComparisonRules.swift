internal import Genomics
internal import ReferenceGenome
internal import VCF
internal import VariantComparison

/// What all comparisons of a round are held to.
struct ComparisonRules: Sendable {
  let genome: ReferenceGenome
  /// Where the truth is known; nil for everywhere.
  let confident: RegionSet?
  let contigs: ContigTable
  let claims: LaboratoryClaims
  let tolerance: AlleleFractionTolerance?
  let level: ComparisonLevel

  /// Whether the truth is known about a call, or about one of its alleles.
  func isConfident(_ call: ComparedCall, on contig: String) -> Bool {
    guard confident != nil else { return true }
    return call.alternatives.indices.contains { isConfident(call.variant($0), on: contig) }
  }

  /// Whether the truth is known about an allele: of bases put in on both sides of their place, of others where they
  /// change something.
  private func isConfident(_ variant: ComparedVariant, on contig: String) -> Bool {
    guard let confident else { return true }
    guard let number = contigs.number(of: contig) else { return false }
    guard let change = variant.trimmed else {
      let start = max(0, variant.position - 1)
      let end = variant.position - 1 + max(1, variant.reference.count)
      return confident.overlaps(contig: number, start..<end)
    }
    guard change.start == change.end else {
      return confident.overlaps(contig: number, change.start..<change.end)
    }
    return confident.contains(contig: number, position: change.start)
      && (change.start == 0 || confident.contains(contig: number, position: change.start - 1))
  }

  /// Where a call stands, from 0, half-open.
  static func positions(_ call: ComparedCall) -> Range<Int> {
    max(0, call.position - 1)..<call.position - 1 + max(1, call.reference.count)
  }

  /// Whether two names are of one sequence.
  func isSame(_ left: String, _ right: String) -> Bool {
    left == right || genome.contig(named: left).map { $0 == genome.contig(named: right) } ?? false
  }
}
