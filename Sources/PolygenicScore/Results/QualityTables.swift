package import Tables

/// The tables of quality control.
extension ScoreResults {
  /// One row for each matched row of each score, with a record: `effect_frequency` is the effect allele's in the
  /// cohort, `expected_frequency` that of the frequencies that came in, else of the scoring file;
  /// `deviates` says whether they differ by more than the limit. `call_rate` is the share of samples with a
  /// genotype, `r2` what the record says of its imputation.
  package static let qualitySchema = TableSchema([
    Column("pgs_id", .string), Column("row", .integer), Column("chrom", .string),
    Column("pos", .integer), Column("effect_allele", .string),
    Column("effect_frequency", .number), Column("expected_frequency", .number),
    Column("difference", .number), Column("deviates", .boolean), Column("call_rate", .number),
    Column("r2", .number), Column("reference_agrees", .boolean),
  ])

  /// One row a sample. Every record that a score uses counts once; those in the pseudo-autosomal regions of X
  /// count with the autosomes. `inbreeding` and `x_inbreeding` are 1 - observed / expected heterozygous records.
  /// `sex` is `M` where `x_inbreeding` is above 0.8, `F` where it is below 0.2, as `plink --check-sex` has it, and
  /// null where it is between or fewer heterozygous records are expected than five.
  package static let samplesSchema = TableSchema([
    Column("sample", .string), Column("sites", .integer), Column("called", .integer),
    Column("call_rate", .number), Column("heterozygous", .integer),
    Column("heterozygosity", .number), Column("inbreeding", .number), Column("x_sites", .integer),
    Column("x_called", .integer), Column("x_heterozygous", .integer),
    Column("x_inbreeding", .number), Column("sex", .string),
  ])

  /// One row a sample and score: between which values the score lies whatever the missing genotypes are
  /// (`score_low`, `score_high`), and whatever the rows are that were excluded or unmatched
  /// (`complete_low`, `complete_high`). `standard_error` is the root of the variance of missing genotypes under
  /// Hardy-Weinberg proportions.
  package static let boundsSchema = TableSchema([
    Column("sample", .string), Column("pgs_id", .string), Column("missing_genotypes", .integer),
    Column("absent_rows", .integer), Column("score_low", .number), Column("score_high", .number),
    Column("complete_low", .number), Column("complete_high", .number),
    Column("standard_error", .number),
  ])

  /// Writes what was found about the variants of scores.
  ///
  /// - Parameter limit: The difference of frequencies from which a variant deviates.
  package func writeQuality(limit: Double, to writer: inout RowWriter) {
    for locus in loci {
      let entry = index.entry(number: Int(locus.row))
      let file = index.files[Int(entry.score)]
      let row = index.row(entry)
      let stated = expected[Int(entry.score)]
      let p = stated.isEmpty ? Double.nan : stated[Int(entry.row)]
      let difference = locus.frequency - p
      let observed = samples.count - Int(locus.missing)
      writer.append(file.accession)
      writer.append(Int(entry.row))
      writer.append(ScoredContig.name(row.contig))
      writer.append(Int(row.position))
      writer.append(file.alleles.span, file.range(row.effectAllele))
      writer.append(observed == 0 ? nil : locus.frequency)
      writer.append(p.isNaN ? nil : p)
      writer.append(p.isNaN || observed == 0 ? nil : difference)
      writer.append(p.isNaN || observed == 0 ? nil : abs(difference) > limit)
      writer.append(samples.isEmpty ? nil : Double(observed) / Double(samples.count))
      writer.append(locus.r2.isNaN ? nil : locus.r2)
      writer.append(locus.reference == .unknown ? nil : locus.reference == .agrees)
      writer.endRow()
    }
  }

  /// Writes the counts of some samples.
  package func writeSamples(_ range: Range<Int>, to writer: inout RowWriter) {
    for sample in range {
      let autosomes = counts.autosomes
      let x = counts.x
      let sites = autosomes.sites + x.sites
      let called = autosomes.called(sample) + x.called(sample)
      writer.append(samples[sample])
      writer.append(sites)
      writer.append(called)
      writer.append(sites == 0 ? nil : Double(called) / Double(sites))
      writer.append(autosomes.heterozygous(sample))
      writer.append(autosomes.sites == 0 ? nil : autosomes.heterozygosity(sample))
      writer.append(autosomes.inbreeding(sample))
      writer.append(x.sites)
      writer.append(x.called(sample))
      writer.append(x.heterozygous(sample))
      writer.append(x.inbreeding(sample))
      writer.append(x.sex(sample))
      writer.endRow()
    }
  }

  /// Writes the bounds of some samples.
  package func writeBounds(ofSamples range: Range<Int>, to writer: inout RowWriter) {
    let absent = index.files.indices.map { absentRows(ofScore: $0) }
    for sample in range {
      for (score, totals) in totals.enumerated() {
        let open = bounds.isEmpty ? .zero : bounds[score][sample]
        let isEmpty = totals.variants == 0
        let low = totals.score(sample) + open[0]
        let high = totals.score(sample) + open[1]
        writer.append(samples[sample])
        writer.append(index.files[score].accession)
        writer.append(Int(open[3]))
        writer.append(absent[score].rows)
        writer.append(isEmpty ? nil : low)
        writer.append(isEmpty ? nil : high)
        writer.append(low + absent[score].low)
        writer.append(high + absent[score].high)
        writer.append(isEmpty ? nil : open[2].squareRoot())
        writer.endRow()
      }
    }
  }

  /// The rows of a score that do not count, and what they could add at least and at most.
  private func absentRows(ofScore score: Int) -> (rows: Int, low: Double, high: Double) {
    let file = index.files[score]
    var parts: [UInt32: Int] = [:]
    for part in file.interactionParts { parts[part.row, default: 0] += 1 }
    var result = (rows: 0, low: 0.0, high: 0.0)
    for (number, row) in file.rows.enumerated() {
      if outcome(ofRow: index.firstRow[score] + number) == .matched { continue }
      let values = file.contributions(of: row)
      result.rows += 1
      if row.form == .interaction {
        // The product of two alleles of each variant.
        let most = row.weight * Double(1 << min(parts[UInt32(number)] ?? 2, 32))
        result.low += min(0, most)
        result.high += max(0, most)
        continue
      }
      result.low += min(values[0], min(values[1], values[2]))
      result.high += max(values[0], max(values[1], values[2]))
    }
    return result
  }
}

extension SampleCounts.Part {
  /// The sex that heterozygosity on X speaks for.
  fileprivate func sex(_ sample: Int) -> String? {
    guard expected >= 5, let inbreeding = inbreeding(sample) else { return nil }
    return inbreeding > 0.8 ? "M" : inbreeding < 0.2 ? "F" : nil
  }
}
