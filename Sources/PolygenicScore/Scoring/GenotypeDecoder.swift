internal import ByteIO
internal import VCF

/// Decodes the genotypes of records into rows of a `ScoredBatch`, with buffers that it reuses.
struct GenotypeDecoder {
  private let rules: ScoringRules
  private let sampleCount: Int
  /// Whether frequencies are computed where no genotype is missing, too.
  private let needsFrequencies: Bool
  private var carriers = AlleleCarriers()
  private var dosages = AlleleDosages()

  init(_ rules: ScoringRules, sampleCount: Int, needsFrequencies: Bool = false) {
    self.needsFrequencies = needsFrequencies
    self.rules = rules
    self.sampleCount = sampleCount
  }

  /// Decodes one record and appends its row.
  ///
  /// - Parameter usesCalls: Whether GT is read whatever the rules say.
  /// - Throws: What is wrong with the record's genotypes; nothing is appended then.
  mutating func decode(
    _ record: RecordBounds, _ text: Span<UInt8>, alleleIndex: Int, contig: UInt8,
    usesCalls: Bool = false, into batch: inout ScoredBatch
  ) throws(VCFError) -> Int {
    let isSexContig = contig == ScoredContig.x || contig == ScoredContig.y
    let keepsHaploid = isSexContig && rules.haploid == .observed
    if !usesCalls, let field = try rules.dosage.field(of: record, text) {
      try dosages.decode(
        record, text, field: field, alleleIndex: alleleIndex, sampleCount: sampleCount)
      return appendDosages(
        alleleIndex == 0, isSexContig: isSexContig, keepsHaploid: keepsHaploid, to: &batch)
    }
    try carriers.decode(record, text, alleleIndex: alleleIndex, sampleCount: sampleCount)
    return appendCalls(
      alleleIndex == 0, isSexContig: isSexContig, keepsHaploid: keepsHaploid, to: &batch)
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
    if carriers.hasOtherPloidies, carriers.others.contains(where: { $0.ploidy > 2 }) {
      row.dosages = batch.dosages.count
      for (carrier, other) in zip(carriers.others, others) where other.genotype > 2 {
        batch.dosages.append(Self.dosage(of: carrier))
      }
    }
    if row.missing > 0 || needsFrequencies {
      row.frequency = callFrequency(effectIsReference, isSexContig: isSexContig)
      row.expected = row.frequency
    }
    batch.rows.append(row)
    return batch.rows.count - 1
  }

  private static func genotype(of carrier: AlleleCarrier, keepsHaploid: Bool) -> UInt8 {
    let isMissing = carrier.copies == AlleleCarrier.missing
    switch (carrier.ploidy, keepsHaploid) {
    case (2, _): return isMissing ? GenotypeClasses.missingDiploid : carrier.copies
    case (3..., _): return isMissing ? GenotypeClasses.missingDiploid : GenotypeClasses.dosage
    case (_, true):
      return isMissing
        ? GenotypeClasses.missingHaploid : GenotypeClasses.haploidOffset + carrier.copies
    case (_, false): return isMissing ? GenotypeClasses.missingDiploid : 2 * carrier.copies
    }
  }

  /// What stands beside the class of a carrier in a row with dosages. Calls of more than two alleles count as two
  /// of two in proportion: all alleles of k are two of two, whatever k is.
  private static func dosage(of carrier: AlleleCarrier) -> Double {
    if carrier.copies == AlleleCarrier.missing { return 0 }
    return carrier.ploidy > 2
      ? 2 * Double(carrier.copies) / Double(carrier.ploidy) : Double(carrier.copies)
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
    row.heterozygous = start..<start
    row.homozygous = start..<start
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
            let alleles = Double(ploidy[sample])
            effect += isHaploid && !isSexContig ? 2 * value : value
            observed += isHaploid && !isSexContig ? 2 : alleles
            let scaled = isOne ? value : 2 * value / alleles
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
    row.expected = row.frequency
    batch.rows.append(row)
    return batch.rows.count - 1
  }
}
