/// A build of the human reference genome.
package enum Assembly: String, CaseIterable, Codable, Sendable {
  /// Genome Reference Consortium build 37 (hg19).
  case grch37 = "GRCh37"
  /// Genome Reference Consortium build 38 (hg38).
  case grch38 = "GRCh38"
  /// Telomere-to-Telomere CHM13 v2.0.
  case t2t = "T2T-CHM13"
}

extension Assembly {
  /// The chromosomes every table of contigs begins with: `1` to `22`, `X`, `Y`, `MT`.
  package static let chromosomes: [String] = (1...22).map(String.init) + ["X", "Y", "MT"]

  /// The one form of a contig's name: `1`…`22`, `X`, `Y`, `MT` for every spelling of a chromosome
  /// (`chr1`, `1`, the RefSeq accession in this build), any other name as it is.
  package func canonicalName(of name: String) -> String {
    guard let index = chromosomeIndex(of: name) else { return name }
    return Self.chromosomes[index]
  }

  /// Index in ``chromosomes`` of a contig named in any spelling; nil for other contigs.
  package func chromosomeIndex(of name: String) -> Int? {
    let bytes = Array(name.utf8)
    return Self.chromosomeIndex(bytes.span, 0..<bytes.count)
      ?? accessions.firstIndex(of: name)
  }

  /// Bases of a chromosome of this build; nil for other contigs.
  package func length(of name: String) -> Int? {
    chromosomeIndex(of: name).map { lengths[$0] }
  }

  /// The builds in which a chromosome has this many bases.
  ///
  /// The mitochondrion is left out: it is the same in all builds.
  package static func builds(chromosome name: String, length: Int) -> [Assembly] {
    allCases.filter { build in
      guard let index = build.chromosomeIndex(of: name), index < 24 else { return false }
      return build.lengths[index] == length
    }
  }

  /// Index of a chromosome spelt `1`, `chr1`, `X`, `M`, `MT`…; accessions are not looked at.
  static func chromosomeIndex(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var start = range.lowerBound
    let end = range.upperBound
    if end - start > 3, text[start] | 0x20 == UInt8(ascii: "c"),
      text[start + 1] | 0x20 == UInt8(ascii: "h"), text[start + 2] | 0x20 == UInt8(ascii: "r")
    {
      start += 3
    }
    switch end - start {
    case 1:
      let byte = text[start]
      if byte >= 0x31, byte <= 0x39 { return Int(byte) - 0x31 }
      switch byte {
      case UInt8(ascii: "X"), UInt8(ascii: "x"): return 22
      case UInt8(ascii: "Y"), UInt8(ascii: "y"): return 23
      case UInt8(ascii: "M"), UInt8(ascii: "m"): return 24
      default: return nil
      }
    case 2:
      let first = text[start]
      let second = text[start + 1]
      if first | 0x20 == UInt8(ascii: "m"), second | 0x20 == UInt8(ascii: "t") { return 24 }
      guard first == 0x31 || first == 0x32, second >= 0x30, second <= 0x39 else { return nil }
      let number = Int(first - 0x30) * 10 + Int(second - 0x30)
      return number <= 22 ? number - 1 : nil
    default:
      return nil
    }
  }
}
