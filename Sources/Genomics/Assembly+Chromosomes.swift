extension Assembly {
  /// RefSeq accessions in the order of ``chromosomes`` (NCBI assembly reports GCF_000001405.25,
  /// GCF_000001405.40 and GCF_009914755.1; CHM13's mitochondrion has a GenBank accession only).
  var accessions: [String] {
    switch self {
    case .grch37:
      Self.accessions(versions: [
        10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9,
      ])
    case .grch38:
      Self.accessions(versions: [
        11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11,
        10,
      ])
    case .t2t:
      (60925...60948).map { "NC_0\($0).1" } + ["CP068254.1"]
    }
  }

  private static func accessions(versions: [Int]) -> [String] {
    versions.enumerated().map { index, version in
      let number = String(index + 1)
      return "NC_" + String(repeating: "0", count: 6 - number.count) + "\(number).\(version)"
    } + ["NC_012920.1"]
  }

  /// Bases of each chromosome in the order of ``chromosomes`` (same sources).
  var lengths: [Int] {
    switch self {
    case .grch37: Self.lengths37
    case .grch38: Self.lengths38
    case .t2t: Self.lengthsT2T
    }
  }

  private static let lengths37 = [
    249_250_621, 243_199_373, 198_022_430, 191_154_276, 180_915_260, 171_115_067, 159_138_663,
    146_364_022, 141_213_431, 135_534_747, 135_006_516, 133_851_895, 115_169_878, 107_349_540,
    102_531_392, 90_354_753, 81_195_210, 78_077_248, 59_128_983, 63_025_520, 48_129_895,
    51_304_566, 155_270_560, 59_373_566, 16_569,
  ]

  private static let lengths38 = [
    248_956_422, 242_193_529, 198_295_559, 190_214_555, 181_538_259, 170_805_979, 159_345_973,
    145_138_636, 138_394_717, 133_797_422, 135_086_622, 133_275_309, 114_364_328, 107_043_718,
    101_991_189, 90_338_345, 83_257_441, 80_373_285, 58_617_616, 64_444_167, 46_709_983,
    50_818_468, 156_040_895, 57_227_415, 16_569,
  ]

  private static let lengthsT2T = [
    248_387_328, 242_696_752, 201_105_948, 193_574_945, 182_045_439, 172_126_628, 160_567_428,
    146_259_331, 150_617_247, 134_758_134, 135_127_769, 133_324_548, 113_566_686, 101_161_492,
    99_753_195, 96_330_374, 84_276_897, 80_542_538, 61_707_364, 66_210_255, 45_090_682,
    51_324_926, 154_259_566, 62_460_029, 16_569,
  ]
}
