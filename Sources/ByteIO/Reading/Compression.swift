/// How the bytes of a file are packed.
package enum Compression: String, Sendable {
  /// As they are.
  case plain
  /// One or more gzip members (RFC 1952): read in sequence only.
  case gzip
  /// Blocked gzip (SAM specification §4.1): blocks can be inflated independently.
  case bgzf

  /// The packing that the first bytes of a file announce.
  ///
  /// - Throws: `unsupportedFormat` for packings known by their magic number but not supported.
  static func detect(_ prefix: [UInt8], path: String) throws(ByteIOError) -> Compression {
    if let header = BGZFHeader(prefix.span, at: 0), header.totalSize != nil { return .bgzf }
    if prefix.starts(with: [0x1F, 0x8B]) { return .gzip }
    for (magic, name) in foreignMagic where prefix.starts(with: magic) {
      throw ByteIOError(
        .unsupportedFormat,
        "this is a \(name) file; unpack it, or pack it with bgzip or gzip instead",
        path: path, offset: 0)
    }
    return .plain
  }

  private static let foreignMagic: [([UInt8], String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "zip"),
    ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"),
  ]
}
