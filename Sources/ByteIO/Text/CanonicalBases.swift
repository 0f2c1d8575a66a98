import CVectors

/// Makes bases upper case, and N of whatever is not A, C, G or T.
///
/// - Complexity: O(n), dozens of bytes a cycle.
package func makeCanonical(_ bases: inout [UInt8]) {
  // SAFETY: as many bytes are changed as the array has.
  unsafe bases.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    unsafe canonical_bases(base, buffer.count)
  }
}
