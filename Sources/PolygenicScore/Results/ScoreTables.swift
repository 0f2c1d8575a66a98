package import Tables

/// The tables of a run of scores; columns and meaning are part of the contract of `prs.score`.
extension ScoreResults {
  /// One row a sample and score. `variants_used` counts the rows in the sample's denominator,
  /// `allele_count` observed alleles, `denominator` observed and imputed ones; `dosage_sum` is over observed
  /// genotypes, `score_sum` includes imputed ones and is null where no row of the score is matched; `score_avg` is
  /// `score_sum / denominator`, null for 0/0.
  package static let scoresSchema = TableSchema([
    Column("sample", .string), Column("pgs_id", .string), Column("variants_used", .integer),
    Column("allele_count", .integer), Column("denominator", .integer),
    Column("dosage_sum", .number), Column("score_sum", .number), Column("score_avg", .number),
  ])

  /// One row for each row of each scoring file. `row` counts from 0 in the order of the file; `reason` says
  /// why a row was excluded or met no record; for a matched row what a rule would have excluded it for.
  package static let matchesSchema = TableSchema([
    Column("pgs_id", .string), Column("row", .integer), Column("chrom", .string),
    Column("pos", .integer), Column("effect_allele", .string), Column("other_allele", .string),
    Column("effect_weight", .number), Column("effect_type", .string), Column("ref", .string),
    Column("alt", .string), Column("matched_allele", .string), Column("match_type", .string),
    Column("status", .string), Column("reason", .string),
  ])

  /// One row a score; `rows` = `matched` + `excluded` + `unmatched`. Of the matched rows `matched_normalised` met
  /// an insertion or deletion that is written differently, and `matched_without_record` have their genotypes from
  /// a block, from coverage or from an assumption; of the unmatched `unsupported` describe haplotypes, diplotypes or
  /// interactions.
  package static let summarySchema = TableSchema([
    Column("pgs_id", .string), Column("rows", .integer), Column("matched", .integer),
    Column("excluded", .integer), Column("unmatched", .integer), Column("match_rate", .number),
    Column("weight_share", .number), Column("variance_share", .number), Column("passed", .boolean),
    Column("matched_normalised", .integer), Column("matched_without_record", .integer),
    Column("unsupported", .integer), Column("unsupported_weight_share", .number),
  ])

  /// Writes the scores of some samples: all scores of a sample, then the next sample.
  package func writeScores(ofSamples range: Range<Int>, to writer: inout RowWriter) {
    // Where nobody lacks anything, rows of a score differ in their sums only.
    let alike = totals.indices.map { score in
      hasShortfalls(score: score) ? nil : cells { writeCounts(score: score, sample: 0, to: &$0) }
    }
    for sample in range {
      let name = cells { $0.append(samples[sample]) }
      for score in totals.indices {
        let sum = totals[score].score(sample)
        let denominator = denominator(score: score, sample: sample)
        let isEmpty = totals[score].variants == 0
        writer.append(written: name)
        if let counts = alike[score] {
          writer.append(written: counts)
        } else {
          writeCounts(score: score, sample: sample, to: &writer)
        }
        writer.append(totals[score].dosage(sample))
        writer.append(isEmpty ? nil : sum)
        writer.append(denominator == 0 || isEmpty ? nil : sum / Double(denominator))
        writer.endRow()
      }
    }
  }

  /// Writes `pgs_id` to `denominator`.
  private func writeCounts(score: Int, sample: Int, to writer: inout RowWriter) {
    writer.append(index.files[score].accession)
    writer.append(totals[score].variantsUsed(sample))
    writer.append(totals[score].alleleCount(sample))
    writer.append(denominator(score: score, sample: sample))
  }

  private func cells(_ write: (inout RowWriter) -> Void) -> [UInt8] {
    var writer = RowWriter()
    write(&writer)
    return writer.takeBytes()
  }

  /// Writes what became of some scoring rows, given by their numbers among the rows of all scores.
  package func writeMatches(ofRows range: Range<Int>, to writer: inout RowWriter) {
    for number in range {
      let entry = index.entry(number: number)
      let file = index.files[Int(entry.score)]
      let row = index.row(entry)
      writer.append(file.accession)
      writer.append(Int(entry.row))
      writer.append(file.contigName(of: row))
      writer.append(row.position == 0 ? nil : Int(row.position))
      write(row.effectAllele, of: file, to: &writer)
      write(row.otherAllele, of: file, to: &writer)
      writer.append(row.model == .nonadditive ? nil : row.weight)
      writer.append(row.model.name)
      writeOutcome(ofRow: number, to: &writer)
      writer.endRow()
    }
  }

  /// Writes the summaries.
  package func writeSummaries(to writer: inout RowWriter) {
    for summary in summaries {
      writer.append(summary.accession)
      writer.append(summary.rows)
      writer.append(summary.matched)
      writer.append(summary.excluded)
      writer.append(summary.unmatched)
      writer.append(summary.matchRate)
      writer.append(summary.weightShare)
      writer.append(summary.varianceShare)
      writer.append(summary.passed)
      writer.append(summary.normalised)
      writer.append(summary.withoutRecord)
      writer.append(summary.unsupported)
      writer.append(summary.unsupportedWeightShare)
      writer.endRow()
    }
  }

  private func write(_ allele: AlleleCode, of file: ScoringFile, to writer: inout RowWriter) {
    if allele.isAbsent {
      writer.appendNull()
    } else {
      writer.append(file.alleles.span, file.range(allele))
    }
  }

  /// Writes an allele of a match; null where it is not known.
  private func append(_ allele: Range<Int>, to writer: inout RowWriter) {
    if allele.isEmpty {
      writer.appendNull()
    } else {
      writer.append(alleles.span, allele)
    }
  }

  /// Writes `ref` to `reason`.
  private func writeOutcome(ofRow number: Int, to writer: inout RowWriter) {
    let outcome = outcome(ofRow: number)
    let match = match(ofRow: number)
    if let match {
      append(match.reference, to: &writer)
      append(match.alternative, to: &writer)
      if match.method == .interaction {
        writer.appendNull()
      } else {
        append(
          match.type.effectIsAlternative ? match.alternative : match.reference, to: &writer)
      }
      writer.append(match.typeName)
    } else {
      for _ in 0..<4 { writer.appendNull() }
    }
    writer.append(outcome.name)
    if case .unmatched(let reason) = outcome {
      writer.append(reason.name)
    } else {
      let reasons = match.map { ($0.isExcluded ? $0.exclusions : $0.labels).names } ?? []
      writer.append(reasons.isEmpty ? nil : reasons.joined(separator: ","))
    }
  }
}
