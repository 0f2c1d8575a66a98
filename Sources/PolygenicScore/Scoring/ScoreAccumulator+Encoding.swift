/// An accumulator as bytes, so that it can be committed between tasks.
///
/// Little-endian 64-bit words: magic, counts, then the arrays in the order of the declarations. Doubles keep
/// their bits, so a merge after decoding gives the same result as one before.
extension ScoreAccumulator {
  private static let magic: UInt64 = 0x3447_4350_5246_4350  // "PCFRPCG4"

  /// The accumulator as bytes.
  package func encoded() -> [UInt8] {
    var writer = WordWriter()
    // The sums are most of it, then the fates.
    writer.reserveCapacity(
      4096 + fates.count + totals.count * 64 + 16 * totals.reduce(0) { $0 + $1.sums.count })
    writer.append(Self.magic)
    writer.append(totals.count)
    writer.append(fates.count)
    writer.append(Int(keeps.rawValue))
    writer.append(samples == nil ? 0 : 1)
    writer.append(samples?.count ?? 0)
    for sample in samples ?? [] { writer.append(Array(sample.utf8)) }
    for score in totals { writer.append(score) }
    writer.append(fates)
    writer.append(matches.count)
    for match in matches { writer.append(match) }
    writer.append(alleles)
    encodeDetails(&writer)
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
      reader.count() == index.rowCount, let kept = reader.word(),
      kept <= UInt64(KeptDetails.all.rawValue),
      let hasSamples = reader.word(),
      let sampleCount = reader.count()
    else { return nil }
    var samples: [String] = []
    for _ in 0..<sampleCount {
      guard let name = reader.bytes() else { return nil }
      samples.append(String(decoding: name, as: UTF8.self))
    }
    var result = ScoreAccumulator(
      index, samples: hasSamples == 1 ? samples : nil,
      keeps: KeptDetails(rawValue: UInt8(truncatingIfNeeded: kept)))
    for score in index.files.indices {
      guard let totals = decodeTotals(&reader, sampleCount),
        totals.variants <= index.files[score].rows.count
      else { return nil }
      result.totals[score] = totals
    }
    guard let fates = reader.fates(index.rowCount) else { return nil }
    result.fates = fates
    guard decodeMatches(&reader, &result), result.decodeDetails(&reader, sampleCount) else {
      return nil
    }
    return result
  }

  /// The sums of one score.
  static func decodeTotals(_ reader: inout WordReader, _ sampleCount: Int) -> ScoreTotals? {
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
      guard let match = reader.match(rows: result.fates.count) else { return false }
      result.matches.append(match)
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
    guard result.keeps.contains(.matches) else { return result.matches.isEmpty }
    var fates = result.fates
    for match in result.matches {
      guard fates[Int(match.row)] == (match.isExcluded ? .excluded : .matched) else { return false }
      fates[Int(match.row)] = .notMet
    }
    return fates.allSatisfy { $0 == .notMet || $0 == .unfitting }
  }
}
