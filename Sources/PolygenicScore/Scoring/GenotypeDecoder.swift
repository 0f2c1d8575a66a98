internal import ByteIO
internal import VCF

/// Decodes the genotypes of records into rows of a `ScoredBatch`, with buffers that it reuses.
struct GenotypeDecoder {
  private let rules: ScoringRules
  private let sampleCount: Int
  private var carriers = AlleleCarriers()
  private var dosages = AlleleDosages()

  init(_ rules: ScoringRules, sampleCount: Int) {
    self.rules = rules
    self.sampleCount = sampleCount
  }

  /// Decodes one record and appends its row.
  ///
  /// - Throws: What is wrong with the record's genotypes; nothing is appended then.
  mutating func decode(
    _ record: RecordBounds, _ text: Span<UInt8>, alleleIndex: Int, contig: UInt8,
    into batch: inout ScoredBatch
  ) throws(VCFError) -> Int {
    let isSexContig = contig == ScoredContig.x || contig == ScoredContig.y
    let keepsHaploid = isSexContig && rules.haploid == .observed
    if let field = try rules.dosage.field(of: record, text) {
      try dosages.decode(
        record, text, field: field, alleleIndex: alleleIndex, sampleCount: sampleCount)
      for ploidy in dosages.ploidy where ploidy != 2 { try refuse(ploidy: ploidy) }
      return appendDosages(
        alleleIndex == 0, isSexContig: isSexContig, keepsHaploid: keepsHaploid, to: &batch)
    }
    try carriers.decode(record, text, alleleIndex: alleleIndex, sampleCount: sampleCount)
    if carriers.hasOtherPloidies {
      for other in carriers.others { try refuse(ploidy: other.ploidy) }
    }
    return appendCalls(
      alleleIndex == 0, isSexContig: isSexContig, keepsHaploid: keepsHaploid, to: &batch)
  }

  private func refuse(ploidy: UInt8) throws(VCFError) {
    if ploidy == 1 || ploidy == 2 { return }
    throw VCFError(
      .format, field: "FORMAT/GT",
      "a genotype has \(ploidy) alleles; scores are defined for one or two, so correct the call or "
        + "leave the record out")
  }

  private mutating func appendCalls(
    _ effectIsReference: Bool, isSexContig: Bool, keepsHaploid: Bool, to batch: inout ScoredBatch
  ) -> Int {
    var row = GenotypeRow(effectIsReference: effectIsReference)
    let start = batch.carriers.count
    // Haploid calls that count as two alleles join the others of their genotype.
    let others = carriers.others.map {
      (sample: $0.sample, genotype: Self.genotype(of: $0, keepsHaploid: keepsHaploid))
    }
    batch.carriers.append(contentsOf: carriers.heterozygous)
    for other in others where other.genotype == 1 { batch.carriers.append(other.sample) }
    row.heterozygous = start..<batch.carriers.count
    batch.carriers.append(contentsOf: carriers.homozygous)
    for other in others where other.genotype == row.opposite {
      batch.carriers.append(other.sample)
    }
    row.homozygous = row.heterozygous.upperBound..<batch.carriers.count
    for other in others where other.genotype > 2 {
      batch.carriers.append(Carrier(sample: other.sample, genotype: other.genotype).word)
    }
    row.others = row.homozygous.upperBound..<batch.carriers.count
    row.missing = carriers.missing
    if row.missing > 0 {
      row.frequency = callFrequency(effectIsReference, isSexContig: isSexContig)
    }
    batch.rows.append(row)
    return batch.rows.count - 1
  }

  private static func genotype(of carrier: AlleleCarrier, keepsHaploid: Bool) -> UInt8 {
    let isMissing = carrier.copies == AlleleCarrier.missing
    switch (carrier.ploidy, keepsHaploid) {
    case (2, _): return isMissing ? GenotypeClasses.missingDiploid : carrier.copies
    case (_, true):
      return isMissing
        ? GenotypeClasses.missingHaploid : GenotypeClasses.haploidOffset + carrier.copies
    case (_, false): return isMissing ? GenotypeClasses.missingDiploid : 2 * carrier.copies
    }
  }

  /// The frequency among observed alleles. A haploid call on X or Y is one allele, whatever the score makes
  /// of it.
  private func callFrequency(_ effectIsReference: Bool, isSexContig: Bool) -> Double {
    var observed = 2 * (sampleCount - carriers.count)
    var effect = effectIsReference ? observed : 0
    effect += carriers.heterozygous.count + Int(2 - carriers.baseline) * carriers.homozygous.count
    observed += 2 * (carriers.heterozygous.count + carriers.homozygous.count)
    for carrier in carriers.others {
      if carrier.copies == AlleleCarrier.missing { continue }
      let scale = !isSexContig && carrier.ploidy == 1 ? 2 : 1
      effect += scale * Int(carrier.copies)
      observed += scale * Int(carrier.ploidy)
    }
    return observed == 0 ? 0.5 : Double(effect) / Double(observed)
  }

  private mutating func appendDosages(
    _ effectIsReference: Bool, isSexContig: Bool, keepsHaploid: Bool, to batch: inout ScoredBatch
  ) -> Int {
    var row = GenotypeRow(effectIsReference: effectIsReference)
    let start = batch.carriers.count
    row.dosages = batch.dosages.count
    let values = dosages.values.span
    let ploidy = dosages.ploidy.span
    let reference = effectIsReference ? 2.0 : 0.0
    var effect = 0.0
    var observed = 0.0
    batch.dosages.append(addingCapacity: values.count) { (rowDosages: inout OutputSpan<Double>) in
      batch.carriers.append(addingCapacity: values.count) { (carriers: inout OutputSpan<UInt32>) in
        for sample in 0..<values.count {
          let value = values[sample]
          let number = UInt32(truncatingIfNeeded: sample)
          if ploidy[sample] == 2, !value.isNaN {
            effect += value
            observed += 2
            if value == reference { continue }
            rowDosages.append(value)
            carriers.append(Carrier(sample: number, genotype: GenotypeClasses.dosage).word)
            continue
          }
          let isHaploid = ploidy[sample] == 1
          let isOne = isHaploid && keepsHaploid
          let genotype: UInt8
          if value.isNaN {
            genotype = isOne ? GenotypeClasses.missingHaploid : GenotypeClasses.missingDiploid
            row.missing += 1
            rowDosages.append(0)
          } else {
            effect += isSexContig ? value : 2 * value
            observed += isSexContig ? 1 : 2
            let scaled = isOne ? value : 2 * value
            if !isOne, scaled == reference { continue }
            genotype = isOne ? GenotypeClasses.haploidOffset : GenotypeClasses.dosage
            rowDosages.append(scaled)
          }
          carriers.append(Carrier(sample: number, genotype: genotype).word)
        }
      }
    }
    row.others = start..<batch.carriers.count
    row.frequency = observed == 0 ? 0.5 : effect / observed
    batch.rows.append(row)
    return batch.rows.count - 1
  }
}
