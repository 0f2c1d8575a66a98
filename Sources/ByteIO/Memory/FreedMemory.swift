#if canImport(CMalloc)
  import CMalloc
#endif

/// Memory that was freed and that the allocator keeps for later.
package enum FreedMemory {
  /// Gives it back to the system, so that what the process is seen to hold is what it uses.
  ///
  /// - Complexity: O(freed pages); milliseconds for gigabytes.
  package static func giveBack() {
    #if canImport(CMalloc)
      _ = malloc_trim(0)
    #endif
  }
}
