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

  /// The change from one allele to another, shared bases set aside: those at the end first.
  ///
  /// - Parameters:
  ///   - position: Of the reference allele's first base, from 0.
  ///   - reference: The reference allele.
  ///   - alternative: The other allele; both of bases.
  /// - Returns: Nil where the alleles are the same.
  package init?(position: Int, reference: [UInt8], alternative: [UInt8]) {
    let (from, to) = (reference.map { $0 & 0xDF }, alternative.map { $0 & 0xDF })
    var right = 0
    while right < min(from.count, to.count),
      from[from.count - 1 - right] == to[to.count - 1 - right]
    {
      right += 1
    }
    var left = 0
    while left < min(from.count, to.count) - right, from[left] == to[left] { left += 1 }
    guard from.count > left + right || to.count > left + right else { return nil }
    start = position + left
    end = position + from.count - right
    bases = Array(to[left..<to.count - right])
  }
}
