import CZlib

/// Inflates gzip with zlib: the portable way.
@safe final class ZlibGzipInflater: GzipInflater {
  /// zlib keeps a pointer back to this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  /// An inflater; nil when there is no memory for it.
  init?() {
    // SAFETY: allocated and initialised here, released once in deinit.
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 + 16: the largest window, gzip framing only.
    let status = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if status != Z_OK { return nil }
  }

  deinit {
    // SAFETY: the stream was initialised in init and nothing else holds it.
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  func begin() {
    // SAFETY: the stream is initialised; resetting keeps its buffers.
    unsafe inflateReset(stream)
  }

  func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> GzipStep {
    // SAFETY: zlib reads and writes within the two ranges set here, during this call only; it does not write
    // to its input, though its declaration lacks `const`.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
    unsafe stream.pointee.avail_in = UInt32(input.count)
    unsafe stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
    unsafe stream.pointee.avail_out = UInt32(output.count)
    let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
    let state: GzipStep.State =
      switch status {
      case Z_OK, Z_BUF_ERROR: .goesOn
      case Z_STREAM_END: .memberEnded
      case Z_MEM_ERROR: .outOfMemory
      default: .corrupted
      }
    return unsafe GzipStep(
      consumed: input.count - Int(stream.pointee.avail_in),
      produced: output.count - Int(stream.pointee.avail_out), state: state)
  }
}
