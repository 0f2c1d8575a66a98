/// Where the records of regions stand.
extension GenomeIndexFile {
  /// Which records of a region are meant.
  package enum Membership: Sendable {
    /// Those that occupy one of its positions.
    case overlapping
    /// Those whose first position lies in it; a long deletion that reaches into the region is not read.
    case beginning
  }

  /// Stretches of a contig, by its number in this index; positions from 0, half-open.
  package typealias Query = (contig: Int, range: Range<Int>)

  /// The stretches of the file that hold all records of the regions, and some others.
  ///
  /// - Returns: Virtual offsets, ascending and disjoint, in no block together; each begins and ends where
  ///   a record does.
  /// - Complexity: O(r (d + log b) + b log b + c log c) for r sorted regions, d levels of bins, and the
  ///   b bins and c stretches of the contigs concerned.
  package func ranges(
    _ queries: [Query], records membership: Membership = .overlapping
  ) -> [Range<UInt64>] {
    Self.ranges(of: searches(queries, membership))
  }

  /// The stretches of the file that searches find.
  static func ranges(of searches: [IndexSearch]) -> [Range<UInt64>] {
    var found: [Range<UInt64>] = []
    for search in searches { search.collect(into: &found) }
    return merged(found)
  }

  /// A search for the regions of each contig that has some.
  func searches(_ queries: [Query], _ membership: Membership) -> [IndexSearch] {
    var byContig: [[Range<Int>]] = Array(repeating: [], count: contigs.count)
    for (contig, range) in queries where contigs.indices.contains(contig) {
      let known = range.clamped(to: 0..<scheme.positionLimit)
      if !known.isEmpty { byContig[contig].append(known) }
    }
    return contigs.indices.filter { !byContig[$0].isEmpty }.map {
      IndexSearch($0, contigs[$0], scheme, membership, byContig[$0])
    }
  }

  /// Ranges in order; those that share a block are one.
  static func merged(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] {
    var merged: [Range<UInt64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound >> 16 <= last.upperBound >> 16 {
        let end = max(last.upperBound, range.upperBound)
        merged[merged.count - 1] = last.lowerBound..<end
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
