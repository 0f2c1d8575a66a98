internal import Foundation

/// Limits of blank, detection and quantitation by CLSI EP17-A2, from the results of blank and low samples.
package enum LimitsOfBlank {
  /// The 95 % point of the normal distribution as the guideline rounds it.
  private static let z = 1.645

  /// z / (1 - 1 / (4 (results - samples))): the multiplier of a standard deviation that was estimated itself.
  private static func multiplier(results: Int, samples: Int) -> Double {
    z / (1 - 1 / (4 * Double(results - samples)))
  }

  /// The classical limit of blank: mean + c SD of blank results.
  ///
  /// - Parameter samples: How many blank samples the results are of.
  /// - Returns: Nil with too few results for a standard deviation.
  package static func classical(blanks: [Double], samples: Int = 1) -> Double? {
    guard let (mean, deviation) = moments(blanks), blanks.count > samples else { return nil }
    return mean + multiplier(results: blanks.count, samples: samples) * deviation
  }

  /// The non-parametric limit of blank: the result of rank ½ + B (1 - α), between ranks by proportion.
  package static func rank(blanks: [Double], alpha: Double = 0.05) -> Double? {
    guard !blanks.isEmpty else { return nil }
    let sorted = blanks.sorted()
    let rank = 0.5 + Double(sorted.count) * (1 - alpha)
    let low = Int(rank)
    guard low >= 1 else { return sorted[0] }
    guard low < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[low - 1] + (rank - Double(low)) * (sorted[low] - sorted[low - 1])
  }

  /// The classical limit of detection: limit of blank + c SD, pooled over the low samples.
  ///
  /// - Parameter low: The results of each low sample, at least two of each.
  package static func detection(limitOfBlank: Double, low: [[Double]]) -> Double? {
    var (squares, freedom, results) = (0.0, 0, 0)
    for sample in low {
      guard let (_, deviation) = moments(sample) else { return nil }
      squares += deviation * deviation * Double(sample.count - 1)
      freedom += sample.count - 1
      results += sample.count
    }
    guard freedom > 0 else { return nil }
    let pooled = (squares / Double(freedom)).squareRoot()
    return limitOfBlank + multiplier(results: results, samples: low.count) * pooled
  }

  /// The limit of quantitation: the lowest level from which on the coefficient of variation stays within a goal.
  ///
  /// - Parameter levels: The results at each level of a dilution series.
  /// - Returns: The level; nil where none will do.
  package static func quantitation(
    levels: [(level: Double, results: [Double])], goal: Double
  ) -> Double? {
    var found: Double?
    for (level, results) in levels.sorted(by: { $0.level > $1.level }) {
      guard let (mean, deviation) = moments(results), mean > 0, deviation / mean <= goal else {
        break
      }
      found = level
    }
    return found
  }

  /// Mean and standard deviation of a sample; nil with fewer than two values.
  package static func moments(_ values: [Double]) -> (mean: Double, deviation: Double)? {
    guard values.count > 1 else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }
}
