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
      for sample in 0..<sampleCount { try refuse(ploidy: dosages.ploidy[sample]) }
      return appendDosages(
        alleleIndex == 0, isSexContig: isSexContig, keepsHaploid: keepsHaploid, to: &batch)
    }
    try carriers.decode(record, text, alleleIndex: alleleIndex, sampleCount: sampleCount)
    if carriers.hasOtherPloidies {
      for index in 0..<carriers.count { try refuse(ploidy: carriers.buffer[index].ploidy) }
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
    let found = carriers.buffer.span.extracting(0..<carriers.count)
    let start = batch.carriers.count
    if carriers.missing == 0, !carriers.hasOtherPloidies {
      // The usual row: one copy or two, sorted apart into the two halves of the room.
      let ends = batch.carriers.append(sorting: found)
      row.heterozygous = start..<ends.ones
      row.homozygous = ends.ones..<ends.all
      row.others = ends.all..<ends.all
    } else {
      var genotypes: [(sample: UInt32, genotype: UInt8)] = []
      for index in 0..<found.count {
        let genotype = Self.genotype(of: found[index], keepsHaploid: keepsHaploid)
        if genotype != row.baseline { genotypes.append((found[index].sample, genotype)) }
      }
      for carrier in genotypes where carrier.genotype == 1 { batch.carriers.append(carrier.sample) }
      row.heterozygous = start..<batch.carriers.count
      for carrier in genotypes where carrier.genotype == row.opposite {
        batch.carriers.append(carrier.sample)
      }
      row.homozygous = row.heterozygous.upperBound..<batch.carriers.count
      for carrier in genotypes where carrier.genotype > 2 {
        batch.carriers.append(Carrier(sample: carrier.sample, genotype: carrier.genotype).word)
      }
      row.others = row.homozygous.upperBound..<batch.carriers.count
    }
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
    for index in 0..<carriers.count {
      let carrier = carriers.buffer[index]
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
    for sample in 0..<values.count {
      let value = values[sample]
      let isHaploid = ploidy[sample] == 1
      let isOne = isHaploid && keepsHaploid
      let genotype: UInt8
      if value.isNaN {
        genotype = isOne ? GenotypeClasses.missingHaploid : GenotypeClasses.missingDiploid
        row.missing += 1
      } else {
        let alleles = isHaploid && isSexContig ? 1.0 : 2.0
        effect += isHaploid && !isSexContig ? 2 * value : value
        observed += alleles
        let scaled = isHaploid && !isOne ? 2 * value : value
        if !isOne, scaled == reference { continue }
        genotype = isOne ? GenotypeClasses.haploidOffset : GenotypeClasses.dosage
        batch.dosages.append(scaled)
      }
      if value.isNaN { batch.dosages.append(0) }
      batch.carriers.append(
        Carrier(sample: UInt32(truncatingIfNeeded: sample), genotype: genotype).word)
    }
    row.others = start..<batch.carriers.count
    row.frequency = observed == 0 ? 0.5 : effect / observed
    batch.rows.append(row)
    return batch.rows.count - 1
  }
}

extension [UInt32] {
  /// Appends the samples with one copy, behind them the others; returns where the two parts end.
  fileprivate mutating func append(
    sorting carriers: Span<AlleleCarrier>
  ) -> (ones: Int, all: Int) {
    let start = count
    var ones = 0
    for index in 0..<carriers.count where carriers[index].copies == 1 { ones += 1 }
    append(addingCapacity: carriers.count) { (room: inout OutputSpan<UInt32>) in
      for index in 0..<carriers.count where carriers[index].copies == 1 {
        room.append(carriers[index].sample)
      }
      for index in 0..<carriers.count where carriers[index].copies != 1 {
        room.append(carriers[index].sample)
      }
    }
    return (start + ones, count)
  }
}
