/// Reads a file in sequence as blocks that can be inflated in parallel.
///
/// Plain text comes in reads of 1 MiB; gzip is inflated here, as its members can only be read in
/// order; BGZF blocks come in groups of about 1 MiB of text and stay compressed until
/// ``RawBlock/inflated()``. What a block holds depends on the file alone.
package final class BlockReader {
  /// Bytes of text a block aims at.
  package static let blockSize = 1 << 20

  /// How the file is packed, by its first bytes.
  package let compression: Compression

  private enum Framing {
    case plain
    case gzip(GzipStream)
    case bgzf(BGZFFraming)
  }
  private let source: ByteSource
  private let framing: Framing

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: `notFound`, `permissionDenied`, `notAFile`, `empty` or `unsupportedFormat`.
  package init(path: String) throws(ByteIOError) {
    _ = BlockMemory.isKept
    source = try ByteSource(path: path)
    compression = try Compression.detect(source.prefix, path: source.path)
    switch compression {
    case .plain: framing = .plain
    case .gzip: framing = .gzip(try GzipStream(source))
    case .bgzf: framing = .bgzf(BGZFFraming(source))
    }
  }

  /// The path as error messages name it.
  package var path: String { source.path }

  /// The next block; nil at the end of the file.
  ///
  /// - Throws: What is wrong with the file, with its path and the byte offset.
  package func next() throws(ByteIOError) -> RawBlock? {
    switch framing {
    case .gzip(let stream): return try stream.next()
    case .bgzf(let blocks): return try blocks.next()
    case .plain:
      let offset = source.offset
      let text = try source.bytes(upTo: Self.blockSize)
      guard !text.isEmpty else { return nil }
      let origin = TextOrigin(textOffset: 0, virtualOffset: offset)
      return RawBlock(
        path: source.path, payload: .text(TextBlock(text: text, origins: [origin])))
    }
  }
}
