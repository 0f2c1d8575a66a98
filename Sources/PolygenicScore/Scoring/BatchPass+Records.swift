internal import ByteIO
internal import Genomics
internal import ReferenceGenome
internal import VCF

/// What a record says about itself: imputation quality, reference allele, frequencies.
extension BatchPass {
  private static let qualityKeys = ["R2", "DR2", "INFO"].map { Array($0.utf8) }

  /// Excludes rows whose record was imputed too poorly, or has another reference allele than the genome.
  mutating func judge(
    _ text: Span<UInt8>, contig: UInt8
  ) throws(PolygenicScoreError) {
    var agreements: [ReferenceAgreement] = []
    if scorer.evidence.reference != nil {
      for record in alleles.records {
        agreements.append(try agreement(batch.records[record.index], text, contig: contig))
      }
      result.reference.checked += agreements.count
      result.reference.differing += agreements.count { $0 == .differs }
    }
    for number in matcher.decisions.indices {
      let place = alleles.pairs[matcher.decisions[number].pair].record
      let record = batch.records[alleles.records[place].index]
      if r2(record, text) < scorer.matchRules.minimumR2 { matcher.exclude(number, for: .lowR2) }
      if !agreements.isEmpty, agreements[place] == .differs {
        matcher.exclude(number, for: .referenceMismatch)
      }
    }
  }

  /// The imputation quality that a record states; not a number where it states none.
  private func r2(_ record: RecordBounds, _ text: Span<UInt8>) -> Double {
    for key in Self.qualityKeys {
      if let range = record.infoValue(key, in: text), let value = parseDouble(text, range) {
        return value
      }
    }
    return .nan
  }

  private func agreement(
    _ record: RecordBounds, _ text: Span<UInt8>, contig: UInt8
  ) throws(PolygenicScoreError) -> ReferenceAgreement {
    guard let reference = scorer.evidence.reference else { return .unknown }
    do throws(ReferenceError) {
      return try reference.has(
        text.extracting(record.ref), contig: contig, position: Int(record.position))
        ? .agrees : .differs
    } catch {
      throw PolygenicScoreError(error)
    }
  }

  /// What was found about the variant of a row that counts; with a genome its record agrees with it, or the row
  /// would be excluded.
  func quality(
    _ decision: PositionMatcher.Decision, row: Int, _ text: Span<UInt8>
  ) -> LocusQuality {
    let genotypes = result.rows[row]
    let record = batch.records[need(decision.pair, decision.type).record]
    return LocusQuality(
      row: UInt32(truncatingIfNeeded: scorer.index.number(decision.entry)),
      missing: UInt32(truncatingIfNeeded: genotypes.missing), frequency: genotypes.frequency,
      r2: r2(record, text),
      reference: scorer.evidence.reference == nil ? .unknown : .agrees)
  }

  /// The frequency of a record's allele in a table; of REF what all alternative alleles leave.
  func frequency(
    _ needed: Need, _ frequencies: AlleleFrequencies, _ text: Span<UInt8>, contig: UInt8
  ) -> Double? {
    let record = batch.records[needed.record]
    var alternates = record.alternates
    var number = 0
    var sum = 0.0
    while let alternative = alternates.next(in: text) {
      number += 1
      if needed.allele != 0, number != needed.allele { continue }
      if isPlaceholder(text, alternative) { continue }
      guard
        let frequency = frequencies.frequency(
          contig: contig, position: Int(record.position), reference: text.extracting(record.ref),
          alternative: text.extracting(alternative))
      else { return nil }
      sum += frequency
    }
    return needed.allele == 0 ? max(0, 1 - sum) : sum
  }

  /// Tells the strand of ambiguous rows by the frequency of their effect allele.
  ///
  /// The frequency in the scoring file is compared with that of the same letter in the table of frequencies, or
  /// else in the cohort. Both must be away from one half; on the same side the row is used as given, on different
  /// sides on the other strand.
  ///
  /// - Returns: The record that had to be refused, if there is one.
  mutating func resolveStrands(_ text: Span<UInt8>, contig: UInt8) -> Int? {
    let margin = scorer.matchRules.ambiguousMargin
    for number in matcher.decisions.indices {
      let decision = matcher.decisions[number]
      guard decision.labels.contains(.ambiguous), !decision.isExcluded else { continue }
      let file = scorer.index.files[Int(decision.entry.score)]
      let stated =
        file.frequencies.isEmpty ? Double.nan : file.frequencies[Int(decision.entry.row)]
      guard abs(stated - 0.5) >= margin else {
        matcher.exclude(number, for: .ambiguous)
        continue
      }
      let needed = need(decision.pair, decision.type)
      guard decode(needed, text, contig: contig), let row = row(needed) else {
        return needed.record
      }
      let found =
        scorer.evidence.frequencies.flatMap {
          frequency(needed, $0, text, contig: contig)
        } ?? result.rows[row].frequency
      if abs(found - 0.5) < margin {
        matcher.exclude(number, for: .ambiguous)
      } else if (found > 0.5) != (stated > 0.5) {
        matcher.turn(number)
      }
    }
    return nil
  }
}
