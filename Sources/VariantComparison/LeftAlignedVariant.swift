package import ReferenceGenome

extension TrimmedVariant {
  /// The same change as far to the left as the genome reads the same (Tan, Abecasis and Kang, Bioinformatics 2015).
  ///
  /// - Parameter window: Stands on the variant's sequence.
  /// - Complexity: O(n) in the bases it moves, and in those put in.
  package func leftAligned(
    _ window: inout ReferenceWindow
  ) throws(ReferenceError) -> TrimmedVariant {
    let isDeletion = bases.isEmpty
    guard isDeletion || start == end else { return self }
    var (start, end) = (start, end)
    // Put-in bases are turned in place: the last one is at `turn - 1` from the end.
    var turn = 0
    while start > 0 {
      let needed = start - 1..<max(end, start)
      if !window.holds(needed) {
        try window.load(needed)
        guard window.holds(needed) else { break }
      }
      let before = window.bases[start - 1 - window.start]
      let last =
        isDeletion
        ? window.bases[end - 1 - window.start] : bases[bases.count - 1 - turn % bases.count]
      guard before == last, Self.isKnown(before) else { break }
      start -= 1
      end -= 1
      turn += 1
    }
    if isDeletion { return TrimmedVariant(start: start, end: end, bases: []) }
    let shift = turn % bases.count
    return TrimmedVariant(
      start: start, end: end, bases: Array(bases.suffix(shift) + bases.dropLast(shift)))
  }

  private static func isKnown(_ base: UInt8) -> Bool { base != UInt8(ascii: "N") }
}
