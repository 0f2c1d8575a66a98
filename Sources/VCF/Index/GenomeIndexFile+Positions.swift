package import ByteIO

extension GenomeIndexFile {
  /// Most bytes of blocks that are looked at beforehand; they are kept in memory.
  private static let maximumProbed = 8 << 20
  /// Bytes of the file in which blocks are measured.
  private static let sampleSize: UInt64 = 1 << 17

  /// The stretches of a file that hold all records that begin in the regions, and few others, even where
  /// the windows of the index hold many blocks each.
  ///
  /// - Parameters:
  ///   - queries: The regions, by the numbers of their contigs in this index: few and short ones.
  ///   - probe: Looks at blocks of the file of this index.
  /// - Returns: As ``ranges(_:records:)``.
  /// - Throws: What is wrong with the file, or that the index is not its own.
  package func ranges(beginningIn queries: [Query], probe: BGZFProbe) throws(ByteIOError) -> [Range<
    UInt64
  >] {
    let searches = searches(queries, .beginning)
    let coarse = Self.ranges(of: searches)
    let size = coarse.reduce(0) { $0 + Int($1.upperBound >> 16 - $1.lowerBound >> 16) }
    let targetCount = searches.reduce(0) { $0 + $1.targets.count }
    guard let blockSize = try Self.blockSize(coarse, probe), size > 3 * targetCount * blockSize
    else {
      return coarse
    }
    let search = PositionSearch(probe: probe)
    var found: [Range<UInt64>] = []
    var rest: [Query] = []
    for contig in searches {
      for target in contig.targets {
        var narrowed: Range<UInt64>?
        if probe.keptSize < Self.maximumProbed {
          narrowed = try search.narrowed(
            target.offsets, to: target.positions, window: window(target.positions))
        }
        if let narrowed {
          if !narrowed.isEmpty { found.append(narrowed) }
        } else {
          rest.append((contig.number, target.positions))
        }
      }
    }
    return Self.merged(found + ranges(rest, records: .beginning))
  }

  /// Bytes of a block, by those at the beginning of the longest range; nil when that is short.
  private static func blockSize(
    _ ranges: [Range<UInt64>], _ probe: BGZFProbe
  ) throws(ByteIOError) -> Int? {
    guard
      let longest = ranges.max(by: {
        $0.upperBound - $0.lowerBound < $1.upperBound - $1.lowerBound
      })
    else { return nil }
    let sample = longest.lowerBound..<min(longest.upperBound, longest.lowerBound + sampleSize << 16)
    return try probe.blockSize(in: sample, limit: 256)
  }

  /// The windows of the index that a region touches.
  private func window(_ positions: Range<Int>) -> Range<Int> {
    let size = 1 << scheme.windowShift
    let last = (positions.upperBound - 1) / size
    return positions.lowerBound / size * size..<(last + 1) * size
  }
}
