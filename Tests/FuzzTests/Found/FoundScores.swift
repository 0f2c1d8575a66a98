import PolygenicScore

/// Scoring files and what meets them.
extension FoundInput {
  static let scores = [
    FoundInput("many columns in a scoring file") {
      scoringFile([
        "#pgs_id=X",
        (["chr_name", "chr_position", "effect_allele", "effect_weight"]
          + (0..<120_000).map { "c\($0)" }).joined(separator: "\t"), "1\t100\tA\t1",
      ])
    },
    FoundInput("many refused records at one scored position") {
      variants(samples: 1, Array(repeating: "1 100 . A C . . . GT 9/9", count: 6000))
    },
    FoundInput("many records at one scored position") {
      variants(samples: 1, Array(repeating: "1 100 . A C . . . GT 0/1", count: 30_000))
    },
    FoundInput("many alternate alleles at one scored position") {
      variants(samples: 1, Array(repeating: "1 100 . A \(alleles(3000)) . . . GT 0/1", count: 40))
    },
    FoundInput("many rows of a score at one position") {
      scoringFile(
        ["#pgs_id=X", "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight"]
          + Array(repeating: "1\t100\tA\tC\t1", count: 60_000))
    },
    FoundInput("committed counts that leave 32 bits when they are merged") {
      var sums = ScoreAccumulator(try FuzzTarget.fixedScorer().index).encoded()
      // One score with one sample and all counts at their largest.
      var words: [UInt64] = [1, 1] + [1, 0x41]
      for _ in ScoringSeed.fixed {
        words += [5, 0, 0, 1, 0, 0] + [1, 0x7FFF_FFFF, 1, 0x7FFF_FFFF, 1, 0x7FFF_FFFF]
      }
      sums.removeSubrange(24...)
      for word in words {
        for index in 0..<(word == 0x41 ? 1 : 8) {
          sums.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index)))
        }
      }
      sums += Array(repeating: 0, count: 24)
      return FuzzInput(kind: .accumulator, bytes: sums, text: nil)
    },
  ]
}
