/// What the missing genotypes of each sample leave open of one score; empty until one is missing.
package struct ScoreBounds: Sendable, Equatable {
  /// Per sample: lane 0 what the lowest possible genotypes would add to the score, lane 1 the highest, lane 2 the
  /// variance under Hardy-Weinberg proportions, lane 3 the number of missing genotypes.
  var values: [SIMD4<Double>] = []

  /// Adds the missing genotypes of a row.
  mutating func add(_ open: OpenContribution, _ row: GenotypeRow, of batch: borrowing ScoredBatch) {
    if values.isEmpty { values = Array(repeating: .zero, count: batch.samples.count) }
    for place in row.others {
      let carrier = Carrier(word: batch.carriers[place])
      guard carrier.genotype >= Int(GenotypeClasses.missingHaploid) else { continue }
      let isOne = carrier.genotype == Int(GenotypeClasses.missingHaploid)
      values[carrier.sample] += isOne ? open.ofOne : open.ofTwo
    }
  }

  /// Adds the bounds of a later part of the input.
  mutating func merge(_ later: ScoreBounds) {
    if values.isEmpty {
      values = later.values
    } else if !later.values.isEmpty {
      for sample in values.indices { values[sample] += later.values[sample] }
    }
  }

  /// The bounds of a sample.
  subscript(sample: Int) -> SIMD4<Double> { values.isEmpty ? .zero : values[sample] }
}

/// What one missing genotype of a row leaves open, beyond what was imputed for it.
struct OpenContribution {
  /// Where one allele is expected.
  let ofOne: SIMD4<Double>
  /// Where two are.
  let ofTwo: SIMD4<Double>

  /// - Parameters:
  ///   - contributions: Of none, one and two effect alleles.
  ///   - frequency: Of the effect allele.
  ///   - imputed: What was added for one allele and for two.
  init(
    _ contributions: InlineArray<3, Double>, frequency p: Double,
    imputed: (one: Double, two: Double)
  ) {
    let q = 1 - p
    let low = min(contributions[0], min(contributions[1], contributions[2]))
    let high = max(contributions[0], max(contributions[1], contributions[2]))
    let lowOne = min(contributions[0], contributions[1])
    let highOne = max(contributions[0], contributions[1])
    let mean = q * q * contributions[0] + 2 * p * q * contributions[1] + p * p * contributions[2]
    let square =
      q * q * contributions[0] * contributions[0] + 2 * p * q * contributions[1] * contributions[1]
      + p * p * contributions[2] * contributions[2]
    let step = contributions[1] - contributions[0]
    ofOne = SIMD4(lowOne - imputed.one, highOne - imputed.one, p * q * step * step, 1)
    ofTwo = SIMD4(low - imputed.two, high - imputed.two, max(0, square - mean * mean), 1)
  }
}
