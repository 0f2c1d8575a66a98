package import ByteIO

/// Opens a VCF file: its header is read at once, its records come as blocks for a `LineCutter`.
///
/// Blocks may be inflated in parallel; cut in order with `LineCutter(keepingPositionsTogether: true)`
/// they give chunks that hold all records of a position.
package final class VCFFileReader {
  /// Most bytes a header may have.
  package static let maximumHeaderSize = 1 << 26
  /// Most bytes of stretches that are kept in memory from planning to reading.
  private static let mostKept = 8 << 20
  /// Bytes of a file in which blocks are measured.
  private static let sampleSize: UInt64 = 1 << 16

  /// The header.
  package let header: VCFHeader
  /// How the file is packed.
  package var compression: Compression { blocks.compression }
  /// The path as messages name it.
  package var path: String { blocks.path }

  let blocks: BlockReader
  /// Where the first record of a BGZF file stands, as a virtual offset.
  let recordsOffset: UInt64?
  /// The stretches that reading is restricted to.
  private(set) var ranges: [Range<UInt64>]?
  /// Blocks of those stretches that are in memory, by their offsets, as they are packed.
  package private(set) var blocksKept: [UInt64: [UInt8]] = [:]
  /// What follows the header in the last block that was read for it, from an offset on.
  private var rest: (block: TextBlock, offset: Int)?
  private var cutter: LineCutter

  /// Opens a file (`-` is standard input) and reads its header.
  ///
  /// - Throws: `file` for what cannot be read, `header` for what is not a VCF header.
  package init(path: String) throws(VCFError) {
    do throws(ByteIOError) {
      blocks = try BlockReader(path: path)
    } catch {
      throw VCFError(error)
    }
    let (text, rest) = try Self.readHeader(blocks)
    self.rest = rest
    recordsOffset =
      blocks.compression == .bgzf
      ? rest.map { $0.block.virtualOffset(of: $0.offset) }
        ?? blocks.nextBlockOffset.map { $0 << 16 } : nil
    cutter = LineCutter(path: blocks.path, keepingPositionsTogether: true)
    do throws(VCFError) {
      header = try VCFHeaderParser.parse(text)
    } catch {
      var located = error
      located.path = blocks.path
      throw located
    }
  }

  /// Bytes read from the file so far, packed as they are there.
  package var bytesRead: Int { blocks.bytesRead }

  /// Reads only the records that stand in some stretches of a BGZF file; to be called before any block
  /// is asked for.
  ///
  /// - Parameter ranges: As an index gives them (see ``GenomeIndexFile/ranges(_:records:)``).
  /// - Throws: `file` when the file is not BGZF.
  package func restrict(to ranges: [Range<UInt64>]) throws(VCFError) {
    do throws(ByteIOError) {
      try blocks.restrict(to: ranges)
    } catch {
      throw VCFError(error)
    }
    self.ranges = ranges
    rest = nil
  }

  /// Reads only the records of a BGZF file that begin in wanted regions, and few others; to be called
  /// before any block is asked for.
  ///
  /// - Parameters:
  ///   - queries: The regions, by the numbers of their contigs in the index.
  ///   - index: The index of this file.
  /// - Throws: `file` when the file is not BGZF, or the index not its own.
  package func restrict(
    toRecordsBeginningIn queries: [GenomeIndexFile.Query], index: GenomeIndexFile
  ) throws(VCFError) {
    do throws(ByteIOError) {
      let probe = try blocks.makeProbe()
      let ranges = try index.ranges(beginningIn: queries, probe: probe)
      try blocks.restrict(to: ranges, probe: probe)
      self.ranges = ranges
    } catch {
      throw VCFError(error)
    }
    rest = nil
  }

  /// The bytes of the file that hold its header and the stretches it is restricted to; nil when it is not
  /// restricted. Where they are few, they are read here and kept for reading on; to be called before any block is
  /// asked for.
  package func restrictedBytes() throws(VCFError) -> [Range<Int>]? {
    guard let ranges, let records = recordsOffset else { return nil }
    do throws(ByteIOError) {
      let probe = try blocks.makeProbe()
      var bytes = [0..<Int(try probe.end(of: records >> 16))]
      for range in ranges {
        let last = range.upperBound >> 16
        let isInside = range.upperBound & 0xFFFF > 0
        let end = Int(isInside ? try probe.end(of: last) : last)
        let begin = Int(range.lowerBound >> 16)
        let whole = bytes[bytes.count - 1]
        if begin <= whole.upperBound {
          bytes[bytes.count - 1] = whole.lowerBound..<max(whole.upperBound, end)
        } else {
          bytes.append(begin..<end)
        }
      }
      if bytes.reduce(0, { $0 + $1.count }) <= Self.mostKept {
        for stretch in bytes { try probe.keep(stretch) }
        try blocks.restrict(to: ranges, probe: probe)
        blocksKept = probe.kept
      }
      return bytes
    } catch {
      throw VCFError(error)
    }
  }

  /// About how many blocks a BGZF file has, by the size of the first behind the header; nil where those do not tell.
  ///
  /// What is wrong with a block is left to reading it.
  ///
  /// - Complexity: O(1): small reads of the headers in 64 KiB.
  package var approximateBlockCount: Int? {
    guard let size = FileStamp(path)?.size, size >> 48 == 0, let start = recordsOffset,
      start < UInt64(size) << 16, let probe = try? blocks.makeProbe()
    else { return nil }
    let end = min(start + Self.sampleSize << 16, UInt64(size) << 16)
    let blockSize = try? probe.blockSize(in: start..<end, limit: Int(Self.sampleSize))
    return blockSize.map { size / $0 }
  }

  /// The next block of text behind the header; nil at the end of the file.
  ///
  /// - Parameter headroom: Bytes of room in front of text that is not inflated later.
  package func nextBlock(headroom: Int = 0) throws(VCFError) -> RawBlock? {
    if let rest {
      self.rest = nil
      return RawBlock(rest.block.droppingFirst(rest.offset), path: path)
    }
    do throws(ByteIOError) {
      return try blocks.next(headroom: headroom)
    } catch {
      throw VCFError(error)
    }
  }

  /// The next records, read, inflated, cut and indexed here; nil at the end of the file.
  ///
  /// For callers that need no parallel reading; not to be mixed with ``nextBlock()``.
  package func nextBatch() throws(VCFError) -> RecordBatch? {
    while let block = try nextBlock() {
      do throws(ByteIOError) {
        if let chunk = try cutter.append(try block.inflated()) {
          return try batch(chunk)
        }
      } catch {
        throw VCFError(error)
      }
    }
    guard let chunk = cutter.finish() else { return nil }
    do throws(ByteIOError) { return try batch(chunk) } catch { throw VCFError(error) }
  }

  private func batch(_ chunk: TextChunk) throws(ByteIOError) -> RecordBatch {
    try chunk.refuseTinyLines(lineCount: chunk.lineCount, path: path)
    return RecordBatch(header: header, chunk: chunk)
  }

  /// The header's bytes, and what follows them in the last block that was read for it.
  private static func readHeader(
    _ blocks: BlockReader
  ) throws(VCFError) -> (text: [UInt8], rest: (block: TextBlock, offset: Int)?) {
    var text: [UInt8] = []
    var lineStart = 0
    do throws(ByteIOError) {
      while let raw = try blocks.next() {
        let block = try raw.inflated()
        let before = text.count
        // A header is small beside a block as a rule: then nothing but it is copied.
        if before == 0 { text = block.text } else { text += block.text }
        if let end = headerEnd(text, &lineStart) {
          let consumed = end - before
          return (Array(text[..<end]), consumed < block.text.count ? (block, consumed) : nil)
        }
        guard text.count <= maximumHeaderSize else {
          throw ByteIOError(
            .unsupportedFormat,
            "the header is larger than \(maximumHeaderSize) bytes; is this a "
              + "VCF file?", path: blocks.path)
        }
      }
    } catch {
      throw VCFError(error)
    }
    return (text, nil)
  }

  /// Where the header ends: behind the first line that does not begin with `##`; nil when more text
  /// is needed.
  private static func headerEnd(_ text: [UInt8], _ lineStart: inout Int) -> Int? {
    let hash = UInt8(ascii: "#")
    while true {
      guard lineStart + 2 <= text.count else { return nil }
      let isMeta = text[lineStart] == hash && text[lineStart + 1] == hash
      if !isMeta, text[lineStart] != hash || text.starts(with: [0x42, 0x43, 0x46]) {
        return text.count
      }
      guard let newline = firstOffset(of: 0x0A, in: text.span, lineStart..<text.count) else {
        return nil
      }
      lineStart = newline + 1
      if !isMeta { return lineStart }
    }
  }
}
