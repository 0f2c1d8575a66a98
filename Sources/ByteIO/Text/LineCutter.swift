/// Cuts a sequence of text blocks into chunks of whole lines.
///
/// What follows the last newline of a block is carried in front of the next one, so the boundaries
/// depend on the blocks alone. With `keepingPositionsTogether` the whole trailing run of lines that
/// agree in their first two tab-separated columns (CHROM and POS of a VCF) is carried as well, so
/// that records of one position never stand in two chunks.
package struct LineCutter: Sendable {
  private let path: String?
  private let keepsPositionsTogether: Bool
  private let maximumLineLength: Int
  private var carry = TextBlock(text: [], origins: [])
  /// Bytes of the carry that are complete lines; all of them share one position.
  private var carriedLines = 0
  private var nextIndex = 0

  /// A cutter at the beginning of a text.
  ///
  /// - Parameters:
  ///   - path: Named in errors.
  ///   - keepingPositionsTogether: Whether lines of one position stay in one chunk.
  ///   - maximumLineLength: Most bytes carried from block to block, at most 2 GiB.
  package init(
    path: String? = nil, keepingPositionsTogether: Bool = false, maximumLineLength: Int = 1 << 27
  ) {
    self.path = path
    keepsPositionsTogether = keepingPositionsTogether
    self.maximumLineLength = min(maximumLineLength, 1 << 31)
  }

  /// Bytes that stand in front of the next block.
  package var carriedSize: Int { carry.size }

  /// Takes the next block; returns the lines that are complete with it, nil when there are none.
  ///
  /// - Throws: `lineTooLong`, with the place where the line begins.
  /// - Complexity: O(n) in the size of the block, amortised over a line that spans blocks.
  package mutating func append(_ block: consuming TextBlock) throws(ByteIOError) -> TextChunk? {
    let carried = carry.size
    let text = joined(block)
    let cut = cutOffset(text.text.span, start: text.start, carried: carried)
    guard text.text.count - cut.chunkEnd <= maximumLineLength else {
      throw tooLong(text, cut.chunkEnd)
    }
    carriedLines = cut.linesEnd - cut.chunkEnd
    return split(text, at: cut.chunkEnd)
  }

  /// Ends the text; returns what is left, whether or not a newline ends it.
  package mutating func finish() -> TextChunk? {
    let rest = carry
    carry = TextBlock(text: [], origins: [])
    carriedLines = 0
    return rest.size == 0 ? nil : split(rest, at: rest.text.count)
  }

  /// The block with the carry in front of it: in the room before the block where that is enough, else in a
  /// text of its own.
  private mutating func joined(_ block: consuming TextBlock) -> TextBlock {
    guard carry.size > 0 else { return block }
    var front = carry
    carry = TextBlock(text: [], origins: [])
    guard front.size <= block.start else {
      front.origins += block.origins.moved(by: front.text.count - block.start)
      front.text.append(contentsOf: block.text[block.start...])
      return front
    }
    let start = block.start - front.size
    block.origins = front.origins.moved(by: start - front.start) + block.origins
    block.text.replaceSubrange(start..<block.start, with: front.text[front.start...])
    block.start = start
    return block
  }

  /// Makes a chunk of the front of a text and carries the rest.
  private mutating func split(_ block: consuming TextBlock, at end: Int) -> TextChunk? {
    if end == block.start {
      carry = block
      return nil
    }
    let isWhole = end == block.text.count
    carry = isWhole ? TextBlock(text: [], origins: []) : block.droppingFirst(end)
    block.text.removeLast(block.text.count - end)
    let origins = isWhole ? block.origins : block.origins.filter { $0.textOffset < end }
    defer { nextIndex += 1 }
    return TextChunk(index: nextIndex, text: block.text, start: block.start, origins: origins)
  }

  /// Where the chunk ends, and where the last complete line does.
  private func cutOffset(
    _ text: Span<UInt8>, start textStart: Int, carried: Int
  ) -> (chunkEnd: Int, linesEnd: Int) {
    let carriedEnd = textStart + carriedLines
    guard let newline = lastOffset(of: 0x0A, in: text, textStart + carried..<text.count) else {
      return (textStart, carriedEnd)
    }
    let linesEnd = newline + 1
    guard keepsPositionsTogether else { return (linesEnd, linesEnd) }
    var start = lineStart(text, textStart, before: linesEnd)
    guard let key = positionKey(text, start, linesEnd) else { return (linesEnd, linesEnd) }
    while start > carriedEnd {
      let previous = lineStart(text, textStart, before: start)
      guard let other = positionKey(text, previous, start), equal(text, key, text, other) else {
        return (start, linesEnd)
      }
      start = previous
    }
    // The run reaches back into the carried lines, which are one run themselves.
    guard carriedLines > 0, start == carriedEnd else { return (start, linesEnd) }
    let sameRun =
      positionKey(text, textStart, carriedEnd).map { equal(text, key, text, $0) } ?? false
    return (sameRun ? textStart : carriedEnd, linesEnd)
  }

  /// Start of the line that ends just before an offset at which a line begins.
  private func lineStart(_ text: Span<UInt8>, _ textStart: Int, before end: Int) -> Int {
    lastOffset(of: 0x0A, in: text, textStart..<end - 1).map { $0 + 1 } ?? textStart
  }

  /// The first two columns of the line; nil when it has fewer, so that it shares no position with another.
  private func positionKey(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int>? {
    let lineEnd = firstOffset(of: 0x0A, in: text, start..<end) ?? end
    guard let first = firstOffset(of: 0x09, in: text, start..<lineEnd),
      let second = firstOffset(of: 0x09, in: text, first + 1..<lineEnd)
    else { return nil }
    return start..<second
  }

  private func tooLong(_ block: TextBlock, _ start: Int) -> ByteIOError {
    ByteIOError(
      .lineTooLong,
      "the line that begins here"
        + (keepsPositionsTogether ? ", or what stands at its position," : "")
        + " is longer than \(maximumLineLength) bytes; is this a text file with line breaks?",
      path: path, offset: block.origins.virtualOffset(of: start))
  }
}
