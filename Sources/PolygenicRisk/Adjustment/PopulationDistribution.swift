internal import Statistics

/// The scores of the reference people of one population.
package struct PopulationDistribution: Sendable {
  /// How many people.
  package var count: Int { sorted.count }
  /// The mean of their scores.
  package let mean: Double
  /// The standard deviation of their scores, of the people and not of a population beyond (divisor n).
  package let standardDeviation: Double
  private let sorted: [Double]

  /// The distribution of at least one score.
  package init(_ scores: [Double]) {
    precondition(!scores.isEmpty, "at least one score")
    sorted = scores.sorted()
    (mean, standardDeviation) = moments(scores)
  }

  /// How many standard deviations a score lies above the mean; nil where all scores are equal.
  package func z(_ score: Double) -> Double? {
    standardDeviation > 0 ? (score - mean) / standardDeviation : nil
  }

  /// The percentile rank of a score, 0 to 100, ties counted half.
  package func percentile(_ score: Double) -> Double { percentileRank(of: score, in: sorted) }
}

/// The mean and the standard deviation with divisor n.
func moments(_ values: [Double]) -> (mean: Double, standardDeviation: Double) {
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (squares / Double(values.count)).squareRoot())
}
