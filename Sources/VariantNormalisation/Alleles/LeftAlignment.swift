import ByteIO
import ReferenceGenome

/// The shortest and leftmost representation of a variant (Tan, Abecasis and Kang, Bioinformatics 2015, algorithm 1).
///
/// Bases that all alleles end with are set aside, bases of the genome being put before alleles that would become
/// empty; then those that all begin with, as long as each keeps one.
enum LeftAlignment {
  /// What has to be done to the alleles.
  struct Result: Equatable {
    /// The position of the first base, from 0.
    var position: Int
    /// Bases taken from the right.
    var trimmedRight: Int
    /// Bases of the genome put in front.
    var padded: Int
    /// Bases taken from the left.
    var trimmedLeft: Int

    /// Whether nothing has.
    var isIdentity: Bool { trimmedRight == 0 && trimmedLeft == 0 }
  }

  /// The representation of alleles at a position (from 0).
  ///
  /// - Precondition: The alleles are bases, not all of them equal; the window stands on their sequence.
  /// - Complexity: O(n) in the bases that the variant moves.
  static func align(
    _ alleles: borrowing AlleleStrings, position: Int, _ window: inout ReferenceWindow
  ) throws(ReferenceError) -> Result {
    var shortest = Int.max
    for allele in 0..<alleles.count { shortest = min(shortest, alleles[allele].count) }
    var right = 0
    while shortest + position - right > 1 {
      // Beyond the shortest allele, bases of the genome are looked at.
      if right >= shortest {
        let needed = position - 1 - (right - shortest)
        if needed < window.start || needed >= window.start + window.bases.count {
          try window.load(needed..<max(position, needed + 1))
          guard window.holds(needed..<needed + 1) else { break }
        }
      }
      guard haveEqualEnds(alleles, right, position, window.bases.span, window.start) else { break }
      right += 1
    }
    if right >= shortest {
      let padded = right - shortest + 1
      return Result(
        position: position - padded, trimmedRight: right, padded: padded, trimmedLeft: 0)
    }
    var left = 0
    while shortest - right - left > 1, haveEqualStarts(alleles, left) { left += 1 }
    return Result(
      position: position + left, trimmedRight: right, padded: 0, trimmedLeft: left)
  }

  private static func haveEqualEnds(
    _ alleles: borrowing AlleleStrings, _ right: Int, _ position: Int, _ bases: Span<UInt8>,
    _ start: Int
  ) -> Bool {
    var first: UInt8 = 0
    for allele in 0..<alleles.count {
      let range = alleles[allele]
      let base: UInt8
      if right < range.count {
        base = alleles.bytes[range.upperBound - 1 - right] & 0xDF
      } else {
        let place = position - 1 - (right - range.count) - start
        guard place >= 0, place < bases.count else { return false }
        base = bases[place]
      }
      if allele == 0 { first = base } else if base != first { return false }
    }
    return true
  }

  private static func haveEqualStarts(_ alleles: borrowing AlleleStrings, _ left: Int) -> Bool {
    let first = alleles.bytes[alleles[0].lowerBound + left] & 0xDF
    for allele in 1..<alleles.count
    where alleles.bytes[alleles[allele].lowerBound + left] & 0xDF != first {
      return false
    }
    return true
  }

  /// Gives the alleles in that representation, in upper case.
  static func apply(
    _ result: Result, to alleles: borrowing AlleleStrings, _ window: inout ReferenceWindow,
    into output: inout AlleleStrings
  ) throws(ReferenceError) {
    let context = result.position..<result.position + result.padded
    if !window.holds(context) { try window.load(context) }
    output.removeAll()
    let start = context.lowerBound - window.start
    for allele in 0..<alleles.count {
      let range = alleles[allele]
      let kept = range.count - result.trimmedRight
      let from = range.lowerBound + result.trimmedLeft
      output.append(
        window.bases.span, start..<start + result.padded + min(kept, 0), then: alleles,
        from..<max(range.lowerBound + kept, from))
    }
  }
}
