#if canImport(CISAL)
  import CISAL

  /// Inflates gzip with Intel's ISA-L.
  @safe final class ISALGzipInflater: GzipInflater {
    /// Holds the window, some 100 KB.
    private let state: UnsafeMutablePointer<inflate_state>

    init() {
      // SAFETY: allocated here, made valid by isal_inflate_init, released once in deinit. The structure is
      // plain data, so nothing needs to be deinitialised.
      unsafe state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
      unsafe isal_inflate_init(state)
      unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
    }

    deinit {
      // SAFETY: allocated in init, and nothing else holds it.
      unsafe state.deallocate()
    }

    func begin() {
      // SAFETY: the state is initialised.
      unsafe isal_inflate_reset(state)
      unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
    }

    func inflate(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> GzipStep {
      // SAFETY: ISA-L reads and writes within the two ranges set here, during this call only; it does not
      // write to its input, though its declaration lacks `const`.
      unsafe state.pointee.next_in = UnsafeMutablePointer(
        mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
      unsafe state.pointee.avail_in = UInt32(input.count)
      unsafe state.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
      unsafe state.pointee.avail_out = UInt32(output.count)
      let status = unsafe isal_inflate(state)
      let isFinished = unsafe state.pointee.block_state == ISAL_BLOCK_FINISH
      return unsafe GzipStep(
        consumed: input.count - Int(state.pointee.avail_in),
        produced: output.count - Int(state.pointee.avail_out),
        state: status != ISAL_DECOMP_OK ? .corrupted : isFinished ? .memberEnded : .goesOn)
    }
  }
#endif
