internal import ByteIO
internal import VCF

/// One walk over the records of a batch, with the buffers it reuses.
struct BatchPass {
  let scorer: PolygenicScorer
  let batch: RecordBatch
  var result: ScoredBatch
  var refused: [PolygenicScorer.RefusedRecord] = []
  var matcher: PositionMatcher
  var alleles: PositionAlleles
  var decoder: GenotypeDecoder
  /// What has been decoded at the position, and its row in `result`; hardly ever more than one.
  private var decoded: [(need: Need, row: Int)] = []
  /// Matches at the position that are decided late.
  var aside: [SideMatch] = []
  /// What the position's variants add to denominators over the run: row of genotypes and model.
  private var counted: [(row: Int, model: EffectModel)] = []
  private let rules: ScoringRules

  /// A record of the batch and the number of an allele.
  struct Need: Equatable {
    var record: Int
    var allele: Int
  }

  init(_ scorer: PolygenicScorer, _ batch: RecordBatch) {
    self.scorer = scorer
    self.batch = batch
    let sampleCount = batch.header.samples.count
    rules = scorer.rules(sampleCount: sampleCount)
    matcher = PositionMatcher(scorer.matchRules)
    alleles = PositionAlleles(countsPlaceholders: scorer.matchRules.countsPlaceholders)
    decoder = GenotypeDecoder(
      rules, sampleCount: sampleCount,
      needsFrequencies: scorer.keeps.needFrequencies
        || scorer.matchRules.ambiguous == .resolve)
    result = ScoredBatch(samples: batch.header.samples)
  }

  mutating func run() throws(PolygenicScoreError) {
    if scorer.looksAside {
      try runAside()
    } else {
      try runAhead()
    }
    result.sortAdditions(scoreCount: scorer.index.files.count)
  }

  /// Looks at records at the positions of rows only.
  private mutating func runAhead() throws(PolygenicScoreError) {
    let batch = self.batch
    let text = batch.chunk.text.span
    result.carriers.reserveCapacity(min(16 * batch.header.samples.count, 1 << 16))
    var cursor = 0
    var number = 0
    var contigText = 0..<0
    var contig: UInt8?
    while number < batch.records.count {
      let record = batch.records[number]
      if !equal(text, record.chrom, text, contigText) {
        contigText = record.chrom
        contig = ScoredContig.number(text, contigText, in: scorer.assembly)
      }
      var next = number + 1
      if let contig {
        let key = ScoreIndex.key(contig: contig, position: Int(record.position))
        if let slot = scorer.index.slot(of: key, from: &cursor) {
          while next < batch.records.count,
            batch.records[next].position == record.position,
            equal(text, batch.records[next].chrom, text, record.chrom)
          { next += 1 }
          try scorePosition(number..<next, text, contig: contig, slot: slot)
        }
      }
      number = next
    }
  }

  /// Scores the records of one position; when one must be refused, begins again without it.
  ///
  /// - Parameter slot: The rows of the position; nil where there are none.
  mutating func scorePosition(
    _ records: Range<Int>, _ text: Span<UInt8>, contig: UInt8, slot: Int?
  ) throws(PolygenicScoreError) {
    var isRefused: Set<Int> = []
    decoded.clear()
    while true {
      alleles.removeAll()
      for number in records where !isRefused.contains(number) {
        let record = batch.records[number]
        if scorer.looksAside, isBlock(record, text) { continue }
        alleles.add(record, index: number, text)
      }
      if let slot {
        matcher.match(slot: slot, of: scorer.index, with: alleles, text)
      } else {
        matcher.removeAll()
      }
      if scorer.judgesRecords { try judge(text, contig: contig) }
      if scorer.looksAside { try lookAside(text, contig: contig) }
      guard let broken = decodeAll(text, contig: contig) else { break }
      isRefused.insert(broken)
      // Where one is broken others may be: all are looked at, lest each be met one round later.
      for number in records where !isRefused.contains(number) {
        if decode(Need(record: number, allele: 1), text, contig: contig) == false {
          isRefused.insert(number)
        }
      }
    }
    // A block says that nothing else stands there, which is decided late.
    if scorer.scoringRules.absent != .covered || !alleles.records.isEmpty {
      for entry in matcher.unfitting {
        result.unfitting.append(UInt32(truncatingIfNeeded: scorer.index.number(entry)))
      }
    }
    counted.clear()
    for decision in matcher.decisions { try add(decision, text) }
    for match in aside {
      let pair = alleles.pairs[match.pair]
      result.append(
        match, genotypes: row(need(match.pair, match.type)) ?? 0,
        reference: text.extracting(alleles.records[pair.record].reference),
        alternative: text.extracting(pair.alternative))
    }
  }

  /// Decodes the genotypes that the decisions need.
  ///
  /// - Returns: The record that had to be refused, if there is one.
  private mutating func decodeAll(_ text: Span<UInt8>, contig: UInt8) -> Int? {
    if scorer.matchRules.ambiguous == .resolve, let broken = resolveStrands(text, contig: contig) {
      return broken
    }
    for decision in matcher.decisions where !decision.isExcluded {
      let needed = need(decision.pair, decision.type)
      if !decode(needed, text, contig: contig) { return needed.record }
    }
    for match in aside {
      let needed = need(match.pair, match.type)
      if !decode(needed, text, contig: contig) { return needed.record }
    }
    return nil
  }

  /// Decodes the genotypes of one record for one allele, unless that was done before.
  ///
  /// - Returns: False when the record had to be refused.
  mutating func decode(_ needed: Need, _ text: Span<UInt8>, contig: UInt8) -> Bool {
    if row(needed) != nil { return true }
    if let row = twinRow(needed, text) {
      decoded.append((needed, row))
      return true
    }
    do throws(VCFError) {
      let row = try decoder.decode(
        batch.records[needed.record], text, alleleIndex: needed.allele, contig: contig,
        into: &result)
      if result.rows[row].missing > 0, let frequencies = scorer.evidence.frequencies,
        let known = frequency(needed, frequencies, text, contig: contig)
      {
        result.rows[row].expected = known
      }
      if scorer.keeps.contains(.samples) { count(needed, row: row, contig: contig) }
      decoded.append((needed, row))
      return true
    } catch {
      refused.append(.init(index: needed.record, error: error))
      return false
    }
  }

  /// Notes a record's genotypes for counts by sample, once for each record.
  private mutating func count(_ needed: Need, row: Int, contig: UInt8) {
    guard contig != ScoredContig.y,
      !decoded.contains(where: { $0.need.record == needed.record })
    else { return }
    let position = Int(batch.records[needed.record].position)
    let isX =
      contig == ScoredContig.x
      && !PseudoautosomalRegion.contains(position, in: scorer.assembly)
    result.sites.append(CountedSite(genotypes: UInt32(truncatingIfNeeded: row), isX: isX))
  }

  /// The record and allele whose genotypes a match needs.
  func need(_ pair: Int, _ type: MatchType) -> Need {
    let pair = alleles.pairs[pair]
    return Need(
      record: alleles.records[pair.record].index,
      allele: type.effectIsAlternative ? pair.alleleIndex : 0)
  }

  /// A row for a need from that of the record's other allele: with two alleles and two copies in every sample
  /// the same samples are listed, and only what they are compared with differs.
  private mutating func twinRow(_ needed: Need, _ text: Span<UInt8>) -> Int? {
    guard needed.allele <= 1,
      let other = row(Need(record: needed.record, allele: 1 - needed.allele)),
      result.rows[other].others.isEmpty, result.rows[other].dosages < 0,
      batch.records[needed.record].alleleCount(in: text) == 2
    else { return nil }
    var twin = result.rows[other]
    twin.effectIsReference = needed.allele == 0
    twin.frequency = 1 - twin.frequency
    twin.expected = 1 - twin.expected
    result.rows.append(twin)
    return result.rows.count - 1
  }

  /// The row of genotypes decoded for a need.
  func row(_ needed: Need) -> Int? {
    for item in decoded where item.need == needed { return item.row }
    return nil
  }

  private mutating func add(
    _ decision: PositionMatcher.Decision, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) {
    let pair = alleles.pairs[decision.pair]
    if scorer.keeps.contains(.matches) {
      result.append(
        decision, row: scorer.index.number(decision.entry),
        reference: text.extracting(alleles.records[pair.record].reference),
        alternative: text.extracting(pair.alternative))
    } else if decision.isExcluded {
      result.excluded.append(UInt32(truncatingIfNeeded: scorer.index.number(decision.entry)))
    }
    guard !decision.isExcluded, let row = row(need(decision.pair, decision.type)) else { return }
    let missing = result.rows[row].missing
    if missing > 0, rules.missing == .fail {
      throw PolygenicScoreError.missing(missing, at: scorer.index.place(decision.entry))
    }
    let addition = ScoredBatch.Addition(
      entry: decision.entry, genotypes: UInt32(truncatingIfNeeded: row))
    result.additions.append(addition)
    if rules.denominators == .ofRun { countOnce(addition, row: row) }
    if scorer.keeps.contains(.loci) {
      result.loci.append(quality(decision, row: row, text))
    }
  }

  /// Notes a variant for denominators over the run: once for each allele of a record and effect model.
  private mutating func countOnce(_ addition: ScoredBatch.Addition, row: Int) {
    let model = scorer.index.row(addition.entry).model
    if counted.contains(where: { $0.row == row && $0.model == model }) { return }
    counted.append((row, model))
    result.runAdditions.append(addition)
  }
}

extension PolygenicScoreError {
  /// Missing genotypes where none are allowed.
  static func missing(_ count: Int, at place: String) -> PolygenicScoreError {
    PolygenicScoreError(
      .missingGenotype,
      "\(count) genotypes at \(place) are missing; complete them, or set missing to mean, zero or homref"
    )
  }
}
