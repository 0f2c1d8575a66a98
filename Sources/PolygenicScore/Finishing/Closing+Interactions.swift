/// Interaction rows: the weight times the dosages of all their variants.
extension Closing {
  /// Adds the rows all of whose variants were met; a row one of whose variants is excluded is excluded.
  mutating func addInteractions() throws(PolygenicScoreError) {
    var parts: [UInt32: [LateMatch]] = [:]
    for item in sum.late.items where item.part != nil {
      parts[item.match.row, default: []].append(item)
    }
    for row in parts.keys.sorted() {
      let entry = index.entry(number: Int(row))
      let file = index.files[Int(entry.score)]
      let expected = file.interactionParts.filter { $0.row == entry.row }.count
      var met: [LateMatch] = []
      for item in parts[row, default: []].sorted(by: { ($0.part ?? 0) < ($1.part ?? 0) })
      where met.last?.part != item.part { met.append(item) }
      guard met.count == expected else { continue }
      try add(met, entry)
    }
  }

  private mutating func add(
    _ parts: [LateMatch], _ entry: ScoreIndex.Entry
  ) throws(PolygenicScoreError) {
    var match = SideMatch(
      row: index.number(entry), part: nil, method: .interaction, type: parts[0].match.type,
      pair: -1, labels: [], exclusions: [])
    for part in parts {
      match.labels.formUnion(part.match.labels)
      match.exclusions.formUnion(part.match.exclusions)
    }
    try note(
      match, reference: joined(parts.map(\.match.reference)),
      alternative: joined(parts.map(\.match.alternative)))
    guard match.exclusions.isEmpty else { return }
    try addProducts(parts, entry)
  }

  private func joined(_ alleles: [Range<Int>]) -> [UInt8] {
    guard sum.keeps.contains(.matches) else { return [] }
    return Array(alleles.map { sum.alleles[$0] }.joined(separator: Array("_x_".utf8)))
  }

  private mutating func addProducts(
    _ parts: [LateMatch], _ entry: ScoreIndex.Entry
  ) throws(PolygenicScoreError) {
    var products = [Double](repeating: 1, count: sampleCount)
    var highest = products
    var isMissing = [Bool](repeating: false, count: sampleCount)
    for part in parts {
      let row = genotypes.rows[Int(part.genotypes)]
      if row.missing > 0, rules.missing == .fail {
        throw PolygenicScoreError.missing(row.missing, at: index.place(entry))
      }
      let dosages = row.dosages(of: genotypes)
      for sample in products.indices {
        if dosages[sample].isNaN {
          isMissing[sample] = true
          products[sample] *= imputed(row)
          highest[sample] *= 2
        } else {
          products[sample] *= dosages[sample]
          highest[sample] *= dosages[sample]
        }
      }
    }
    let weight = index.row(entry).weight
    let score = Int(entry.score)
    for sample in products.indices { products[sample] *= weight }
    if sum.keeps.contains(.bounds), isMissing.contains(true) {
      if sum.bounds[score].values.isEmpty {
        sum.bounds[score].values = Array(repeating: .zero, count: sampleCount)
      }
      for sample in products.indices where isMissing[sample] {
        let end = weight * highest[sample]
        sum.bounds[score].values[sample] += SIMD4(
          min(0, end) - products[sample], max(0, end) - products[sample], 0, 1)
      }
    }
    sum.totals[score].add(scores: products, missing: isMissing, Shortfalls(rules))
  }

  /// The dosage that stands for a missing one.
  private func imputed(_ row: GenotypeRow) -> Double {
    switch rules.missing {
    case .mean: 2 * row.expected
    case .homref: row.effectIsReference ? 2 : 0
    case .zero, .fail: 0
    }
  }
}

extension GenotypeRow {
  /// The dosage of every sample, not a number where it is missing.
  func dosages(of batch: borrowing ScoredBatch) -> [Double] {
    var values = [Double](repeating: Double(baseline), count: batch.samples.count)
    for place in heterozygous { values[Int(batch.carriers[place])] = 1 }
    for place in homozygous { values[Int(batch.carriers[place])] = Double(opposite) }
    for (number, place) in others.enumerated() {
      let carrier = Carrier(word: batch.carriers[place])
      if carrier.genotype >= Int(GenotypeClasses.missingHaploid) {
        values[carrier.sample] = .nan
      } else if dosages >= 0 {
        values[carrier.sample] = batch.dosages[dosages + number]
      } else {
        values[carrier.sample] = Double(carrier.genotype & 3)
      }
    }
    return values
  }
}
