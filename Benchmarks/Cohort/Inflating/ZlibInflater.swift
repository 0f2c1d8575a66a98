import CZlib

/// zlib.
@safe final class ZlibInflater: BlockInflater {
  /// zlib keeps a pointer back to this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    // SAFETY: allocated and initialised here, released once in deinit. -15: raw deflate data.
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    _ = unsafe inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    // SAFETY: initialised in init.
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  func inflate(
    _ payload: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, checksum: UInt32
  ) -> Bool {
    // SAFETY: zlib reads and writes within the ranges set here, during this call only; it does not write to
    // its input, though its declaration lacks `const`.
    unsafe inflateReset(stream)
    let bytes = unsafe output.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: payload.assumingMemoryBound(to: UInt8.self).baseAddress)
    unsafe stream.pointee.avail_in = UInt32(payload.count)
    unsafe stream.pointee.next_out = bytes.baseAddress
    unsafe stream.pointee.avail_out = UInt32(output.count)
    let status = unsafe CZlib.inflate(stream, Z_FINISH)
    let isWhole = unsafe status == Z_STREAM_END || output.isEmpty
    guard isWhole, unsafe stream.pointee.avail_out == 0 else { return false }
    return unsafe crc32(0, bytes.baseAddress, UInt32(output.count)) == UInt(checksum)
  }
}
