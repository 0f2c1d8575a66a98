/// An accumulator as bytes, so that it can be committed between tasks.
///
/// Little-endian 64-bit words: magic, counts, then the arrays in the order of the declarations. Doubles keep
/// their bits, so a merge after decoding gives the same result as one before.
extension ScoreAccumulator {
  private static let magic: UInt64 = 0x3347_4350_5246_4350  // "PCFRPCG3"

  /// The accumulator as bytes.
  package func encoded() -> [UInt8] {
    var writer = WordWriter()
    writer.append(Self.magic)
    writer.append(totals.count)
    writer.append(fates.count)
    writer.append(keepsMatches ? 1 : 0)
    writer.append(samples == nil ? 0 : 1)
    writer.append(samples?.count ?? 0)
    for sample in samples ?? [] { writer.append(Array(sample.utf8)) }
    for score in totals {
      writer.append(score.variants)
      writer.append(score.baseline[0].bitPattern)
      writer.append(score.baseline[1].bitPattern)
      writer.append(score.sums)
      for counts in [score.alleleShortfall, score.denominatorShortfall, score.usedShortfall] {
        writer.append(counts)
      }
    }
    writer.append(fates)
    writer.append(matches.count)
    for match in matches {
      writer.append(UInt64(match.row) | UInt64(match.alleles) << 32)
      writer.append(UInt64(match.referenceCount) | UInt64(match.alternativeCount) << 32)
      writer.append(
        UInt64(match.type.rawValue) | UInt64(match.labels.rawValue) << 8
          | UInt64(match.exclusions.rawValue) << 16)
    }
    writer.append(alleles)
    return writer.bytes
  }

  /// The accumulator that bytes hold.
  ///
  /// - Throws: `accumulator` when the bytes are damaged or were made with other scoring files.
  package init(_ bytes: [UInt8], _ index: ScoreIndex) throws(PolygenicScoreError) {
    var reader = WordReader(bytes)
    guard let decoded = Self.decode(&reader, index), reader.isAtEnd else {
      throw PolygenicScoreError(
        .accumulator,
        "the committed scores of a part of the input are damaged or belong to other scoring files; run "
          + "pcmflow clean, then run again")
    }
    self = decoded
  }

  private static func decode(_ reader: inout WordReader, _ index: ScoreIndex) -> ScoreAccumulator? {
    guard reader.word() == magic, reader.count() == index.files.count,
      reader.count() == index.rowCount, let keepsMatches = reader.word(),
      let hasSamples = reader.word(),
      let sampleCount = reader.count()
    else { return nil }
    var samples: [String] = []
    for _ in 0..<sampleCount {
      guard let name = reader.bytes() else { return nil }
      samples.append(String(decoding: name, as: UTF8.self))
    }
    var result = ScoreAccumulator(
      index, samples: hasSamples == 1 ? samples : nil, keepsMatches: keepsMatches == 1)
    for score in index.files.indices {
      guard let totals = decodeTotals(&reader, sampleCount),
        totals.variants <= index.files[score].rows.count
      else { return nil }
      result.totals[score] = totals
    }
    guard let fates = reader.fates(index.rowCount) else { return nil }
    result.fates = fates
    guard decodeMatches(&reader, &result) else { return nil }
    return result
  }

  private static func decodeTotals(_ reader: inout WordReader, _ sampleCount: Int) -> ScoreTotals? {
    guard let variants = reader.count(), let score = reader.word(), let dosage = reader.word(),
      let sums = reader.pairs(), let alleles = reader.int32s(),
      let denominators = reader.int32s(), let used = reader.int32s()
    else { return nil }
    let expected = variants > 0 ? sampleCount : 0
    guard sums.count == expected, alleles.isEmpty || alleles.count == expected,
      denominators.count == alleles.count, used.count == alleles.count,
      variants <= Int(Int32.max) / 4
    else { return nil }
    for shortfalls in [alleles, denominators, used] {
      guard shortfalls.allSatisfy({ $0 >= 0 && Int($0) <= 2 * variants }) else { return nil }
    }
    var totals = ScoreTotals()
    totals.variants = variants
    totals.baseline = SIMD2(Double(bitPattern: score), Double(bitPattern: dosage))
    totals.sums = sums
    totals.alleleShortfall = alleles
    totals.denominatorShortfall = denominators
    totals.usedShortfall = used
    return totals
  }

  private static func decodeMatches(
    _ reader: inout WordReader, _ result: inout ScoreAccumulator
  ) -> Bool {
    guard let matchCount = reader.count() else { return false }
    for _ in 0..<matchCount {
      guard let place = reader.word(), let counts = reader.word(), let flags = reader.word(),
        let type = MatchType(rawValue: UInt8(truncatingIfNeeded: flags)),
        Int(UInt32(truncatingIfNeeded: place)) < result.fates.count
      else { return false }
      result.matches.append(
        MatchRecord(
          row: UInt32(truncatingIfNeeded: place), alleles: UInt32(truncatingIfNeeded: place >> 32),
          referenceCount: UInt32(truncatingIfNeeded: counts),
          alternativeCount: UInt32(truncatingIfNeeded: counts >> 32), type: type,
          labels: MatchReasons(rawValue: UInt8(truncatingIfNeeded: flags >> 8)),
          exclusions: MatchReasons(rawValue: UInt8(truncatingIfNeeded: flags >> 16))))
    }
    guard let pool = reader.bytes() else { return false }
    let poolCount = pool.count
    guard result.matches.allSatisfy({ $0.alternative.upperBound <= poolCount }) else {
      return false
    }
    result.alleles = pool
    return matchesAgreeWithFates(result)
  }

  /// Whether there is one match for every row that met a record, or none at all where none are kept.
  private static func matchesAgreeWithFates(_ result: ScoreAccumulator) -> Bool {
    guard result.keepsMatches else { return result.matches.isEmpty }
    var fates = result.fates
    for match in result.matches {
      guard fates[Int(match.row)] == (match.isExcluded ? .excluded : .matched) else { return false }
      fates[Int(match.row)] = .notMet
    }
    return fates.allSatisfy { $0 == .notMet || $0 == .unfitting }
  }
}
