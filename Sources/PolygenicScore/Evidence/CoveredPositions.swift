package import Genomics

/// The stretches of the genome in which a variant would have been seen in every sample, from a BED file.
package struct CoveredPositions: Sendable {
  /// By contig number (`ScoredContig`) less one.
  private let regions: RegionSet

  /// The union of regions; those on contigs without scores are left out.
  ///
  /// - Parameter assembly: The build whose RefSeq accessions are understood as contigs.
  package init(_ regions: [Region], assembly: Assembly?) {
    let build = assembly ?? .grch38
    var table = ContigTable(assembly: build)
    let placed = regions.compactMap { region -> Region? in
      let name = Array(region.contig.utf8)
      guard let number = ScoredContig.number(name.span, 0..<name.count, in: assembly) else {
        return nil
      }
      return Region(contig: ScoredContig.name(number), positions: region.positions)
    }
    self.regions = RegionSet(placed, numberedBy: &table)
  }

  /// Whether all bases of a stretch (positions from 1) are covered.
  func cover(contig: UInt8, _ positions: ClosedRange<Int>) -> Bool {
    regions.ranges(onContig: Int(contig) - 1).contains {
      $0.lowerBound < positions.lowerBound && positions.upperBound <= $0.upperBound
    }
  }
}
