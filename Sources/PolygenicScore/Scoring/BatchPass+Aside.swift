internal import ByteIO
internal import Genomics
internal import ReferenceGenome
internal import VCF
internal import VariantNormalisation

/// Rows that are met otherwise than by their own alleles at their own position: interactions, insertions and
/// deletions that are written differently, and blocks of genome VCFs.
extension BatchPass {
  private static let endKey = Array("END".utf8)

  /// Looks at every record, also where no row stands.
  mutating func runAside() throws(PolygenicScoreError) {
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
      while next < batch.records.count, batch.records[next].position == record.position,
        equal(text, batch.records[next].chrom, text, record.chrom)
      { next += 1 }
      if let contig {
        let key = ScoreIndex.key(contig: contig, position: Int(record.position))
        let slot = scorer.index.slot(of: key, from: &cursor)
        if slot != nil || !scorer.index.interactions[key].isEmpty || !scorer.normalised[key].isEmpty
        {
          try scorePosition(number..<next, text, contig: contig, slot: slot)
        }
        if scorer.scoringRules.absent == .covered {
          for block in number..<next where isBlock(batch.records[block], text) {
            try addBlock(block, text, contig: contig)
          }
        }
      }
      number = next
    }
  }

  /// Whether a record has no alternative allele but one that stands for all others.
  func isBlock(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    scorer.scoringRules.absent == .covered
      && (isMissing(record.alt, in: text) || isPlaceholder(text, record.alt))
  }

  /// Finds the matches at the position that are decided late.
  mutating func lookAside(
    _ text: Span<UInt8>, contig: UInt8
  ) throws(PolygenicScoreError) {
    aside.clear()
    guard let first = alleles.records.first else { return }
    let position = Int(batch.records[first.index].position)
    let key = ScoreIndex.key(contig: contig, position: position)
    for item in scorer.index.interactions[key] { lookForPart(item.row, item.part, text) }
    let forms = scorer.normalised[key]
    if !forms.isEmpty { try lookForForms(forms, text, contig: contig, position: position) }
  }

  private mutating func lookForPart(_ row: UInt32, _ number: UInt32, _ text: Span<UInt8>) {
    let file = scorer.index.files[Int(scorer.index.entry(number: Int(row)).score)]
    let part = file.interactionParts[Int(number)]
    let pool = file.alleles.span
    var best: SideMatch?
    for (index, pair) in alleles.pairs.enumerated() {
      let record = alleles.records[pair.record]
      let type = PositionMatcher.type(
        effect: pool.extracting(file.range(part.effectAllele)),
        other: pool.extracting(file.range(part.otherAllele)),
        reference: text.extracting(record.reference),
        alternative: text.extracting(pair.alternative))
      guard let type, type.rawValue < best?.type.rawValue ?? .max else { continue }
      best = SideMatch(
        row: Int(row), part: part.number, method: .interaction, type: type, pair: index,
        labels: [], exclusions: [])
    }
    guard var found = best else { return }
    label(&found, text)
    aside.append(found)
  }

  private mutating func lookForForms(
    _ forms: ArraySlice<NormalisedRows.Form>, _ text: Span<UInt8>, contig: UInt8, position: Int
  ) throws(PolygenicScoreError) {
    guard let reference = scorer.evidence.reference, let name = reference.name(of: contig) else {
      return
    }
    var window = ReferenceWindow(reference.genome)
    let nameText = Array(name.utf8)
    guard window.select(nameText.span, 0..<nameText.count) else { return }
    for (index, pair) in alleles.pairs.enumerated() {
      let record = alleles.records[pair.record]
      guard record.reference.count != pair.alternative.count else { continue }
      let variant: LeftmostVariant?
      do throws(ReferenceError) {
        variant = try LeftmostVariant(
          text.extracting(record.reference), text.extracting(pair.alternative),
          position: position, &window)
      } catch {
        throw PolygenicScoreError(error)
      }
      guard let variant else { continue }
      for form in forms where form.variant == variant {
        let entry = scorer.index.entry(number: form.row)
        // A row that meets a record exactly has no need of a second try.
        if matcher.decisions.contains(where: { $0.entry == entry }) { continue }
        var match = SideMatch(
          row: form.row, part: nil, method: .normalised,
          type: form.effectIsAlternative ? .altref : .refalt, pair: index, labels: [],
          exclusions: [])
        label(&match, text)
        excludeDuplicate(&match, entry.score)
        aside.append(match)
      }
    }
  }

  /// Excludes a second try on a variant that another row of the score meets.
  private func excludeDuplicate(_ match: inout SideMatch, _ score: UInt32) {
    let mayAdd = scorer.matchRules.duplicates == .sum
    let isTaken =
      matcher.decisions.contains {
        $0.entry.score == score && $0.pair == match.pair
          && !(mayAdd && $0.type.effectIsAlternative == match.type.effectIsAlternative)
      }
      || aside.contains {
        $0.part == nil && scorer.index.entry(number: $0.row).score == score
          && $0.pair == match.pair && $0.row != match.row
          && !(mayAdd && $0.type.effectIsAlternative == match.type.effectIsAlternative)
      }
    guard isTaken else { return }
    match.labels.insert(.duplicateID)
    match.exclusions.insert(.duplicateID)
  }

  /// Applies the rules that look at one record only.
  private func label(_ match: inout SideMatch, _ text: Span<UInt8>) {
    let pair = alleles.pairs[match.pair]
    let record = alleles.records[pair.record]
    let isAmbiguous = isComplement(
      text.extracting(record.reference), text.extracting(pair.alternative))
    let rules = scorer.matchRules
    for (applies, excludes, reason) in [
      (isAmbiguous, rules.ambiguous != .keep, MatchReasons.ambiguous),
      (record.isMultiallelic, rules.multiallelic == .drop, .multiallelic),
      (match.type.isFlip, rules.strandFlips == .drop, .flip),
    ] where applies {
      match.labels.insert(reason)
      if excludes { match.exclusions.insert(reason) }
    }
  }

  /// Gives the rows within a block the genotypes of the block: those without alternative alleles.
  private mutating func addBlock(
    _ number: Int, _ text: Span<UInt8>, contig: UInt8
  ) throws(PolygenicScoreError) {
    let record = batch.records[number]
    let start = Int(record.position)
    let end = record.infoValue(Self.endKey, in: text).flatMap { parseInteger(text, $0) } ?? start
    guard let reference = scorer.evidence.reference, end >= start, end < Int(Int32.max) else {
      return
    }
    var rows: (reference: Int?, alternative: Int?)
    for slot in scorer.index.slots(onContig: contig, start...end) {
      for place in scorer.index.entries(ofSlot: slot) {
        let entry = scorer.index.entry(place)
        let file = scorer.index.files[Int(entry.score)]
        let row = scorer.index.row(entry)
        let match: SideMatch
        do throws(ReferenceError) {
          guard
            let type = try reference.type(of: row, in: file),
            Int(row.position) + row.referenceCount(type, in: file) - 1 <= end
          else { continue }
          match = SideMatch.withoutAlternative(
            scorer.index.number(entry), .block, type, row, in: file, scorer.matchRules)
        } catch {
          throw PolygenicScoreError(error)
        }
        let isReference = !match.type.effectIsAlternative
        if (isReference ? rows.reference : rows.alternative) == nil {
          guard let decoded = decodeBlock(number, text, contig: contig, isReference: isReference)
          else { return }
          if isReference { rows.reference = decoded } else { rows.alternative = decoded }
        }
        let pool = file.alleles.span
        result.append(
          match, genotypes: (isReference ? rows.reference : rows.alternative) ?? 0,
          reference: pool.extracting(row.referenceAllele(match.type, in: file)),
          alternative: pool.extracting(row.alternativeAllele(match.type, in: file)))
      }
    }
  }

  private mutating func decodeBlock(
    _ number: Int, _ text: Span<UInt8>, contig: UInt8, isReference: Bool
  ) -> Int? {
    do throws(VCFError) {
      return try decoder.decode(
        batch.records[number], text, alleleIndex: isReference ? 0 : 1, contig: contig,
        usesCalls: true, into: &result)
    } catch {
      refused.append(.init(index: number, error: error))
      return nil
    }
  }
}
