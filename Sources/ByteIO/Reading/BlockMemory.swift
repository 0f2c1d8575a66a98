import CDeflate

/// Keeps the memory of freed blocks within the process.
///
/// By default glibc gives blocks of this size back to the kernel as soon as they are freed, and every
/// new block costs page faults: more time than inflating it. Nothing is kept beyond `keptSize` per
/// arena.
enum BlockMemory {
  private static let keptSize: Int32 = 32 << 20
  private static let largestHeapBlock: Int32 = 16 << 20

  /// True once the allocator has been told; the first use tells it.
  static let isKept: Bool = {
    // Setting either also switches glibc's own moving thresholds off.
    let mapped = mallopt(M_MMAP_THRESHOLD, largestHeapBlock)
    let trimmed = mallopt(M_TRIM_THRESHOLD, keptSize)
    return mapped == 1 && trimmed == 1
  }()
}
