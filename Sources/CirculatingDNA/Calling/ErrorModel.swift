internal import Statistics

/// How often a site shows an alternative allele that is not there.
package enum ErrorModel: Sendable, Equatable {
  /// Each molecule errs with one probability.
  case binomial(rate: Double)
  /// As many errors as a Poisson count of the same mean has.
  case poisson(rate: Double)
  /// The probability itself is uncertain: a beta distribution, as normals and a prior leave it.
  case betaBinomial(alpha: Double, beta: Double)

  /// Errors expected a molecule.
  package var rate: Double {
    switch self {
    case .binomial(let rate), .poisson(let rate): rate
    case .betaBinomial(let alpha, let beta): alpha / (alpha + beta)
    }
  }

  /// The probability that errors alone show the allele in at least so many molecules.
  ///
  /// - Parameters:
  ///   - count: Molecules with the allele.
  ///   - total: Molecules with it or with the reference.
  /// - Returns: Not a number for a model that makes no sense.
  package func pValue(_ count: Int, of total: Int) -> Double {
    if count <= 0 { return 1 }
    switch self {
    case .binomial(let rate):
      return BinomialDistribution(trials: total, probability: rate)?.upperTail(from: count) ?? .nan
    case .poisson(let rate):
      return PoissonDistribution(mean: Double(total) * rate)?.upperTail(from: count) ?? .nan
    case .betaBinomial(let alpha, let beta):
      return BetaBinomialDistribution(trials: total, alpha: alpha, beta: beta)?
        .upperTail(from: count) ?? .nan
    }
  }

  /// The fewest molecules that are not put down to error: the smallest k with P(X ≥ k) ≤ `level`.
  ///
  /// - Returns: `total + 1` where no count will do.
  /// - Complexity: O(log n) tails.
  package func criticalCount(of total: Int, level: Double) -> Int {
    var low = max(0, min(total, Int(Double(total) * rate)))
    // Invariant: at `low` the tail is above the level, at `high` it is not.
    while low > 0, pValue(low, of: total) <= level { low /= 2 }
    var step = 1
    var high = low + 1
    while high <= total, pValue(high, of: total) > level {
      low = high
      high = min(total + 1, high + step)
      step *= 2
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if pValue(middle, of: total) > level { low = middle } else { high = middle }
    }
    return high
  }
}
