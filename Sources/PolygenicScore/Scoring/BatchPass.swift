internal import ByteIO
internal import VCF

/// One walk over the records of a batch, with the buffers it reuses.
struct BatchPass {
  private let scorer: PolygenicScorer
  private let batch: RecordBatch
  private(set) var accumulator: ScoreAccumulator
  private(set) var refused: [PolygenicScorer.RefusedRecord] = []
  private var matcher: PositionMatcher
  private var alleles = PositionAlleles()
  private var counts = AlleleCounts()
  private var genotypes = GenotypeClasses()
  /// What `counts` and `genotypes` hold.
  private var decoded: Need?

  /// A record of the batch and the number of an allele.
  private struct Need: Equatable {
    var record: Int
    var allele: Int
  }

  init(_ scorer: PolygenicScorer, _ batch: RecordBatch) {
    self.scorer = scorer
    self.batch = batch
    matcher = PositionMatcher(scorer.matchRules)
    accumulator = ScoreAccumulator(scorer.index, samples: batch.header.samples)
  }

  mutating func run() throws(PolygenicScoreError) {
    let batch = self.batch
    let text = batch.chunk.text.span
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
  private mutating func scorePosition(
    _ records: Range<Int>, _ text: Span<UInt8>, contig: UInt8, slot: Int
  ) throws(PolygenicScoreError) {
    let firstRefused = refused.count
    decoded = nil
    repeat {
      alleles.removeAll()
      for number in records
      where !refused[firstRefused...].contains(where: { $0.index == number }) {
        alleles.add(batch.records[number], index: number, text)
      }
      matcher.match(slot: slot, of: scorer.index, with: alleles, text)
    } while !canDecodeAll(text, contig: contig)
    for entry in matcher.unfitting { accumulator.unfitting.append(scorer.index.number(entry)) }
    for decision in matcher.decisions { try add(decision, text, contig: contig) }
  }

  /// Decodes the genotypes that the decisions need, which for a single one is all the decoding there is.
  ///
  /// - Returns: False when a record had to be refused.
  private mutating func canDecodeAll(_ text: Span<UInt8>, contig: UInt8) -> Bool {
    for decision in matcher.decisions where !decision.isExcluded {
      let needed = need(decision)
      if let error = decode(needed, text, contig: contig) {
        refused.append(.init(index: needed.record, error: error))
        return false
      }
    }
    return true
  }

  /// The record and allele whose genotypes a decision needs.
  private func need(_ decision: PositionMatcher.Decision) -> Need {
    let pair = alleles.pairs[decision.pair]
    return Need(
      record: alleles.records[pair.record].index,
      allele: decision.type.effectIsAlternative ? pair.alleleIndex : 0)
  }

  private mutating func add(
    _ decision: PositionMatcher.Decision, _ text: Span<UInt8>, contig: UInt8
  ) throws(PolygenicScoreError) {
    let pair = alleles.pairs[decision.pair]
    accumulator.append(
      decision, row: scorer.index.number(decision.entry),
      reference: text.extracting(alleles.records[pair.record].reference),
      alternative: text.extracting(pair.alternative))
    guard !decision.isExcluded else { return }
    let needed = need(decision)
    _ = decode(needed, text, contig: contig)
    if genotypes.missing > 0, scorer.scoringRules.missing == .fail {
      throw PolygenicScoreError(
        .missingGenotype,
        "\(genotypes.missing) genotypes at \(scorer.index.place(decision.entry)) are missing; complete "
          + "them, or set missing to mean, zero or homref")
    }
    let table = RowTable(
      scorer.index.row(decision.entry), of: scorer.index.files[Int(decision.entry.score)],
      frequency: genotypes.frequency, effectIsReference: needed.allele == 0, scorer.scoringRules)
    let classes = genotypes.classes(counts)
    accumulator.totals[Int(decision.entry.score)].add(
      table, classes: classes.span, hasExceptions: genotypes.hasExceptions)
  }

  /// Makes `counts` and `genotypes` hold a record's genotypes; returns what is wrong with them.
  private mutating func decode(_ needed: Need, _ text: Span<UInt8>, contig: UInt8) -> VCFError? {
    if decoded == needed { return nil }
    decoded = nil
    do {
      try counts.decode(
        batch.records[needed.record], text, alleleIndex: needed.allele,
        sampleCount: batch.header.samples.count)
    } catch {
      return error
    }
    if let ploidy = genotypes.classify(counts, contig: contig, scorer.scoringRules) {
      return VCFError(
        .format, field: "FORMAT/GT",
        "a genotype has \(ploidy) alleles; scores are defined for one or two, so correct the call or "
          + "leave the record out")
    }
    decoded = needed
    return nil
  }
}
