import ByteIO

/// Finds in a sorted file where the records begin that begin in a region, closer than an index tells:
/// by looking at the first and the last record of some blocks.
///
/// A window of an index holds 16,384 positions; in a file of many samples that may be hundreds of blocks.
struct PositionSearch {
  /// Where a record begins.
  private struct Mark {
    /// In the file, as a virtual offset.
    var place: UInt64
    /// On its contig, from 0.
    var position: Int
  }
  /// One end of what is left to look at.
  private struct Bound {
    /// Number of the block it is in, within the stretch.
    var block: Int
    var mark: Mark
    /// Whether the block was looked at.
    var isKnown = false
  }

  /// Most blocks of a stretch that is searched.
  static let maximumBlocks = 1024
  /// Most blocks looked at by guessing where the region is; halving comes then.
  private static let guesses = 4

  let probe: BGZFProbe

  /// The part of a stretch that holds all records that begin in a region; nil when the stretch has too
  /// many blocks, or too few to be worth it.
  ///
  /// - Parameters:
  ///   - offsets: Virtual offsets at which records of one contig begin or end.
  ///   - positions: The region, from 0 and half-open.
  ///   - window: Positions between which most of the records of the stretch are.
  func narrowed(
    _ offsets: Range<UInt64>, to positions: Range<Int>, window: Range<Int>
  ) throws(ByteIOError) -> Range<UInt64>? {
    guard let blocks = try probe.blocks(in: offsets, limit: Self.maximumBlocks), blocks.count > 2
    else { return nil }
    var low = Bound(
      block: 0, mark: Mark(place: offsets.lowerBound, position: window.lowerBound))
    var high = Bound(
      block: blocks.count - 1, mark: Mark(place: offsets.upperBound, position: window.upperBound))
    var looks = 0
    while high.block - low.block > 1 {
      let block = guess(positions.lowerBound, low, high, halving: looks >= Self.guesses)
      looks += 1
      guard let (first, last) = try marks(in: blocks[block], of: offsets) else { break }
      if first.position < positions.lowerBound {
        let isBefore = last.position < positions.lowerBound
        low = Bound(block: block, mark: isBefore ? last : first, isKnown: true)
        if last.position >= positions.upperBound {
          high = Bound(block: block, mark: last, isKnown: true)
        }
      } else if first.position >= positions.upperBound {
        high = Bound(block: block, mark: first, isKnown: true)
      } else if last.position >= positions.upperBound {
        high = Bound(block: block, mark: last, isKnown: true)
      } else {
        // The region reaches over the block on both sides.
        break
      }
    }
    return low.mark.place..<max(high.mark.place, low.mark.place)
  }

  /// The block to look at next: the one that would hold the position if records were evenly spread.
  private func guess(_ position: Int, _ low: Bound, _ high: Bound, halving: Bool) -> Int {
    let first = low.isKnown ? low.block + 1 : low.block
    let last = high.isKnown ? high.block - 1 : high.block
    if halving { return (first + last) / 2 }
    let distance = max(high.mark.position - low.mark.position, 1)
    let share = Double(position - low.mark.position) / Double(distance)
    let block = Double(low.block) + share * Double(high.block - low.block + 1)
    return min(max(Int(max(0, min(block, Double(Self.maximumBlocks)))), first), last)
  }

  /// The first and the last record that begin in a block and in the stretch, as far as the block has
  /// their positions; nil when there is none.
  private func marks(
    in block: UInt64, of offsets: Range<UInt64>
  ) throws(ByteIOError) -> (first: Mark, last: Mark)? {
    let bytes = try probe.text(at: block)
    let text = bytes.span
    let begins = offsets.lowerBound >> 16 == block
    let ends = offsets.upperBound >> 16 == block
    let start = begins ? Int(offsets.lowerBound & 0xFFFF) : 0
    let end = min(ends ? Int(offsets.upperBound & 0xFFFF) : text.count, text.count)
    guard start < end else { return nil }
    func mark(_ lineStart: Int) -> Mark? {
      Self.position(text, lineStart..<end).map {
        Mark(place: block << 16 | UInt64(lineStart), position: $0)
      }
    }
    // Where the stretch begins a line does; elsewhere the first line may have begun before.
    let firstLine =
      begins ? start : firstOffset(of: 0x0A, in: text, start..<end).map { $0 + 1 }
    guard let firstLine, firstLine < end, let first = mark(firstLine) else { return nil }
    var lineEnd = end
    while let newline = lastOffset(of: 0x0A, in: text, firstLine..<lineEnd) {
      if newline + 1 < end, let last = mark(newline + 1) { return (first, last) }
      lineEnd = newline
    }
    return (first, first)
  }

  /// POS of a line, from 0; nil when the range does not hold its end.
  private static func position(_ text: Span<UInt8>, _ line: Range<Int>) -> Int? {
    guard let first = firstOffset(of: 0x09, in: text, line),
      let second = firstOffset(of: 0x09, in: text, first + 1..<line.upperBound),
      let position = parseInteger(text, first + 1..<second)
    else { return nil }
    return max(position - 1, 0)
  }
}
