import Genomics
import VCF

/// The records of a file that lie in regions.
struct RegionFilter: Sendable {
  let regions: RegionSet
  let contigs: ContigTable

  /// Whether the reference allele of a record overlaps a region.
  func keeps(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    guard let contig = contigs.number(of: text, record.chrom) else { return false }
    return regions.overlaps(contig: contig, record.span(in: text))
  }
}
