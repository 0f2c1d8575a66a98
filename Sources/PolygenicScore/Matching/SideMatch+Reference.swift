/// Matches at sites without alternative alleles, where one of the row's alleles is the reference.
extension SideMatch {
  /// A match of a row whose alleles are known to meet the reference in a way.
  static func withoutAlternative(
    _ number: Int, _ method: MatchMethod, _ type: MatchType, _ row: ScoringRow,
    in file: ScoringFile, _ rules: MatchRules
  ) -> SideMatch {
    let pool = file.alleles.span
    let isAmbiguous =
      !row.otherAllele.isAbsent
      && isComplement(
        pool.extracting(file.range(row.effectAllele)), pool.extracting(file.range(row.otherAllele)))
    return SideMatch(
      row: number, part: nil, method: method, type: type, pair: -1,
      labels: isAmbiguous ? .ambiguous : [],
      exclusions: isAmbiguous && rules.ambiguous != .keep ? .ambiguous : [])
  }
}

extension ScoringRow {
  /// Where the allele that is the reference stands in the file's alleles; empty where it is not known.
  func referenceAllele(_ type: MatchType, in file: ScoringFile) -> Range<Int> {
    file.range(type.effectIsAlternative ? otherAllele : effectAllele)
  }

  /// Where the other one stands; empty where the row gives only one.
  func alternativeAllele(_ type: MatchType, in file: ScoringFile) -> Range<Int> {
    file.range(type.effectIsAlternative ? effectAllele : otherAllele)
  }

  /// How many bases of the genome the row is about.
  func referenceCount(_ type: MatchType, in file: ScoringFile) -> Int {
    max(1, referenceAllele(type, in: file).count)
  }
}
