/// The sums of the whole input while the last rows are added to them.
///
/// Late rows are added in the order of their numbers, whatever the order of the input, after all others.
struct Closing {
  let scorer: PolygenicScorer
  var sum: ScoreAccumulator
  /// The rows that are matched or excluded on other grounds than their own alleles at their own position.
  var methods: [UInt32: MatchMethod] = [:]
  let rules: ScoringRules
  /// The genotypes of late matches, as a batch.
  let genotypes: ScoredBatch

  var index: ScoreIndex { scorer.index }
  var sampleCount: Int { genotypes.samples.count }

  init(_ scorer: PolygenicScorer, _ accumulator: ScoreAccumulator) {
    self.scorer = scorer
    sum = accumulator
    rules = scorer.rules(sampleCount: accumulator.samples?.count ?? 0)
    var genotypes = ScoredBatch(samples: accumulator.samples ?? [])
    genotypes.rows = accumulator.late.rows
    genotypes.carriers = accumulator.late.carriers
    genotypes.dosages = accumulator.late.dosages
    self.genotypes = genotypes
  }

  /// Gives rows that met no record exactly their second try, then the blocks that they stand in.
  mutating func decideLateMatches() throws(PolygenicScoreError) {
    let items = sum.late.items
    let order = items.indices.filter { items[$0].part == nil }.sorted { left, right in
      let (a, b) = (items[left].match, items[right].match)
      return (a.row, a.method.rawValue, left) < (b.row, b.method.rawValue, right)
    }
    let shortfalls = Shortfalls(rules)
    for number in order {
      let match = items[number].match
      let row = Int(match.row)
      let isOpen =
        sum.fates[row] == .notMet || sum.fates[row] == .unfitting && match.method == .normalised
      guard isOpen else { continue }
      try note(match)
      guard !match.isExcluded else { continue }
      let entry = index.entry(number: row)
      let genotype = genotypes.rows[Int(items[number].genotypes)]
      if genotype.missing > 0, rules.missing == .fail {
        throw PolygenicScoreError.missing(genotype.missing, at: index.place(entry))
      }
      let score = Int(entry.score)
      let table = RowTable(index.row(entry), of: index.files[score], genotype, rules)
      sum.totals[score].add(table, genotype, of: genotypes, shortfalls)
      if sum.keeps.contains(.bounds), genotype.missing > 0 {
        sum.bounds[score].add(table.open(genotype), genotype, of: genotypes)
      }
      if sum.keeps.contains(.loci) {
        sum.loci.append(
          LocusQuality(
            row: match.row, missing: UInt32(truncatingIfNeeded: genotype.missing),
            frequency: genotype.frequency, r2: .nan, reference: .agrees))
      }
    }
  }

  /// Notes what became of a row that was decided late.
  mutating func note(_ match: MatchRecord) throws(PolygenicScoreError) {
    try sum.set(Int(match.row), match.isExcluded ? .excluded : .matched, index)
    methods[match.row] = match.method
    if sum.keeps.contains(.matches) { sum.matches.append(match) }
  }

  /// Notes it with alleles that no record has given.
  mutating func note(
    _ match: SideMatch, reference: [UInt8], alternative: [UInt8]
  ) throws(PolygenicScoreError) {
    var record = MatchRecord(
      row: UInt32(truncatingIfNeeded: match.row),
      alleles: UInt32(truncatingIfNeeded: sum.alleles.count),
      referenceCount: UInt32(truncatingIfNeeded: reference.count),
      alternativeCount: UInt32(truncatingIfNeeded: alternative.count), type: match.type,
      labels: match.labels, exclusions: match.exclusions)
    record.method = match.method
    if sum.keeps.contains(.matches) { sum.alleles += reference + alternative }
    try note(record)
  }
}
