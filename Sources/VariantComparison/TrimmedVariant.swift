/// A change of the genome without the bases that both alleles share: bases from one place to another become other ones.
package struct TrimmedVariant: Sendable, Hashable {
  /// The first base that changes, from 0; where bases are put in, the one behind them.
  package let start: Int
  /// Behind the last base that changes.
  package let end: Int
  /// What stands there instead, in capitals.
  package let bases: [UInt8]

  /// A change of bases that are known to differ.
  init(start: Int, end: Int, bases: [UInt8]) {
    self.start = start
    self.end = end
    self.bases = bases
  }

  /// The change from one allele to another, shared bases set aside: those at the beginning first, since VCF puts the base
  /// before a change there. So what two neighbouring records change does not overlap where the records do.
  ///
  /// - Parameters:
  ///   - position: Of the reference allele's first base, from 0.
  ///   - reference: The reference allele.
  ///   - alternative: The other allele; both of bases, in capitals.
  /// - Returns: Nil where the alleles are the same.
  package init?(position: Int, reference: [UInt8], alternative: [UInt8]) {
    let shared = min(reference.count, alternative.count)
    var left = 0
    while left < shared, reference[left] == alternative[left] { left += 1 }
    var right = 0
    while right < shared - left,
      reference[reference.count - 1 - right] == alternative[alternative.count - 1 - right]
    {
      right += 1
    }
    guard reference.count > left + right || alternative.count > left + right else { return nil }
    start = position + left
    end = position + reference.count - right
    bases = Array(alternative[left..<alternative.count - right])
  }
}
