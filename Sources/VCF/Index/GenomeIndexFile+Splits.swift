/// A part of a file that can be read by itself: the records of a contig that begin in a stretch of it.
package struct IndexSplit: Sendable, Equatable {
  /// Number of the contig in the index.
  package let contig: Int
  /// First positions of the records (POS - 1, and 0 for POS 0), half-open.
  package let positions: Range<Int>

  /// Whether a record that begins at a position (from 0) of the contig belongs to this part.
  package func contains(position: Int) -> Bool { positions.contains(position) }
}

extension GenomeIndexFile {
  /// Cuts the file into parts of about so many bytes; every record belongs to exactly one.
  ///
  /// Parts do not span contigs, and divide contigs where bins begin. They depend on the index alone.
  /// Read one with ``ranges(_:records:)`` for records `beginning` in it, and leave out the records that
  /// begin elsewhere.
  ///
  /// - Parameter target: Bytes of the packed file.
  /// - Complexity: O(b log b + s log b) for b bins and s parts.
  package func splits(target: Int) -> [IndexSplit] {
    var splits: [IndexSplit] = []
    for (number, contig) in contigs.enumerated() {
      guard let extent = contig.extent else { continue }
      var begin = 0
      for position in cuts(contig, extent, target: max(target, 1)) {
        splits.append(IndexSplit(contig: number, positions: begin..<position))
        begin = position
      }
      splits.append(IndexSplit(contig: number, positions: begin..<Int(Int32.max)))
    }
    return splits
  }

  /// Positions that divide a contig, ascending.
  private func cuts(_ contig: IndexedContig, _ extent: Range<UInt64>, target: Int) -> [Int] {
    let first = Int(extent.lowerBound >> 16)
    let size = Int(extent.upperBound >> 16) - first
    let parts = (size + target / 2) / target
    guard parts > 1 else { return [] }
    let starts = contig.starts(scheme)
    var cuts: [Int] = []
    for part in 1..<parts {
      let goal = UInt64(first + size / parts * part) << 16
      let index = starts.firstIndex { $0.offset >= goal }
      guard index < starts.steps.count else { break }
      let position = starts.steps[index].position
      guard position < Int(Int32.max) else { break }
      if position > cuts.last ?? 0 { cuts.append(position) }
    }
    return cuts
  }
}
