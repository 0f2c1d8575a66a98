internal import ByteIO
internal import VCF

/// One walk over the records of a batch, with the buffers it reuses.
struct BatchPass {
  private let scorer: PolygenicScorer
  private let batch: RecordBatch
  private(set) var result: ScoredBatch
  private(set) var refused: [PolygenicScorer.RefusedRecord] = []
  private var matcher: PositionMatcher
  private var alleles = PositionAlleles()
  private var decoder: GenotypeDecoder
  /// What has been decoded at the position, and its row in `result`; hardly ever more than one.
  private var decoded: [(need: Need, row: Int)] = []

  /// A record of the batch and the number of an allele.
  private struct Need: Equatable {
    var record: Int
    var allele: Int
  }

  init(_ scorer: PolygenicScorer, _ batch: RecordBatch) {
    self.scorer = scorer
    self.batch = batch
    matcher = PositionMatcher(scorer.matchRules)
    decoder = GenotypeDecoder(scorer.scoringRules, sampleCount: batch.header.samples.count)
    result = ScoredBatch(samples: batch.header.samples)
  }

  mutating func run() throws(PolygenicScoreError) {
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
    result.sortAdditions(scoreCount: scorer.index.files.count)
  }

  /// Scores the records of one position; when one must be refused, begins again without it.
  private mutating func scorePosition(
    _ records: Range<Int>, _ text: Span<UInt8>, contig: UInt8, slot: Int
  ) throws(PolygenicScoreError) {
    var isRefused: Set<Int> = []
    decoded.removeAll(keepingCapacity: true)
    while true {
      alleles.removeAll()
      for number in records where !isRefused.contains(number) {
        alleles.add(batch.records[number], index: number, text)
      }
      matcher.match(slot: slot, of: scorer.index, with: alleles, text)
      guard let broken = decodeAll(text, contig: contig) else { break }
      isRefused.insert(broken)
      // Where one is broken others may be: all are looked at, lest each be met one round later.
      for number in records where !isRefused.contains(number) {
        if decode(Need(record: number, allele: 1), text, contig: contig) == false {
          isRefused.insert(number)
        }
      }
    }
    for entry in matcher.unfitting {
      result.unfitting.append(UInt32(truncatingIfNeeded: scorer.index.number(entry)))
    }
    for decision in matcher.decisions { try add(decision, text) }
  }

  /// Decodes the genotypes that the decisions need.
  ///
  /// - Returns: The record that had to be refused, if there is one.
  private mutating func decodeAll(_ text: Span<UInt8>, contig: UInt8) -> Int? {
    for decision in matcher.decisions where !decision.isExcluded {
      let needed = need(decision)
      if !decode(needed, text, contig: contig) { return needed.record }
    }
    return nil
  }

  /// Decodes the genotypes of one record for one allele, unless that was done before.
  ///
  /// - Returns: False when the record had to be refused.
  private mutating func decode(_ needed: Need, _ text: Span<UInt8>, contig: UInt8) -> Bool {
    if row(needed) != nil { return true }
    if let row = twinRow(needed, text) {
      decoded.append((needed, row))
      return true
    }
    do throws(VCFError) {
      let row = try decoder.decode(
        batch.records[needed.record], text, alleleIndex: needed.allele, contig: contig,
        into: &result)
      decoded.append((needed, row))
      return true
    } catch {
      refused.append(.init(index: needed.record, error: error))
      return false
    }
  }

  /// The record and allele whose genotypes a decision needs.
  private func need(_ decision: PositionMatcher.Decision) -> Need {
    let pair = alleles.pairs[decision.pair]
    return Need(
      record: alleles.records[pair.record].index,
      allele: decision.type.effectIsAlternative ? pair.alleleIndex : 0)
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
    result.rows.append(twin)
    return result.rows.count - 1
  }

  /// The row of genotypes decoded for a need.
  private func row(_ needed: Need) -> Int? {
    for item in decoded where item.need == needed { return item.row }
    return nil
  }

  private mutating func add(
    _ decision: PositionMatcher.Decision, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) {
    let pair = alleles.pairs[decision.pair]
    result.append(
      decision, row: scorer.index.number(decision.entry),
      reference: text.extracting(alleles.records[pair.record].reference),
      alternative: text.extracting(pair.alternative))
    guard !decision.isExcluded, let row = row(need(decision)) else { return }
    let missing = result.rows[row].missing
    if missing > 0, scorer.scoringRules.missing == .fail {
      throw PolygenicScoreError(
        .missingGenotype,
        "\(missing) genotypes at \(scorer.index.place(decision.entry)) are missing; complete "
          + "them, or set missing to mean, zero or homref")
    }
    result.additions.append(
      .init(entry: decision.entry, genotypes: UInt32(truncatingIfNeeded: row)))
  }
}
