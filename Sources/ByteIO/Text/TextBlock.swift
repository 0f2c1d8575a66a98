/// Where a part of a text came from.
package struct TextOrigin: Sendable, BitwiseCopyable, Equatable {
  /// Offset within the text at which the part begins.
  package var textOffset: Int
  /// Its place in the file: `block offset << 16 | offset in the block` for BGZF (as an index
  /// stores it), else the byte offset in the inflated text.
  package var virtualOffset: UInt64

  /// A part of a text and its place.
  package init(textOffset: Int, virtualOffset: UInt64) {
    self.textOffset = textOffset
    self.virtualOffset = virtualOffset
  }
}

/// A piece of inflated text; lines may begin before it and end after it.
package struct TextBlock: Sendable {
  /// The bytes, behind room for ``start`` bytes that may be put in front of them.
  package var text: [UInt8]
  /// Offset of the first byte of the text.
  package var start: Int
  /// Places of the parts, ascending; the first begins at ``start``.
  package var origins: [TextOrigin]

  /// A text with its places.
  package init(text: [UInt8], start: Int = 0, origins: [TextOrigin]) {
    self.text = text
    self.start = start
    self.origins = origins
  }

  /// Bytes of text.
  package var size: Int { text.count - start }

  /// The place in the file of a byte of the text.
  package func virtualOffset(of textOffset: Int) -> UInt64 {
    origins.virtualOffset(of: textOffset)
  }

  /// The rest of the block from an offset on, with the places moved accordingly.
  package func droppingFirst(_ count: Int) -> TextBlock {
    TextBlock(text: Array(text[count...]), origins: origins.shifted(from: count))
  }
}

/// Whole lines of a text: the unit that is parsed.
package struct TextChunk: Sendable {
  /// Position in the sequence of chunks of the file, from 0.
  package let index: Int
  /// The bytes; every line ends with a newline except perhaps the last of the file.
  package let text: [UInt8]
  /// Offset of the first line; what stands before it is no text.
  package let start: Int
  /// Places of the parts, ascending; the first begins at ``start``.
  package let origins: [TextOrigin]

  /// A chunk of whole lines.
  package init(index: Int, text: [UInt8], start: Int = 0, origins: [TextOrigin]) {
    self.index = index
    self.text = text
    self.start = start
    self.origins = origins
  }

  /// The place in the file of a byte of the text.
  ///
  /// - Complexity: O(log n) in the number of origins.
  package func virtualOffset(of textOffset: Int) -> UInt64 {
    origins.virtualOffset(of: textOffset)
  }
}

extension [TextOrigin] {
  /// Index of the part that holds a byte of the text; -1 when there are no parts.
  private func part(of textOffset: Int) -> Int {
    partitionPoint { $0.textOffset > textOffset } - 1
  }

  /// The place in the file of a byte of the text.
  func virtualOffset(of textOffset: Int) -> UInt64 {
    let index = part(of: textOffset)
    guard index >= 0 else { return 0 }
    return self[index].virtualOffset + UInt64(textOffset - self[index].textOffset)
  }

  /// The places of the text that begins `start` bytes later.
  func shifted(from start: Int) -> [TextOrigin] {
    guard !isEmpty else { return [] }
    var result = [TextOrigin(textOffset: 0, virtualOffset: virtualOffset(of: start))]
    for origin in self[(part(of: start) + 1)...] {
      result.append(
        TextOrigin(textOffset: origin.textOffset - start, virtualOffset: origin.virtualOffset))
    }
    return result
  }

  /// The places of a text that is moved by some bytes.
  func moved(by distance: Int) -> [TextOrigin] {
    map {
      TextOrigin(textOffset: $0.textOffset + distance, virtualOffset: $0.virtualOffset)
    }
  }
}
