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
    let finding = try GenomeIndexFile.beside(path: path)
    options.indexRemark = finding.remark
    guard let index = finding.index else { return }
    var queries: [GenomeIndexFile.Query] = []
    for (contig, name) in index.contigNames.enumerated() {
      for range in ranges(onContig: name) { queries.append((contig, range)) }
    }
    if wanted.isEmpty {
      try file.restrict(to: index.ranges(queries))
    } else {
      guard Self.isWorthwhile(queries.count, of: index.recordCount) else { return }
      try file.restrict(toRecordsBeginningIn: queries, index: index)
    }
    options.isRestricted = true
    options.recordsOfFile = index.recordCount
  }

  /// Whether picking so many records costs less than reading all of a file that has so many.
  ///
  /// One block holds several records, so well before half of them are wanted every block is; what
  /// picking costs is then spent on nothing.
  private static func isWorthwhile(_ wanted: Int, of records: Int?) -> Bool {
    guard let records else { return true }
    return wanted <= records / 8
  }

  /// Stretches of a contig of the file, as positions from 0.
  private func ranges(onContig name: [UInt8]) -> [Range<Int>] {
    guard !wanted.isEmpty else {
      guard let regions, let number = regions.contigs.number(of: name.span, 0..<name.count) else {
        return []
      }
      return regions.regions.ranges(onContig: number)
    }
    let meant = contigNames[String(decoding: name, as: UTF8.self)].map { Array($0.utf8) } ?? name
    return wanted.flatMap { $0.positions(onContig: meant) }.map { $0 - 1..<$0 }
  }
}
