/// The stretches of a file that decide what a reader gives, with those of their bytes that are in memory.
package struct DecisiveBytes: Sendable {
  /// Ascending and disjoint.
  package let ranges: [Range<Int>]
  /// Pieces of the file by their offsets, each within a range or outside all of them; so that they need not be
  /// read again.
  package let known: [Int: [UInt8]]

  /// Stretches of a file.
  package init(ranges: [Range<Int>], known: [Int: [UInt8]] = [:]) {
    self.ranges = ranges
    self.known = known
  }
}
