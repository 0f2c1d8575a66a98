/// Much of what there is little of in real files: work must not grow with its square.
extension FoundInput {
  // Such that squares take minutes in either build.
  #if DEBUG
    private static let many = 15_000
  #else
    private static let many = 120_000
  #endif

  static let quantities = [
    FoundInput("many identifiers in one record") {
      variants(["1 5 \((0..<many).map { "id\($0)" }.joined(separator: ";")) A C . . ."])
    },
    FoundInput("many filters in one record") {
      variants(["1 5 . A C . \((0..<many).map { "f\($0)" }.joined(separator: ";")) ."])
    },
    FoundInput("many alternate alleles in one record") {
      variants(samples: 1, ["1 5 . A \(alleles(many)) . . . GT 0/\(many)"])
    },
    FoundInput("many INFO keys in one record") {
      variants(["1 5 . A C . . \((0..<many).map { "k\($0)" }.joined(separator: ";"))"])
    },
    FoundInput("many FORMAT keys in one record") {
      let keys = (0..<many).map { "k\($0)" }.joined(separator: ":")
      return variants(samples: 1, ["1 5 . A C . . . \(keys) ."])
    },
    FoundInput("many local alleles in a cell") {
      variants(
        version: "4.5", meta: [definition("FORMAT", "LAD", "LR", "Integer")], samples: 1,
        [
          "1 5 . A \(alleles(many / 2)) . . . GT:LAA:LAD "
            + "0/1:\((1...many / 2).map(String.init).joined(separator: ",")):\(list("1", many / 2 + 1))"
        ])
    },
    FoundInput("many alleles in a call") {
      variants(
        version: "4.5", samples: 1,
        [
          "1 5 . A \(alleles(many / 4)) . . . GT:M5mC "
            + (0..<many / 4).map(String.init).joined(separator: "/") + ":."
        ])
    },
    FoundInput("many contigs whose names begin alike") {
      let contigs = (0..<many).map { "##contig=<ID=scaffold_\(100_000 + $0)>" }
      return variants(meta: contigs, ["scaffold_\(99_999 + many) 5 . A C . . ."])
    },
    FoundInput("many variants at one position") {
      variants((0..<many).map { "1 5 . A \(bases($0)) . . ." })
    },
    FoundInput("many blank lines") {
      var input = variants(["1 5 . A C . . ."])
      input.bytes += Array(repeating: 0x0A, count: 3 << 20)
      return FuzzInput(kind: .variants, bytes: input.bytes, text: input.bytes)
    },
    FoundInput("many contigs with a record far behind, to be indexed") {
      variants((0..<900).map { "c\($0) 2147483646 . A C . . ." })
    },
  ]

  /// Different alleles of bases.
  static func alleles(_ count: Int) -> String {
    (1...count).map { bases($0) }.joined(separator: ",")
  }

  /// The bases that a number spells to base 4, with a first one before them.
  private static func bases(_ number: Int) -> String {
    var text: [UInt8] = [0x43]
    for place in 0..<9 { text.append(Array("ACGT".utf8)[number >> (2 * place) & 3]) }
    return String(decoding: text, as: UTF8.self)
  }
}
