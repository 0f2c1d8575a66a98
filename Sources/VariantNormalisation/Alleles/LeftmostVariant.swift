import ByteIO
package import ReferenceGenome

/// An insertion or deletion in its shortest and leftmost form, and how far right it could be written.
package struct LeftmostVariant: Sendable, Equatable {
  /// The position of the first base of the leftmost form, from 1.
  package var position: Int
  /// The reference allele, in upper case.
  package var reference: [UInt8]
  /// The alternative allele, in upper case.
  package var alternative: [UInt8]

  /// The form of a variant at a position (from 1) of the sequence that a window stands on.
  ///
  /// - Returns: Nil where an allele is not made of bases, or REF is not what the genome has there.
  /// - Complexity: O(n) in the bases that the variant moves.
  package init?(
    _ reference: Span<UInt8>, _ alternative: Span<UInt8>, position: Int,
    _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    var alleles = AlleleStrings()
    alleles.append(reference, 0..<reference.count)
    alleles.append(alternative, 0..<alternative.count)
    guard !reference.isEmpty, !alternative.isEmpty, alleles.isBases(0), alleles.isBases(1),
      !alleles.areEqual(0, 1)
    else { return nil }
    let check = try ReferenceCheck.check(
      alleles, position: position - 1, hasContig: window.contig != nil, &window)
    guard check == .agrees else { return nil }
    let result = try LeftAlignment.align(alleles, position: position - 1, &window)
    var output = AlleleStrings()
    try LeftAlignment.apply(result, to: alleles, &window, into: &output)
    self.position = result.position + 1
    self.reference = Array(output.bytes[output[0]])
    self.alternative = Array(output.bytes[output[1]])
  }

  /// The last position (from 1) at which the variant can be written with one base before the change.
  ///
  /// - Parameter limit: How many bases are looked at.
  package func lastPosition(
    _ window: inout ReferenceWindow, limit: Int = 1000
  ) throws(ReferenceError) -> Int {
    let changed = max(reference.count, alternative.count) - 1
    guard min(reference.count, alternative.count) == 1, changed > 0 else { return position }
    let unit = reference.count > alternative.count ? reference : alternative
    // What follows the first base once the longer allele stands there.
    let behind = position - 1 + reference.count
    try window.load(behind..<behind + limit)
    var moved = 0
    while moved < limit, window.holds(behind + moved..<behind + moved + 1) {
      let next = window.bases[behind + moved - window.start]
      let before =
        moved < changed
        ? unit[1 + moved] : window.bases[behind + moved - changed - window.start]
      if next != before { break }
      moved += 1
    }
    return position + moved
  }
}
