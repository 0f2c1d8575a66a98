internal import CVectors

/// The sums of one score for every sample; the arrays stay empty until a variant is added.
///
/// Kept is what a sample's sum differs by from that of a person with reference genotypes only, and what its
/// counts lack to the full count, because most samples differ and lack nothing at most variants.
package struct ScoreTotals: Sendable, Equatable {
  /// The number of rows added.
  package internal(set) var variants = 0
  /// What a person with reference genotypes only would have: the score and the dosage sum.
  var baseline = SIMD2<Double>.zero
  /// Per sample what is added to the baseline.
  var sums: [SIMD2<Double>] = []
  var alleleShortfall: [Int32] = []
  var denominatorShortfall: [Int32] = []
  var usedShortfall: [Int32] = []

  /// Σ weight · dosage of a sample, imputed values included; 0 before a variant is added.
  package func score(_ sample: Int) -> Double {
    sums.isEmpty ? 0 : baseline[0] + sums[sample][0]
  }

  /// Σ dosage of the effect allele of a sample, observed genotypes only; 0 before a variant is added.
  package func dosage(_ sample: Int) -> Double {
    sums.isEmpty ? 0 : baseline[1] + sums[sample][1]
  }

  /// The number of alleles observed in a sample.
  package func alleleCount(_ sample: Int) -> Int {
    2 * variants - (alleleShortfall.isEmpty ? 0 : Int(alleleShortfall[sample]))
  }

  /// The number of alleles that a sample's score rests on, imputed ones included.
  package func denominator(_ sample: Int) -> Int {
    2 * variants - (denominatorShortfall.isEmpty ? 0 : Int(denominatorShortfall[sample]))
  }

  /// The number of rows that stand in a sample's denominator.
  package func variantsUsed(_ sample: Int) -> Int {
    variants - (usedShortfall.isEmpty ? 0 : Int(usedShortfall[sample]))
  }

  /// Adds one row of the score.
  ///
  /// - Complexity: O(carriers of the row).
  mutating func add(
    _ table: RowTable, _ row: GenotypeRow, of batch: borrowing ScoredBatch,
    _ shortfalls: borrowing Shortfalls
  ) {
    if sums.isEmpty { sums = Array(repeating: .zero, count: batch.samples.count) }
    variants += 1
    baseline += table.baseline
    let carriers = batch.carriers.span
    var sums = sums.mutableSpan
    Self.add(table.deviations[1], carriers.extracting(row.heterozygous), to: &sums)
    Self.add(
      table.deviations[Int(row.opposite)], carriers.extracting(row.homozygous), to: &sums)
    guard !row.others.isEmpty else { return }
    let others = carriers.extracting(row.others)
    if row.dosages < 0 {
      Self.add(table, others, to: &sums)
    } else {
      let dosages = batch.dosages.span.extracting(row.dosages..<row.dosages + others.count)
      Self.add(table, others, dosages, to: &sums)
    }
    count(others, shortfalls)
  }

  /// Adds the same to every sample of a list: what nearly all additions are.
  private static func add(
    _ deviation: SIMD2<Double>, _ samples: Span<UInt32>, to sums: inout MutableSpan<SIMD2<Double>>
  ) {
    // SAFETY: the samples are those of the batch, whose number the sums have.
    unsafe samples.withUnsafeBufferPointer { samples in
      unsafe sums.withUnsafeMutableBytes { sums in
        unsafe add_pair(
          sums.baseAddress?.assumingMemoryBound(to: Double.self), samples.baseAddress,
          samples.count, deviation[0], deviation[1])
      }
    }
  }

  private static func add(
    _ table: RowTable, _ carriers: Span<UInt32>, to sums: inout MutableSpan<SIMD2<Double>>
  ) {
    for index in 0..<carriers.count {
      let carrier = Carrier(word: carriers[index])
      sums[carrier.sample] += table.deviations[carrier.genotype]
    }
  }

  private static func add(
    _ table: RowTable, _ carriers: Span<UInt32>, _ dosages: Span<Double>,
    to sums: inout MutableSpan<SIMD2<Double>>
  ) {
    for index in 0..<carriers.count {
      let carrier = Carrier(word: carriers[index])
      sums[carrier.sample] +=
        carrier.genotype >= Int(GenotypeClasses.missingHaploid)
        ? table.deviations[carrier.genotype] : table.deviation(ofDosage: dosages[index])
    }
  }

  /// Counts what samples lack; nothing before a sample is missing or haploid.
  private mutating func count(_ carriers: Span<UInt32>, _ shortfalls: borrowing Shortfalls) {
    for index in 0..<carriers.count {
      let carrier = Carrier(word: carriers[index])
      guard carrier.genotype > GenotypeClasses.dosage else { continue }
      beginShortfalls()
      alleleShortfall[carrier.sample] += shortfalls.alleles[carrier.genotype]
      denominatorShortfall[carrier.sample] += shortfalls.denominator[carrier.genotype]
      usedShortfall[carrier.sample] += shortfalls.used[carrier.genotype]
    }
  }

  /// Adds a row that has the same in every sample.
  ///
  /// - Parameter isObserved: Whether its alleles count as observed rather than imputed.
  mutating func add(score: Double, dosage: Double, samples: Int, isObserved: Bool) {
    beginRow(samples: samples)
    baseline += SIMD2(score, dosage)
    guard !isObserved else { return }
    beginShortfalls()
    for sample in alleleShortfall.indices { alleleShortfall[sample] += 2 }
  }

  /// Adds a row of which each sample has its own value; it counts for two alleles, as one variant does.
  ///
  /// - Parameters:
  ///   - scores: What each sample's score gains.
  ///   - missing: Whether a sample's value rests on a missing genotype.
  mutating func add(scores: [Double], missing: [Bool], _ shortfalls: borrowing Shortfalls) {
    beginRow(samples: scores.count)
    for sample in scores.indices { sums[sample][0] += scores[sample] }
    guard missing.contains(true) else { return }
    beginShortfalls()
    let two = Int(GenotypeClasses.missingDiploid)
    for sample in missing.indices where missing[sample] {
      alleleShortfall[sample] += shortfalls.alleles[two]
      denominatorShortfall[sample] += shortfalls.denominator[two]
      usedShortfall[sample] += shortfalls.used[two]
    }
  }

  private mutating func beginRow(samples: Int) {
    if sums.isEmpty { sums = Array(repeating: .zero, count: samples) }
    variants += 1
  }

  private mutating func beginShortfalls() {
    guard alleleShortfall.isEmpty else { return }
    alleleShortfall = [Int32](repeating: 0, count: sums.count)
    denominatorShortfall = alleleShortfall
    usedShortfall = alleleShortfall
  }

  /// Adds the sums of a later part of the input.
  mutating func merge(_ later: ScoreTotals) {
    guard later.variants > 0 else { return }
    guard variants > 0 else {
      self = later
      return
    }
    variants += later.variants
    baseline += later.baseline
    for sample in sums.indices { sums[sample] += later.sums[sample] }
    if alleleShortfall.isEmpty {
      alleleShortfall = later.alleleShortfall
      denominatorShortfall = later.denominatorShortfall
      usedShortfall = later.usedShortfall
    } else if !later.alleleShortfall.isEmpty {
      for sample in alleleShortfall.indices {
        alleleShortfall[sample] += later.alleleShortfall[sample]
        denominatorShortfall[sample] += later.denominatorShortfall[sample]
        usedShortfall[sample] += later.usedShortfall[sample]
      }
    }
  }
}
