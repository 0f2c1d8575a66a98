import Genomics
import VCF

/// Which records of a file are needed, for an index beside the file to find.
struct IndexQuery {
  /// Regions that records must overlap; nil for anywhere.
  let regions: RegionFilter?
  /// Positions that the stages behind the reader want; empty when one of them wants all records.
  let wanted: [any WantedPositions]
  /// From the name of a contig in the file to the name meant.
  let contigNames: [String: String]

  /// Whether every record is needed.
  var isEverything: Bool { regions == nil && wanted.isEmpty }

  /// Makes a file read only the blocks that can hold such records, if an index stands beside it.
  ///
  /// - Throws: `file` when the index is damaged, with its path.
  func restrict(
    _ file: VCFFileReader, path: String, _ options: inout VariantShardReader.Options
  ) throws(VCFError) {
    let isPicking = !wanted.isEmpty && !isOneInEveryBlock(of: file)
    guard isPicking || regions != nil else { return }
    let finding = try GenomeIndexFile.beside(path: path)
    options.indexRemark = finding.remark
    guard let index = finding.index else { return }
    let picked = isPicking ? queries(index, wantedRanges) : []
    if isPicking, Self.isWorthwhile(picked.count, of: index.recordCount) {
      try file.restrict(toRecordsBeginningIn: picked, index: index)
    } else if regions != nil {
      try file.restrict(to: index.ranges(queries(index, regionRanges)))
    } else {
      return
    }
    options.isRestricted = true
    options.recordsOfFile = index.recordCount
  }

  private func queries(
    _ index: GenomeIndexFile, _ ranges: ([UInt8]) -> [Range<Int>]
  ) -> [GenomeIndexFile.Query] {
    index.contigNames.enumerated().flatMap { contig, name in
      ranges(name).map { (contig, $0) }
    }
  }

  /// Whether nearly every block has a wanted record: the index, which is large where the file is, need not be read
  /// to know that.
  private func isOneInEveryBlock(of file: VCFFileReader) -> Bool {
    guard let blocks = file.approximateBlockCount else { return false }
    return wanted.reduce(0) { $0 + $1.leastCount } >= blocks
  }

  /// Whether picking so many records costs less than reading all of a file that has so many.
  ///
  /// One block holds several records, so well before half of them are wanted every block is; what
  /// picking costs is then spent on nothing.
  private static func isWorthwhile(_ wanted: Int, of records: Int?) -> Bool {
    guard let records else { return true }
    return wanted <= records / 8
  }

  /// The regions on a contig of the file, as positions from 0.
  private func regionRanges(onContig name: [UInt8]) -> [Range<Int>] {
    guard let regions, let number = regions.contigs.number(of: name.span, 0..<name.count) else {
      return []
    }
    return regions.regions.ranges(onContig: number)
  }

  /// The wanted positions on a contig of the file, from 0.
  private func wantedRanges(onContig name: [UInt8]) -> [Range<Int>] {
    let meant = contigNames[String(decoding: name, as: UTF8.self)].map { Array($0.utf8) } ?? name
    return wanted.flatMap { $0.positions(onContig: meant) }.map { $0 - 1..<$0 }
  }
}
