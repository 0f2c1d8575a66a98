import CISAL

/// Intel's ISA-L, a whole block a call.
@safe final class ISALInflater: BlockInflater {
  private let state: UnsafeMutablePointer<inflate_state>

  init() {
    // SAFETY: plain data, made valid here, released once in deinit.
    unsafe state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
    unsafe isal_inflate_init(state)
  }

  deinit {
    // SAFETY: allocated in init.
    unsafe state.deallocate()
  }

  func inflate(
    _ payload: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, checksum: UInt32
  ) -> Bool {
    // SAFETY: ISA-L reads and writes within the ranges set here, during this call only; it does not write
    // to its input, though its declaration lacks `const`.
    unsafe state.pointee.next_in = UnsafeMutablePointer(
      mutating: payload.assumingMemoryBound(to: UInt8.self).baseAddress)
    unsafe state.pointee.avail_in = UInt32(payload.count)
    let bytes = unsafe output.assumingMemoryBound(to: UInt8.self)
    unsafe state.pointee.next_out = bytes.baseAddress
    unsafe state.pointee.avail_out = UInt32(output.count)
    unsafe state.pointee.crc_flag = UInt32(ISAL_DEFLATE)
    guard unsafe isal_inflate_stateless(state) == ISAL_DECOMP_OK,
      unsafe state.pointee.avail_out == 0
    else { return false }
    return unsafe crc32_gzip_refl(0, bytes.baseAddress, UInt64(output.count)) == checksum
  }
}
