/// Small scoring files of the PGS Catalog.
enum ScoringSeed {
  static func text(seed: UInt64) -> [UInt8] {
    var choices = Choices(seed: seed)
    let isHarmonised = choices.oneIn(2)
    var lines = ["###PGS CATALOG SCORING FILE", "#pgs_id=PGS\(seed % 1000)"]
    lines.append("#genome_build=GRCh37")
    if isHarmonised { lines += ["#HmPOS_build=GRCh38", "#HmPOS_date=2024-01-01"] }
    lines.append(
      "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect"
        + "\tis_dominant\tis_recessive\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight"
        + "\thm_chr\thm_pos\thm_inferOtherAllele")
    for _ in 0..<choices.number(1...9) {
      let contig = choices.pick(["1", "2", "X", "chr1", "MT"])
      let position = "\(100 + 10 * choices.below(6))"
      let hasClasses = choices.oneIn(6)
      lines.append(
        [
          contig, position, choices.pick(["A", "C", "G", "T", "ACGT"]),
          choices.pick(["A", "C", "G", "", "A/C"]), hasClasses ? "" : choices.pick(weights),
          choices.pick(["", "0.25", "NA"]), choices.oneIn(8) ? "True" : "",
          choices.oneIn(8) ? "1" : "", hasClasses ? "0" : "", hasClasses ? "0.5" : "",
          hasClasses ? "1e-3" : "", contig, position, choices.pick(["", "C"]),
        ].joined(separator: "\t"))
    }
    return Array((lines.joined(separator: choices.oneIn(8) ? "\r\n" : "\n") + "\n").utf8)
  }

  private static let weights = ["0.5", "-1.25", "1e-300", "123456789012345678", "0"]

  /// The scores that variants are scored with: each has one row at many of the seeds' positions.
  static let fixed: [[UInt8]] = [("A", "C"), ("C", "A"), ("G", "A"), ("G", ""), ("A", "T")].map {
    (effect, other) in
    var lines = ["#pgs_id=FIXED-\(effect)\(other)"]
    lines.append("chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight")
    for contig in ["1", "2", "17", "X"] {
      for step in 0..<5 {
        lines.append("\(contig)\t\(100 + 10 * step)\t\(effect)\t\(other)\t0.\(step + 1)")
      }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }
}
