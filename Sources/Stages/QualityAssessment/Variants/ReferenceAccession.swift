internal import Genomics

/// Accessions of chromosomes, as genomic names give them.
enum ReferenceAccession {
  /// The versions of `NC_000001` to `NC_000024` in a build (NCBI assembly reports of GRCh37.p13 and GRCh38.p14).
  private static let versions: [Assembly: [Int]] = [
    .grch37: [
      10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9,
    ],
    .grch38: [
      11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10,
    ],
  ]

  /// The chromosome that an accession stands for in a build; the name itself where it is no accession of one.
  ///
  /// - Returns: Nil for a chromosome of another build.
  static func contig(_ name: String, in assembly: Assembly) -> String? {
    let upper = name.uppercased()
    if upper.hasPrefix("NC_012920") { return "MT" }
    if upper.hasPrefix("NC_0609") {
      let parts = upper.dropFirst(3).split(separator: ".")
      guard assembly == .t2t, let number = parts.first.flatMap({ Int($0) }) else {
        return nil
      }
      return chromosome(number - 60_924)
    }
    guard upper.hasPrefix("NC_0000") else { return name }
    let parts = upper.dropFirst(3).split(separator: ".").compactMap { Int($0) }
    guard let number = parts.first, let contig = chromosome(number) else { return nil }
    guard parts.count == 2 else { return contig }
    guard let known = versions[assembly] else { return nil }
    return known[number - 1] == parts[1] ? contig : nil
  }

  private static func chromosome(_ number: Int) -> String? {
    switch number {
    case 1...22: "\(number)"
    case 23: "X"
    case 24: "Y"
    default: nil
    }
  }
}
