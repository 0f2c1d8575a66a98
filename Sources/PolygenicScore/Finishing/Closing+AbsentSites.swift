internal import ReferenceGenome

/// Rows at whose position no record stands.
extension Closing {
  /// Does with them what the rules say.
  mutating func fillAbsentSites() throws(PolygenicScoreError) {
    guard rules.absent != .unmatched, sum.samples != nil else { return }
    for (score, file) in index.files.enumerated() {
      for (number, row) in file.rows.enumerated() where row.canMatch {
        let global = index.firstRow[score] + number
        if rules.absent == .fail, sum.fates[global].rawValue <= RowFate.unfitting.rawValue {
          throw absent(row, isUnfitting: sum.fates[global] == .unfitting)
        }
        guard sum.fates[global] == .notMet else { continue }
        if rules.absent == .mean {
          try impute(row, global, score, file)
        } else {
          try takeReference(row, global, score, file)
        }
      }
    }
  }

  private func absent(_ row: ScoringRow, isUnfitting: Bool) -> PolygenicScoreError {
    let place = "\(ScoredContig.name(row.contig)):\(row.position)"
    return PolygenicScoreError(
      .missingSite,
      isUnfitting
        ? "no record at \(place) has the alleles of the score; call the site again, or set absent to unmatched"
        : "no record stands at \(place), which a score needs; call the site, or set absent to unmatched"
    )
  }

  /// Every sample has the reference.
  private mutating func takeReference(
    _ row: ScoringRow, _ number: Int, _ score: Int, _ file: ScoringFile
  ) throws(PolygenicScoreError) {
    let type: MatchType?
    do throws(ReferenceError) {
      type = try scorer.evidence.reference?.type(of: row, in: file)
    } catch {
      throw PolygenicScoreError(error)
    }
    guard let type else { return }
    let start = Int(row.position)
    if rules.absent == .covered {
      let end = start + row.referenceCount(type, in: file) - 1
      guard scorer.evidence.coverage?.cover(contig: row.contig, start...end) == true else { return }
    }
    let match = SideMatch.withoutAlternative(
      number, rules.absent == .covered ? .covered : .assumed, type, row, in: file,
      scorer.matchRules)
    try note(
      match, reference: Array(file.alleles[row.referenceAllele(type, in: file)]),
      alternative: Array(file.alleles[row.alternativeAllele(type, in: file)]))
    guard match.exclusions.isEmpty else { return }
    let genotype = GenotypeRow(effectIsReference: !type.effectIsAlternative)
    let table = RowTable(row, of: file, genotype, rules)
    sum.totals[score].add(
      score: table.baseline[0], dosage: table.baseline[1], samples: sampleCount, isObserved: true)
  }

  /// Every sample has the expected dosage at the allele's frequency.
  private mutating func impute(
    _ row: ScoringRow, _ number: Int, _ score: Int, _ file: ScoringFile
  ) throws(PolygenicScoreError) {
    let place = number - index.firstRow[score]
    guard
      let frequency = scorer.evidence.expectedFrequency(of: row, number: place, in: file)
    else { return }
    let match = SideMatch(
      row: number, part: nil, method: .imputed, type: .noOAAlt, pair: -1, labels: [],
      exclusions: [])
    try note(match, reference: [], alternative: Array(file.alleles[file.range(row.effectAllele)]))
    var genotype = GenotypeRow(effectIsReference: false)
    genotype.expected = frequency
    // A row of missing genotypes: their tabulated value is what each sample gets.
    genotype.others = 0..<1
    var imputing = rules
    imputing.missing = .mean
    let table = RowTable(row, of: file, genotype, imputing)
    let missing = table.baseline + table.deviations[Int(GenotypeClasses.missingDiploid)]
    sum.totals[score].add(
      score: missing[0], dosage: 0, samples: sampleCount, isObserved: false)
    if sum.keeps.contains(.bounds) {
      let open = table.open(genotype)
      if sum.bounds[score].values.isEmpty {
        sum.bounds[score].values = Array(repeating: .zero, count: sampleCount)
      }
      for sample in 0..<sampleCount { sum.bounds[score].values[sample] += open.ofTwo }
    }
  }
}
