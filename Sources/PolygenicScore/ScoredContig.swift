internal import ByteIO
package import Genomics

/// The contigs that polygenic scores are defined on: 1 to 22, X and Y.
///
/// As `pgscatalog.match` and `plink2 --set-all-var-ids` see them: a leading `chr` in any case is not part
/// of the name; every other contig (mitochondrion, patches, decoys) is never matched.
package enum ScoredContig {
  /// The number of X.
  package static let x: UInt8 = 23
  /// The number of Y.
  package static let y: UInt8 = 24

  /// The number of the contig that a range of text names: 1 to 22, 23 for X, 24 for Y, nil for others.
  package static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt8? {
    var start = range.lowerBound
    if range.count > 3, text[start] | 0x20 == UInt8(ascii: "c"),
      text[start + 1] | 0x20 == UInt8(ascii: "h"), text[start + 2] | 0x20 == UInt8(ascii: "r")
    {
      start += 3
    }
    switch range.upperBound - start {
    case 1:
      switch text[start] {
      case UInt8(ascii: "X"): return x
      case UInt8(ascii: "Y"): return y
      case UInt8(ascii: "1")...UInt8(ascii: "9"): return text[start] - UInt8(ascii: "0")
      default: return nil
      }
    case 2:
      let tens = text[start] &- UInt8(ascii: "0")
      let ones = text[start + 1] &- UInt8(ascii: "0")
      guard tens == 1 || tens == 2, ones <= 9, tens * 10 + ones <= 22 else { return nil }
      return tens * 10 + ones
    default:
      return nil
    }
  }

  /// The number of a contig that may also be named by its RefSeq accession in an assembly.
  package static func number(
    _ text: Span<UInt8>, _ range: Range<Int>, in assembly: Assembly?
  ) -> UInt8? {
    if let number = number(text, range) { return number }
    guard let index = assembly?.chromosomeIndex(of: string(text, range)), index < Int(y) else {
      return nil
    }
    return UInt8(index + 1)
  }

  /// The name of a numbered contig, as outputs print it.
  package static func name(_ number: UInt8) -> String {
    switch number {
    case x: "X"
    case y: "Y"
    default: String(number)
    }
  }
}
