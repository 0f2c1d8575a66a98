internal import ByteIO

/// The columns that scoring needs: where they stand in a row, and what a row says in them.
///
/// A class, since it is large and never changes: a structure would be copied with each call.
final class ScoringColumns {
  /// The names of all columns, as the header gives them.
  let names: [String]
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
  /// Whether rows can be anything but single variants with additive effects.
  let areFlagged: Bool

  init(_ header: ScoringFileHeader) throws(PolygenicScoreError) {
    names = header.columns
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
    areFlagged = [isDominant, isRecessive, isHaplotype, isDiplotype, isInteraction].contains {
      $0 != nil
    }
  }

  /// The position of a row; 0 where it gives none.
  @inline(__always)
  func position(_ line: TabbedLine, _ text: Span<UInt8>) throws(PolygenicScoreError) -> Int32 {
    let range = line.cell(position, text)
    return range.isEmpty ? 0 : try position(in: range, line, text)
  }

  /// The position that a range of the text spells.
  ///
  /// - Throws: `scoringFile` for anything but a whole number from 1.
  @inline(__always)
  func position(
    in range: Range<Int>, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> Int32 {
    guard let value = parseInteger(text, range), value >= 1, value <= Int32.max else {
      throw PolygenicScoreError(
        .scoringFile,
        "the position is not a whole number from 1; correct it, or leave it empty where it is not known",
        line: line.number, field: names[position])
    }
    return Int32(truncatingIfNeeded: value)
  }

  /// The weight that a range of the text spells.
  ///
  /// - Throws: `scoringFile` where it is no number, and for a ratio that has no logarithm.
  func weight(
    _ range: Range<Int>, _ column: WeightColumn, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> Double {
    let value = try number(range, column.name, line, text)
    guard value > 0 || !column.isRatio else {
      throw PolygenicScoreError(
        .scoringFile, "a ratio must be greater than 0, for its logarithm is the weight; correct it",
        line: line.number, field: column.name)
    }
    return column.weight(value)
  }

  /// The number that a range of the text spells.
  ///
  /// - Throws: `scoringFile` for anything but a finite number.
  func number(
    _ range: Range<Int>, _ name: String, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> Double {
    guard let value = parseDouble(text, range) else {
      throw PolygenicScoreError(
        .scoringFile, "the value is not a finite number; correct it, or remove the row",
        line: line.number, field: name)
    }
    return value
  }

  /// The frequency of a row's effect allele; not a number where the row gives none.
  ///
  /// - Throws: `scoringFile` for anything but a number from 0 to 1.
  func frequency(
    _ column: Int, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> Double {
    let range = line.cell(column, text)
    if range.isEmpty { return .nan }
    if let value = parseDouble(text, range), (0...1).contains(value) { return value }
    if ["NA", "NR", ".", "nan", "NaN"].contains(string(text, range)) { return .nan }
    throw PolygenicScoreError(
      .scoringFile, "the frequency is not a number from 0 to 1; correct it, or leave it empty",
      line: line.number, field: "allelefrequency_effect")
  }
}
