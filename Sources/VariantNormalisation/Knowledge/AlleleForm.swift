import ByteIO
import ReferenceGenome

/// Writes alleles in the one form in which they are compared: as short as they go, with a genome also as far to the
/// left as they go, in upper case (Tan, Abecasis and Kang 2015).
struct AlleleForm {
  private var window: ReferenceWindow
  private var hasContig = false
  private var pair = AlleleStrings()
  private var aligned = AlleleStrings()

  /// - Parameter genome: The genome; without it alleles are trimmed where they stand.
  init(_ genome: ReferenceGenome?) {
    window = ReferenceWindow(genome)
  }

  /// Goes to the contig named by a range of a text.
  mutating func select(_ text: Span<UInt8>, _ contig: Range<Int>) {
    hasContig = window.select(text, contig)
  }

  /// Appends an alternate allele as `REF`, a tab and `ALT`.
  ///
  /// - Parameters:
  ///   - position: POS of the record, from 1.
  ///   - end: The last position that a symbolic allele concerns: it tells such alleles apart.
  /// - Returns: The position of the form; nil for what is no allele of its own: `*`, `<*>`, one equal to REF.
  /// - Complexity: O(n) in the alleles and the bases that they move.
  mutating func append(
    _ allele: Int, of alleles: borrowing AlleleStrings, position: Int, end: Int,
    to output: inout [UInt8]
  ) throws(ReferenceError) -> Int? {
    let reference = alleles[0]
    let alternate = alleles[allele]
    if alleles.isStar(allele) || alleles.isUnspecified(allele) || alleles.areEqual(0, allele)
      || alternate.isEmpty
    {
      return nil
    }
    if reference.count == 1, alternate.count == 1 {
      Self.append(alleles, 0, allele, to: &output)
      return position
    }
    guard position > 0, alleles.isBases(0), alleles.isBases(allele) else {
      Self.append(alleles, 0, allele, to: &output)
      if alleles.isSymbolic(allele) {
        output.append(UInt8(ascii: "@"))
        output.append(decimal: end)
      }
      return position
    }
    pair.read(alleles, first: 0, then: allele)
    let bases = position - 1..<position - 1 + reference.count
    if hasContig, !window.holds(bases) { try window.load(bases) }
    if hasContig, window.holds(bases) {
      let result = try LeftAlignment.align(pair, position: position - 1, &window)
      if result.isIdentity {
        Self.append(pair, 0, 1, to: &output)
        return position
      }
      try LeftAlignment.apply(result, to: pair, &window, into: &aligned)
      Self.append(aligned, 0, 1, to: &output)
      return result.position + 1
    }
    let (left, right) = Self.common(pair)
    for index in 0..<2 {
      let range = pair[index]
      for offset in range.lowerBound + left..<range.upperBound - right {
        output.append(pair.bytes[offset] & 0xDF)
      }
      if index == 0 { output.append(UInt8(ascii: "\t")) }
    }
    return position + left
  }

  /// Bases that both alleles begin and end with, as long as each keeps one; those of the end count first.
  private static func common(_ pair: borrowing AlleleStrings) -> (left: Int, right: Int) {
    let reference = pair[0]
    let alternate = pair[1]
    let shortest = min(reference.count, alternate.count)
    var right = 0
    while right < shortest - 1,
      pair.bytes[reference.upperBound - 1 - right] & 0xDF
        == pair.bytes[alternate.upperBound - 1 - right] & 0xDF
    {
      right += 1
    }
    var left = 0
    while left < shortest - right - 1,
      pair.bytes[reference.lowerBound + left] & 0xDF
        == pair.bytes[alternate.lowerBound + left] & 0xDF
    {
      left += 1
    }
    return (left, right)
  }

  /// Letters of bases in upper case; a symbolic allele or breakend stays as it is spelt.
  private static func append(
    _ alleles: borrowing AlleleStrings, _ reference: Int, _ alternate: Int,
    to output: inout [UInt8]
  ) {
    for allele in [reference, alternate] {
      let isBases = alleles.isBases(allele)
      for offset in alleles[allele] {
        let byte = alleles.bytes[offset]
        output.append(isBases ? byte & 0xDF : byte)
      }
      if allele == reference { output.append(UInt8(ascii: "\t")) }
    }
  }
}
