import ByteIO

/// Where the blocks of a BGZF file begin, in the file and in its text: the content of a `.gzi` file (bgzip(1)).
struct BlockOffsets: Sendable, Equatable {
  /// Offsets in the file, ascending; the first is 0.
  var packed: [Int] = [0]
  /// Offsets in the text, for each block.
  var text: [Int] = [0]

  /// Walks over the blocks of a file; inflates none.
  init(of file: MappedFile) throws(ReferenceError) {
    packed = []
    text = []
    var offset = 0
    var textOffset = 0
    do throws(ByteIOError) {
      while offset < file.count {
        let size = try file.blockSize(at: offset)
        if size.text > 0 || packed.isEmpty {
          packed.append(offset)
          text.append(textOffset)
        }
        offset += size.packed
        textOffset += size.text
      }
    } catch {
      throw ReferenceError(error)
    }
  }

  /// Reads a `.gzi` file; nil when it is none.
  init?(parsing bytes: [UInt8]) {
    guard bytes.count >= 8, bytes.count % 8 == 0 else { return nil }
    let span = bytes.span
    let count = word(span, at: 0)
    guard count < 1 << 32, bytes.count == 8 + 16 * Int(count) else { return nil }
    for entry in 0..<Int(count) {
      let packed = word(span, at: 8 + 16 * entry)
      let text = word(span, at: 16 + 16 * entry)
      guard packed < 1 << 48, text < 1 << 48, Int(packed) > self.packed[entry],
        Int(text) >= self.text[entry]
      else { return nil }
      self.packed.append(Int(packed))
      self.text.append(Int(text))
    }
  }

  /// The bytes of a `.gzi` file; the first block, at 0, is left out.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    func append(_ value: Int) {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }
    append(packed.count - 1)
    for index in 1..<max(packed.count, 1) {
      append(packed[index])
      append(text[index])
    }
    return bytes
  }

  /// The number of the block that holds a byte of the text.
  ///
  /// - Complexity: O(log n).
  func block(ofText offset: Int) -> Int {
    max(text.partitionPoint { $0 > offset } - 1, 0)
  }
}
