/// Reads a file in sequence as blocks that can be inflated in parallel.
///
/// Plain text comes in reads of 1 MiB unless told otherwise; gzip is inflated here, as its members can only be read in
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
    case ranges(BGZFRangeFraming)
  }
  private let source: ByteSource
  private var framing: Framing
  private let plainSize: Int

  /// Opens a file; `-` is standard input.
  ///
  /// - Parameters:
  ///   - gzipLibrary: What inflates a file that is gzip but not BGZF.
  ///   - plainSize: Bytes of a block of plain text; fewer for who reads the beginning of a file only.
  /// - Throws: `notFound`, `permissionDenied`, `notAFile`, `empty` or `unsupportedFormat`.
  package init(
    path: String, gzipLibrary: GzipLibrary = .preferred, plainSize: Int = blockSize
  ) throws(ByteIOError) {
    _ = BlockMemory.isKept
    self.plainSize = plainSize
    source = try ByteSource(path: path)
    compression = try Compression.detect(source.prefix, path: source.path)
    switch compression {
    case .plain: framing = .plain
    case .gzip: framing = .gzip(try GzipStream(source, library: gzipLibrary))
    case .bgzf: framing = .bgzf(BGZFFraming(source))
    }
  }

  /// The path as error messages name it.
  package var path: String { source.path }
  /// Bytes read from the file so far, packed as they are there.
  package var bytesRead: Int { source.bytesRead }

  /// Where in a BGZF file the block begins that comes next; nil for other files, and once only stretches are
  /// read.
  package var nextBlockOffset: UInt64? {
    if case .bgzf(let blocks) = framing { blocks.nextOffset } else { nil }
  }

  /// Reads only some stretches of a BGZF file from now on, wherever reading has come to.
  ///
  /// - Parameter ranges: Virtual offsets, ascending and disjoint, each from the beginning of a line to the
  ///   end of one.
  /// - Parameter probe: What has been read already to find them.
  /// - Throws: `unsupportedFormat` when the file is not BGZF.
  package func restrict(
    to ranges: [Range<UInt64>], probe: BGZFProbe? = nil
  ) throws(ByteIOError) {
    try requireBlocks()
    framing = .ranges(BGZFRangeFraming(source, ranges, known: probe?.kept ?? [:]))
  }

  /// Looks at single blocks of a BGZF file.
  ///
  /// - Throws: `unsupportedFormat` when the file is not BGZF.
  package func makeProbe() throws(ByteIOError) -> BGZFProbe {
    try requireBlocks()
    return BGZFProbe(source)
  }

  private func requireBlocks() throws(ByteIOError) {
    guard compression == .bgzf else {
      throw ByteIOError(
        .unsupportedFormat, "only a file packed with bgzip can be read in part", path: path)
    }
  }

  /// The next block; nil at the end of the file.
  ///
  /// - Parameter headroom: Bytes of room in front of text that is read or inflated here, as
  ///   ``RawBlock/inflated(headroom:)`` leaves in front of what it inflates.
  /// - Throws: What is wrong with the file, with its path and the byte offset.
  package func next(headroom: Int = 0) throws(ByteIOError) -> RawBlock? {
    switch framing {
    case .gzip(let stream): return try stream.next(headroom: headroom)
    case .bgzf(let blocks): return try blocks.next()
    case .ranges(let blocks): return try blocks.next()
    case .plain:
      let offset = source.offset
      let text = try source.bytes(upTo: plainSize, headroom: headroom)
      guard text.count > headroom else { return nil }
      let origin = TextOrigin(textOffset: headroom, virtualOffset: offset)
      return RawBlock(
        path: source.path,
        payload: .text(TextBlock(text: text, start: headroom, origins: [origin])))
    }
  }
}
