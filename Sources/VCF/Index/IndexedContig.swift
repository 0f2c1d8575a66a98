internal import ByteIO

/// What an index says about one contig.
struct IndexedContig: Sendable {
  /// The records whose smallest bin, or one that the writer has put into it, has this number.
  struct Bin: Sendable {
    var number: UInt32
    /// Where they stand, as indices into ``chunks``.
    var chunks: Range<Int>
  }
  /// A stretch of the file, by virtual offsets.
  struct Chunk: BitwiseCopyable, Sendable {
    var start: UInt64
    var end: UInt64
  }

  /// Ascending by number.
  var bins: [Bin] = []
  /// Those of a bin stand together and ascend.
  var chunks: [Chunk] = []
  /// No record before the offset reaches the position or one behind it.
  var reach = OffsetSteps()
  /// Records; nil when the index does not count them.
  var recordCount: Int?

  /// Puts the bins into order: writers leave them in that of a hash table.
  mutating func sortBins() {
    var keys = bins.indices.map { UInt64(bins[$0].number) << 32 | UInt64($0) }
    keys.sort()
    bins = keys.map { bins[Int($0 & 0xFFFF_FFFF)] }
  }

  /// Where the first record stands of those whose bins begin at a position or behind it; the largest number when
  /// there is none.
  ///
  /// The first record of a bin begins within it, and the records are sorted: those behind it in the file begin no
  /// earlier, whatever bin they are in. So of each level the first such bin says it.
  ///
  /// - Complexity: O(levels x log bins).
  func start(from position: Int, _ scheme: BinningScheme) -> UInt64 {
    var start = UInt64.max
    for level in 0...scheme.depth {
      let shift = scheme.shift(of: level)
      let bin = firstBin(from: scheme.firstBin(of: level) + (position + 1 << shift - 1) >> shift)
      if bin < bins.count, bins[bin].number < scheme.firstBin(of: level + 1) {
        start = min(start, chunks[bins[bin].chunks.lowerBound].start)
      }
    }
    return start
  }

  /// Where the last record ends of those whose bins end before a position; 0 when there is none. Every record up to
  /// there begins before the position.
  ///
  /// - Complexity: O(levels x log bins).
  func end(before position: Int, _ scheme: BinningScheme) -> UInt64 {
    var end: UInt64 = 0
    for level in 0...scheme.depth {
      let first = scheme.firstBin(of: level)
      let bin = firstBin(from: first + position >> scheme.shift(of: level)) - 1
      if bin >= 0, bins[bin].number >= first {
        end = max(end, chunks[bins[bin].chunks.upperBound - 1].end)
      }
    }
    return end
  }

  /// The first bin with a number or a larger one; the count of bins when there is none.
  ///
  /// - Complexity: O(log bins).
  func firstBin(from number: Int) -> Int {
    bins.partitionPoint { Int($0.number) >= number }
  }

  /// The stretch of the file that holds all records; nil when there are none.
  var extent: Range<UInt64>? {
    guard let first = chunks.lazy.map(\.start).min(), let last = chunks.lazy.map(\.end).max() else {
      return nil
    }
    return first..<last
  }
}
