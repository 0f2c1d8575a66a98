/// Regions of a genome, merged and sorted, for asking whether a place lies within one.
package struct RegionSet: Sendable {
  /// Per contig number: first positions of the merged regions, ascending.
  private var starts: [[Int]]
  /// Per contig number: their ends, exclusive.
  private var ends: [[Int]]

  /// The union of regions; their contigs get numbers in the table.
  package init(_ regions: [Region], numberedBy table: inout ContigTable) {
    var byContig: [Int: [Range<Int>]] = [:]
    for region in regions where !region.positions.isEmpty {
      byContig[table.add(region.contig), default: []].append(region.positions)
    }
    let count = (byContig.keys.max() ?? -1) + 1
    starts = Array(repeating: [], count: count)
    ends = Array(repeating: [], count: count)
    for (contig, ranges) in byContig {
      for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        if let last = ends[contig].last, range.lowerBound <= last {
          ends[contig][ends[contig].count - 1] = max(last, range.upperBound)
        } else {
          starts[contig].append(range.lowerBound)
          ends[contig].append(range.upperBound)
        }
      }
    }
  }

  /// Whether no region is in the set.
  package var isEmpty: Bool { starts.allSatisfy(\.isEmpty) }

  /// The merged regions of a contig, ascending, as positions from 0.
  package func ranges(onContig contig: Int) -> [Range<Int>] {
    guard starts.indices.contains(contig) else { return [] }
    return zip(starts[contig], ends[contig]).map { $0..<$1 }
  }

  /// Whether a position (from 0) lies in a region.
  ///
  /// - Complexity: O(log n) in the number of regions of the contig.
  package func contains(contig: Int, position: Int) -> Bool {
    overlaps(contig: contig, position..<position + 1)
  }

  /// Whether positions (from 0, half-open) share at least one with a region.
  ///
  /// - Complexity: O(log n) in the number of regions of the contig.
  package func overlaps(contig: Int, _ positions: Range<Int>) -> Bool {
    guard contig >= 0, contig < starts.count, !positions.isEmpty else { return false }
    let ends = ends[contig]
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= positions.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < ends.count && starts[contig][low] < positions.upperBound
  }
}
