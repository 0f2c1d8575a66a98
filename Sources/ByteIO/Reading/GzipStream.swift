import CZlib

/// Inflates the members of a gzip file one after the other (RFC 1952), checksums included.
@safe final class GzipStream {
  private let source: ByteSource
  private var input: [UInt8] = []
  private var inputCursor = 0
  private var textOffset: UInt64 = 0
  private var memberStart: UInt64 = 0
  private var members = 0
  private var insideMember = false
  /// zlib keeps a pointer back to this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private static let readSize = 256 << 10

  init(_ source: ByteSource) throws(ByteIOError) {
    self.source = source
    // SAFETY: allocated and initialised here, released once in deinit.
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 + 16: the largest window, gzip framing only.
    let status = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw ByteIOError(.system, "no memory for inflating", path: source.path)
    }
  }

  deinit {
    // SAFETY: the stream was initialised in init and nothing else holds it.
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// The next text: a full block unless the file ends; nil at the end.
  ///
  /// - Throws: `truncated`, `corrupted` (checksum or deflate data) or `trailingBytes`.
  func next() throws(ByteIOError) -> RawBlock? {
    var failure: ByteIOError?
    // SAFETY: `inflate` reports how many bytes of the buffer it has initialised.
    let text = unsafe [UInt8](unsafeUninitializedCapacity: BlockReader.blockSize) {
      buffer, filled in
      do throws(ByteIOError) {
        filled = unsafe try inflate(into: buffer)
      } catch {
        failure = error
        filled = 0
      }
    }
    if let failure { throw failure }
    guard !text.isEmpty else { return nil }
    let origin = TextOrigin(textOffset: 0, virtualOffset: textOffset)
    textOffset += UInt64(text.count)
    return RawBlock(
      path: source.path, payload: .text(TextBlock(text: text, origins: [origin])))
  }

  private func inflate(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(ByteIOError) -> Int {
    var filled = 0
    while filled < buffer.count {
      if inputCursor == input.count {
        input = try source.bytes(upTo: Self.readSize)
        inputCursor = 0
        if input.isEmpty {
          guard !insideMember else { throw truncated() }
          break
        }
      }
      if !insideMember {
        memberStart = fileOffset
        insideMember = true
      }
      // SAFETY: zlib reads and writes within the two ranges set here, during this call only.
      let (status, produced) = unsafe input.withUnsafeMutableBufferPointer { bytes in
        unsafe stream.pointee.next_in = bytes.baseAddress.map { unsafe $0 + inputCursor }
        unsafe stream.pointee.avail_in = UInt32(bytes.count - inputCursor)
        unsafe stream.pointee.next_out = buffer.baseAddress.map { unsafe $0 + filled }
        unsafe stream.pointee.avail_out = UInt32(buffer.count - filled)
        let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        inputCursor = unsafe bytes.count - Int(stream.pointee.avail_in)
        return unsafe (status, buffer.count - filled - Int(stream.pointee.avail_out))
      }
      filled += produced
      try accept(status)
    }
    return filled
  }

  private func accept(_ status: Int32) throws(ByteIOError) {
    switch status {
    case Z_OK, Z_BUF_ERROR:
      break
    case Z_STREAM_END:
      // SAFETY: the stream is initialised; resetting keeps its buffers.
      unsafe inflateReset(stream)
      members += 1
      insideMember = false
    case Z_MEM_ERROR:
      throw ByteIOError(.system, "no memory for inflating", path: source.path)
    default:
      // SAFETY: the stream is initialised.
      if members > 0, unsafe stream.pointee.total_out == 0, fileOffset < memberStart + 10 {
        throw ByteIOError(
          .trailingBytes,
          "bytes follow the end of the gzip data; cut them off or copy the file again",
          path: source.path, offset: memberStart)
      }
      throw ByteIOError(
        .corrupted, "the gzip data or its checksum is wrong; copy the file again",
        path: source.path, offset: fileOffset)
    }
  }

  private var fileOffset: UInt64 { source.offset - UInt64(input.count - inputCursor) }

  private func truncated() -> ByteIOError {
    ByteIOError(
      .truncated, "the file ends within its gzip data; copy the file again", path: source.path,
      offset: source.offset)
  }
}
