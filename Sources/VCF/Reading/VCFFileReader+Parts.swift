import ByteIO

/// A part of a BGZF file that can be read by itself.
package struct VCFFilePart: Sendable, Equatable {
  /// Virtual offsets: where its first record begins and its last one ends.
  package var bounds: Range<UInt64>
  /// CHROM and POS of its first record, for people; empty for the first part.
  package var place: String
}

/// Cutting a file into parts.
extension VCFFileReader {
  /// Most text that is looked at for a place to cut.
  private static let mostText = 32 << 20

  /// Cuts a BGZF file into parts of about so many bytes, between records of different positions; none when the
  /// file is not BGZF, incomplete, or too small for two.
  ///
  /// Parts follow each other without a gap, whatever any index says, and depend on the file alone.
  ///
  /// - Parameter target: Bytes of the packed file.
  /// - Complexity: O(parts) reads of a few blocks each.
  package func parts(target: Int) throws(VCFError) -> [VCFFilePart] {
    do throws(ByteIOError) {
      guard compression == .bgzf, let records = recordsOffset else { return [] }
      let probe = try blocks.makeProbe()
      guard let size = probe.completeSize else { return [] }
      let begin = Int(records >> 16)
      let count = (size - begin) / max(target, 1)
      guard count > 1 else { return [] }
      var cuts: [(offset: UInt64, place: String)] = [(records, "")]
      for number in 1..<count {
        let goal = begin + (size - begin) / count * number
        if let cut = try cut(from: UInt64(goal), probe), cut.offset > cuts[cuts.count - 1].offset {
          cuts.append(cut)
        }
      }
      let end = UInt64(size - BGZFCompressor.endOfFile.count) << 16
      let ends = cuts.dropFirst().map(\.offset) + [end]
      return zip(cuts, ends).map { VCFFilePart(bounds: $0.offset..<$1, place: $0.place) }
    } catch {
      throw VCFError(error)
    }
  }

  /// The first place behind a byte of the file where a record begins at another position than the one before.
  private func cut(
    from goal: UInt64, _ probe: BGZFProbe
  ) throws(ByteIOError) -> (offset: UInt64, place: String)? {
    guard var block = try probe.firstBlock(from: goal) else { return nil }
    var text: [UInt8] = []
    var origins: [TextOrigin] = []
    var before: Range<Int>?
    // The block may begin within a line.
    var lineStart: Int?
    while text.count < Self.mostText {
      origins.append(TextOrigin(textOffset: text.count, virtualOffset: block << 16))
      let added = try probe.text(at: block)
      guard !added.isEmpty else { return nil }
      text += added
      block = try probe.end(of: block)
      let span = text.span
      lineStart = lineStart ?? firstOffset(of: 0x0A, in: span, 0..<text.count).map { $0 + 1 }
      while let start = lineStart, let key = Self.positionKey(span, start) {
        if let other = before, !equal(span, other, span, key) {
          let chunk = TextChunk(index: 0, text: text, origins: origins)
          return (chunk.virtualOffset(of: start), Self.place(span, key))
        }
        before = key
        guard let newline = firstOffset(of: 0x0A, in: span, start..<text.count) else { break }
        lineStart = newline + 1
      }
    }
    return nil
  }

  private static func place(_ text: Span<UInt8>, _ key: Range<Int>) -> String {
    let fields = string(text, key).split(separator: "\t")
    return fields.count == 2 && Int(fields[1]) != nil ? "\(fields[0]):\(fields[1])" : ""
  }

  /// CHROM and POS of the line that begins at an offset; nil where the text does not hold all of them.
  private static func positionKey(_ text: Span<UInt8>, _ start: Int) -> Range<Int>? {
    guard let first = firstOffset(of: 0x09, in: text, start..<text.count),
      let second = firstOffset(of: 0x09, in: text, first + 1..<text.count)
    else { return nil }
    return start..<second
  }
}
