/// Where the columns that scoring needs stand in a row.
struct ScoringColumns {
  /// How many the header names.
  let count: Int
  let contig: Int
  let position: Int
  let effectAllele: Int
  let otherAllele: Int?
  let inferredOtherAllele: Int?
  /// What weights are read from; nil where rows have weights by genotype only.
  let weight: WeightColumn?
  /// `dosage_0_weight` to `dosage_2_weight`; nil unless all three columns are there.
  let genotypeWeights: InlineArray<3, Int>?
  let frequency: Int?
  let isDominant: Int?
  let isRecessive: Int?
  let isHaplotype: Int?
  let isDiplotype: Int?
  let isInteraction: Int?

  init(_ header: ScoringFileHeader) throws(PolygenicScoreError) {
    count = header.columns.count
    func index(_ name: String) -> Int? { header.columns.firstIndex(of: name) }
    func required(_ name: String, _ remedy: String) throws(PolygenicScoreError) -> Int {
      guard let index = index(name) else {
        throw PolygenicScoreError(
          .scoringFile, "the column is missing; \(remedy)", line: header.columnLine, field: name)
      }
      return index
    }
    let harmonised = header.isHarmonised
    let remedy =
      harmonised
      ? "the header says that positions are harmonised"
      : "use a file with positions, such as the harmonised one of the PGS Catalog (hmPOS)"
    contig = try required(harmonised ? "hm_chr" : "chr_name", remedy)
    position = try required(harmonised ? "hm_pos" : "chr_position", remedy)
    effectAllele = try required("effect_allele", "a score cannot be computed without it")
    // Format version 1 called the other allele the reference allele.
    otherAllele = index("other_allele") ?? index("reference_allele")
    inferredOtherAllele = harmonised ? index("hm_inferOtherAllele") : nil
    weight = try WeightColumn(header)
    if let none = index("dosage_0_weight"), let one = index("dosage_1_weight"),
      let two = index("dosage_2_weight")
    {
      genotypeWeights = [none, one, two]
    } else {
      genotypeWeights = nil
    }
    guard weight != nil || genotypeWeights != nil else {
      throw PolygenicScoreError(
        .scoringFile,
        "neither this column, nor OR or HR, nor all of dosage_0_weight, dosage_1_weight, dosage_2_weight "
          + "are there; a score cannot be computed without weights",
        line: header.columnLine, field: "effect_weight")
    }
    frequency = index("allelefrequency_effect")
    isDominant = index("is_dominant")
    isRecessive = index("is_recessive")
    isHaplotype = index("is_haplotype")
    isDiplotype = index("is_diplotype")
    isInteraction = index("is_interaction")
  }
}
