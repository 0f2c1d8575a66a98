import ByteIO

/// The numbers of an index in order; none is believed that the bytes left do not bear out.
struct IndexBytes {
  private let bytes: [UInt8]
  private var cursor = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Bytes not read yet.
  var remaining: Int { bytes.count - cursor }

  /// The next bytes.
  mutating func take(_ count: Int) throws(VCFError) -> [UInt8] {
    guard count <= remaining else { throw Self.damaged("it ends too early") }
    defer { cursor += count }
    return Array(bytes[cursor..<cursor + count])
  }

  /// The next number of 32 bits.
  @inline(__always)
  mutating func number32() throws(VCFError) -> UInt32 {
    guard remaining >= 4 else { throw Self.damaged("it ends too early") }
    defer { cursor += 4 }
    return word32(bytes.span, at: cursor)
  }

  /// The next number of 64 bits.
  @inline(__always)
  mutating func number64() throws(VCFError) -> UInt64 {
    guard remaining >= 8 else { throw Self.damaged("it ends too early") }
    defer { cursor += 8 }
    return word(bytes.span, at: cursor)
  }

  /// The next numbers of 64 bits.
  mutating func numbers64(_ count: Int) throws(VCFError) -> [UInt64] {
    guard count <= remaining / 8 else { throw Self.damaged("it ends too early") }
    defer { cursor += 8 * count }
    return littleEndianWords(bytes.span.extracting(cursor..<cursor + 8 * count))
  }

  /// The next number of 32 bits, as a count of things that take at least so many bytes each.
  mutating func count(ofSize size: Int) throws(VCFError) -> Int {
    let count = Int(try number32())
    guard count <= remaining / size else {
      throw Self.damaged("it states more entries than it has bytes for")
    }
    return count
  }

  /// The error of an index that cannot be right.
  static func damaged(_ reason: String) -> VCFError {
    VCFError(
      .file, field: "",
      "the index is damaged: \(reason); make it anew, for example with 'tabix -f -p vcf'")
  }
}
