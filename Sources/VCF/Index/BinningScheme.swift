/// How an index divides a contig into bins that nest, each eight times as long as those within it
/// (SAM specification §5.3, CSI specification).
struct BinningScheme: Sendable, Equatable {
  /// Windows of 16,384 bases below five levels: the only scheme of `.tbi`.
  static let tabix = BinningScheme(windowShift: 14, depth: 5)
  /// The deepest scheme whose bins have 32-bit numbers.
  static let maximumDepth = 10
  /// The longest window, as a power of two.
  static let maximumWindowShift = 31

  /// A bin of the lowest level holds two to this power positions.
  let windowShift: Int
  /// Levels below the bin that holds everything.
  let depth: Int

  /// Positions from here on cannot be indexed.
  var positionLimit: Int { 1 << shift(of: 0) }
  /// How many bins there are.
  var binCount: Int { firstBin(of: depth + 1) }
  /// The number that stands for no positions, but holds the extent and the counts of a contig.
  var countingBin: UInt32 { UInt32(binCount + 1) }

  /// Number of the first bin of a level; level 0 is the one bin that holds everything.
  func firstBin(of level: Int) -> Int { ((1 << (3 * level)) - 1) / 7 }

  /// A bin of the level holds two to this power positions.
  func shift(of level: Int) -> Int { windowShift + 3 * (depth - level) }

  /// The smallest bin that holds the positions, which are not empty.
  func bin(of positions: Range<Int>) -> UInt32 {
    for level in stride(from: depth, to: 0, by: -1) {
      let first = positions.lowerBound >> shift(of: level)
      if first == (positions.upperBound - 1) >> shift(of: level) {
        return UInt32(firstBin(of: level) + first)
      }
    }
    return 0
  }

  /// The positions that a bin stands for.
  func positions(of bin: UInt32) -> Range<Int> {
    var level = 0
    while level < depth, Int(bin) >= firstBin(of: level + 1) { level += 1 }
    let start = (Int(bin) - firstBin(of: level)) << shift(of: level)
    return start..<start + 1 << shift(of: level)
  }
}
