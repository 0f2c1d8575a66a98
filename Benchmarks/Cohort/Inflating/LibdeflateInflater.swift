import CDeflate

/// libdeflate.
@safe final class LibdeflateInflater: BlockInflater {
  private let decompressor: OpaquePointer?

  init() {
    // SAFETY: freed in deinit, and nothing else holds it.
    unsafe decompressor = libdeflate_alloc_decompressor()
  }

  deinit {
    // SAFETY: allocated in init.
    unsafe libdeflate_free_decompressor(decompressor)
  }

  func inflate(
    _ payload: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, checksum: UInt32
  ) -> Bool {
    // SAFETY: libdeflate reads and writes within the sizes given.
    let status = unsafe libdeflate_deflate_decompress(
      decompressor, payload.baseAddress, payload.count, output.baseAddress, output.count, nil)
    return unsafe status == LIBDEFLATE_SUCCESS
      && libdeflate_crc32(0, output.baseAddress, output.count) == checksum
  }
}
