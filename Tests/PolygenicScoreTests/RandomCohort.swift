import TestSupport

/// A random cohort with a scoring file that meets it in every way the rules know.
struct RandomCohort {
  private(set) var cohort = Cohort(samples: [], records: [])
  private(set) var scoringFile = ""
  private var random: SeededGenerator
  private let isHarmonised: Bool
  private let prefix: String
  private var rows: [String] = []

  private static let sites = 70

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    isHarmonised = seed % 2 == 0
    prefix = ["", "chr", "Chr"][Int(seed % 3)]
    cohort.samples = (0..<Int.random(in: 1...9, using: &random)).map { "P\($0)" }
    for contig in ["1", "2", "22", "X", "Y"] {
      var position = 1000
      for _ in 0..<Self.sites / 5 {
        position += Int.random(in: 1...9, using: &random)
        addSite(contig, position)
      }
    }
    rows.shuffle(using: &random)
    scoringFile = header + rows.map { $0 + "\n" }.joined()
  }

  private var header: String {
    var lines = ["#pgs_id=RANDOM", "#genome_build=GRCh38"]
    if isHarmonised { lines += ["#HmPOS_build=GRCh38", "#HmPOS_date=2024-01-01"] }
    lines.append(
      "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\tis_recessive"
        + "\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\thm_chr\thm_pos\thm_inferOtherAllele"
    )
    return lines.map { $0 + "\n" }.joined()
  }

  private mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < share
  }

  private mutating func pick(_ choices: [String]) -> String {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  private mutating func addSite(_ contig: String, _ position: Int) {
    var alleles: [(String, [String])] = []
    let isRepeated = chance(0.15)
    for _ in 0..<(isRepeated ? 2 : 1) {
      let reference = chance(0.15) ? pick(["AC", "GTT", "CA"]) : pick(["A", "C", "G", "T"])
      var others = ["A", "C", "G", "T", "TA", "GC", "*"].filter { $0 != reference }
      others.shuffle(using: &random)
      let count = chance(0.15) ? 2 : chance(0.05) ? 3 : 1
      alleles.append((reference, Array(others.prefix(count))))
    }
    if isRepeated, chance(0.5) { alleles[1] = alleles[0] }
    for (reference, alternatives) in alleles {
      let shown = chance(0.03) ? "." : alternatives.joined(separator: ",")
      cohort.records.append(
        Cohort.record(
          prefix + contig, position, reference, shown,
          cohort.samples.indices.map {
            genotype(contig, isFirstSex: $0 % 2 == 0, shown == "." ? 0 : alternatives.count)
          }, format: "GT:DP"))
    }
    let (reference, alternatives) = alleles[Int.random(in: 0..<alleles.count, using: &random)]
    let rowCount = chance(0.1) ? 0 : chance(0.2) ? 2 : chance(0.05) ? 3 : 1
    for _ in 0..<rowCount { addRow(contig, position, reference, pick(alternatives)) }
  }

  private mutating func genotype(
    _ contig: String, isFirstSex: Bool, _ alternatives: Int
  ) -> String {
    let isHaploid = contig == "X" && isFirstSex || contig == "Y" || chance(0.02)
    var alleles = (0..<(isHaploid ? 1 : 2)).map { _ in
      String(Int.random(in: 0...alternatives, using: &random))
    }
    if chance(0.06) { alleles = alleles.map { _ in "." } }
    if chance(0.02) { alleles[0] = "." }
    let depth = chance(0.9) ? ":12" : ""
    return alleles.joined(separator: chance(0.5) ? "|" : "/") + depth
  }

  private static func complement(_ allele: String) -> String {
    let bases: [Character: Character] = ["A": "T", "C": "G", "G": "C", "T": "A"]
    return String(allele.map { bases[$0] ?? $0 })
  }

  private mutating func addRow(
    _ contig: String, _ position: Int, _ reference: String, _ alternative: String
  ) {
    var effect = reference
    var other = alternative
    if chance(0.6) { swap(&effect, &other) }
    if chance(0.15) {
      effect = Self.complement(effect)
      other = Self.complement(other)
    }
    if chance(0.08) { other = pick(["A", "C", "G", "T", "CT"]) }
    var inferred = ""
    if chance(0.2) {
      inferred = isHarmonised && chance(0.5) ? other : chance(0.5) ? "A/C" : ""
      other = chance(0.2) ? "A/T" : ""
    }
    let weight = String(Double.random(in: -1...1, using: &random))
    var cells = [effect, other, weight, "", "", "", "", ""]
    if chance(0.1) { cells[3] = "TRUE" } else if chance(0.1) { cells[4] = "True" }
    if chance(0.08) {
      cells[2] = ""
      for column in 5...7 { cells[column] = String(Double.random(in: -1...1, using: &random)) }
    }
    let isPlaced = !chance(0.04)
    let place = isPlaced ? [chance(0.03) ? "MT" : contig, String(position)] : ["", ""]
    let wrong = ["3", "77"]
    rows.append(
      ((isHarmonised ? wrong : place) + cells + (isHarmonised ? place : wrong) + [inferred])
        .joined(separator: "\t"))
  }
}
