/// The parts of an accumulator that only some runs need, as bytes.
extension ScoreAccumulator {
  /// Appends late matches, loci, counts and bounds.
  func encodeDetails(_ writer: inout WordWriter) {
    writer.append(run)
    writer.append(late)
    writer.append(loci.count)
    for locus in loci { writer.append(locus) }
    for part in [counts.autosomes, counts.x] { writer.append(part) }
    for bound in bounds { writer.append(bound.values) }
    writer.append(reference.checked)
    writer.append(reference.differing)
  }

  /// Reads what `encodeDetails` wrote.
  ///
  /// - Returns: False where it cannot be right.
  mutating func decodeDetails(_ reader: inout WordReader, _ sampleCount: Int) -> Bool {
    guard let run = Self.decodeTotals(&reader, sampleCount),
      let late = reader.late(rows: fates.count, samples: sampleCount, alleles: alleles.count),
      let lociCount = reader.count()
    else { return false }
    self.run = run
    self.late = late
    for _ in 0..<lociCount {
      guard let locus = reader.locus(rows: fates.count) else { return false }
      loci.append(locus)
    }
    guard let autosomes = reader.countsPart(sampleCount), let x = reader.countsPart(sampleCount)
    else { return false }
    counts.autosomes = autosomes
    counts.x = x
    for score in bounds.indices {
      guard let values = reader.quads(), values.isEmpty || values.count == sampleCount else {
        return false
      }
      bounds[score].values = values
    }
    guard let checked = reader.count(), let differing = reader.count(), differing <= checked else {
      return false
    }
    reference = ReferenceCheckCount(checked: checked, differing: differing)
    return true
  }
}

extension WordWriter {
  mutating func append(_ score: ScoreTotals) {
    append(score.variants)
    append(score.baseline[0].bitPattern)
    append(score.baseline[1].bitPattern)
    append(score.sums)
    for counts in [score.alleleShortfall, score.denominatorShortfall, score.usedShortfall] {
      append(counts)
    }
  }

  mutating func append(_ match: MatchRecord) {
    append(UInt64(match.row) | UInt64(match.alleles) << 32)
    append(UInt64(match.referenceCount) | UInt64(match.alternativeCount) << 32)
    append(
      UInt64(match.type.rawValue) | UInt64(match.labels.rawValue) << 8
        | UInt64(match.exclusions.rawValue) << 16 | UInt64(match.method.rawValue) << 24)
  }

  fileprivate mutating func append(_ values: [Double]) {
    append(values.count)
    for value in values { append(value.bitPattern) }
  }

  fileprivate mutating func append(_ values: [SIMD4<Double>]) {
    append(values.count)
    for value in values { for lane in 0..<4 { append(value[lane].bitPattern) } }
  }

  fileprivate mutating func append(_ late: LateMatches) {
    append(late.items.count)
    for item in late.items {
      append(item.match)
      append(UInt64(item.genotypes) | UInt64(item.part.map { Int($0) + 1 } ?? 0) << 32)
    }
    append(late.rows.count)
    for row in late.rows {
      for range in [row.heterozygous, row.homozygous, row.others] {
        append(range.lowerBound)
        append(range.upperBound)
      }
      append(row.dosages)
      append(row.missing)
      append(row.frequency.bitPattern)
      append(row.expected.bitPattern)
      append(row.effectIsReference ? 1 : 0)
    }
    append(late.carriers.count)
    for carrier in late.carriers { append(Int(carrier)) }
    append(late.dosages)
  }

  fileprivate mutating func append(_ locus: LocusQuality) {
    append(UInt64(locus.row) | UInt64(locus.missing) << 32)
    append(locus.frequency.bitPattern)
    append(locus.r2.bitPattern)
    append(Int(locus.reference.rawValue))
  }

  fileprivate mutating func append(_ part: SampleCounts.Part) {
    append(part.sites)
    append(part.expected.bitPattern)
    append(part.missing)
    append(part.heterozygous)
    append(part.expectedOfMissing)
  }
}

extension WordReader {
  /// A match of one of so many rows.
  mutating func match(rows: Int) -> MatchRecord? {
    guard let place = word(), let counts = word(), let flags = word(),
      let type = MatchType(rawValue: UInt8(truncatingIfNeeded: flags)),
      let method = MatchMethod(rawValue: UInt8(truncatingIfNeeded: flags >> 24)),
      Int(UInt32(truncatingIfNeeded: place)) < rows
    else { return nil }
    var match = MatchRecord(
      row: UInt32(truncatingIfNeeded: place), alleles: UInt32(truncatingIfNeeded: place >> 32),
      referenceCount: UInt32(truncatingIfNeeded: counts),
      alternativeCount: UInt32(truncatingIfNeeded: counts >> 32), type: type,
      labels: MatchReasons(rawValue: UInt8(truncatingIfNeeded: flags >> 8)),
      exclusions: MatchReasons(rawValue: UInt8(truncatingIfNeeded: flags >> 16)))
    match.method = method
    return match
  }

  fileprivate mutating func doubles() -> [Double]? {
    guard let length = count(), length <= remaining / 8 else { return nil }
    return (0..<length).map { _ in Double(bitPattern: word() ?? 0) }
  }

  fileprivate mutating func quads() -> [SIMD4<Double>]? {
    guard let length = count(), length <= remaining / 32 else { return nil }
    return (0..<length).map { _ in
      SIMD4(
        Double(bitPattern: word() ?? 0), Double(bitPattern: word() ?? 0),
        Double(bitPattern: word() ?? 0), Double(bitPattern: word() ?? 0))
    }
  }

  fileprivate mutating func late(rows: Int, samples: Int, alleles: Int) -> LateMatches? {
    var late = LateMatches()
    guard let itemCount = count(), itemCount <= remaining / 32 else { return nil }
    for _ in 0..<itemCount {
      guard let match = match(rows: rows), match.alternative.upperBound <= alleles,
        let word = word()
      else { return nil }
      let part = word >> 32
      guard part <= UInt64(UInt16.max) + 1 else { return nil }
      late.items.append(
        LateMatch(
          match: match, part: part == 0 ? nil : UInt16(part - 1),
          genotypes: UInt32(truncatingIfNeeded: word)))
    }
    guard let rowCount = count(), rowCount <= remaining / 88 else { return nil }
    for _ in 0..<rowCount {
      guard let row = genotypeRow() else { return nil }
      late.rows.append(row)
    }
    guard let carriers = int32s(), let dosages = doubles() else { return nil }
    late.carriers = carriers.map { UInt32(bitPattern: $0) }
    late.dosages = dosages
    return late.isSound(samples: samples) ? late : nil
  }

  private mutating func genotypeRow() -> GenotypeRow? {
    var ranges: [Range<Int>] = []
    for _ in 0..<3 {
      guard let lower = count(), let upper = count(), lower <= upper else { return nil }
      ranges.append(lower..<upper)
    }
    guard let dosages = word(), let missing = count(), let frequency = word(),
      let expected = word(), let effectIsReference = word()
    else { return nil }
    var row = GenotypeRow(effectIsReference: effectIsReference == 1)
    (row.heterozygous, row.homozygous, row.others) = (ranges[0], ranges[1], ranges[2])
    row.dosages = Int(truncatingIfNeeded: Int64(bitPattern: dosages))
    row.missing = missing
    row.frequency = Double(bitPattern: frequency)
    row.expected = Double(bitPattern: expected)
    return row
  }

  fileprivate mutating func locus(rows: Int) -> LocusQuality? {
    guard let place = word(), let frequency = word(), let r2 = word(), let flag = count(),
      Int(UInt32(truncatingIfNeeded: place)) < rows,
      let reference = ReferenceAgreement(rawValue: UInt8(clamping: flag))
    else { return nil }
    return LocusQuality(
      row: UInt32(truncatingIfNeeded: place), missing: UInt32(truncatingIfNeeded: place >> 32),
      frequency: Double(bitPattern: frequency), r2: Double(bitPattern: r2), reference: reference)
  }

  fileprivate mutating func countsPart(_ samples: Int) -> SampleCounts.Part? {
    var part = SampleCounts.Part()
    guard let sites = count(), let expected = word(), let missing = int32s(),
      let heterozygous = int32s(), let open = doubles(),
      missing.count == (sites > 0 ? samples : 0), heterozygous.count == missing.count,
      open.count == missing.count
    else { return nil }
    part.sites = sites
    part.expected = Double(bitPattern: expected)
    part.missing = missing
    part.heterozygous = heterozygous
    part.expectedOfMissing = open
    return part
  }
}

extension LateMatches {
  /// Whether every index lies within what it points into, so that adding up cannot run astray.
  fileprivate func isSound(samples: Int) -> Bool {
    let count = carriers.count
    for item in items where Int(item.genotypes) >= rows.count { return false }
    for row in rows {
      guard row.heterozygous.upperBound == row.homozygous.lowerBound,
        row.homozygous.upperBound == row.others.lowerBound, row.others.upperBound <= count,
        row.missing <= samples,
        row.dosages == -1
          || row.dosages >= 0 && row.dosages <= dosages.count - row.others.count
      else { return false }
      for place in row.heterozygous.lowerBound..<row.homozygous.upperBound
      where Int(carriers[place]) >= samples { return false }
      for place in row.others where Carrier(word: carriers[place]).sample >= samples {
        return false
      }
    }
    return true
  }
}
