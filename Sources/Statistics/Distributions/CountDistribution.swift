internal import Foundation

/// A distribution of counts, by its probabilities and the ratios of neighbours.
///
/// Tails are sums of positive terms that begin at the count asked for, so they keep their relative precision however
/// small they are; nothing is ever one minus something near one.
protocol CountDistribution {
  /// The largest count that has a probability; nil for none.
  var largest: Int? { get }
  var mean: Double { get }
  /// Whether each ratio is smaller than the one before.
  var ratiosFall: Bool { get }
  /// Whether probabilities never rise again once they fall.
  var hasOneHump: Bool { get }
  /// ln of the probability of a count within the support.
  func logProbability(_ count: Int) -> Double
  /// The probability of `count + 1` over that of `count`.
  func ratio(_ count: Int) -> Double
}

extension CountDistribution {
  /// ln P(X ≥ count).
  func logUpper(_ count: Int) -> Double {
    if count <= 0 { return 0 }
    if let largest, count > largest { return -.infinity }
    if Double(count) > mean { return min(0, logProbability(count) + log(seriesUp(from: count))) }
    let below = exp(logProbability(count - 1)) * seriesDown(from: count - 1)
    // Near one the complement has lost its digits; the sum upward has not.
    if below < 0.9 { return log1p(-below) }
    return min(0, logProbability(count) + log(seriesUp(from: count)))
  }

  /// ln P(X ≤ count).
  func logLower(_ count: Int) -> Double {
    if count < 0 { return -.infinity }
    if let largest, count >= largest { return 0 }
    if Double(count) < mean { return min(0, logProbability(count) + log(seriesDown(from: count))) }
    let above = exp(logProbability(count + 1)) * seriesUp(from: count + 1)
    if above < 0.9 { return log1p(-above) }
    return min(0, logProbability(count) + log(seriesDown(from: count)))
  }

  /// The probabilities of a count and all above it, in units of that of the count.
  private func seriesUp(from count: Int) -> Double {
    var (sum, term) = (1.0, 1.0)
    var place = count
    while largest.map({ place < $0 }) ?? true {
      let ratio = ratio(place)
      term *= ratio
      sum += term
      place += 1
      guard ratio < 1, term < sum * 1e-17 else { continue }
      // What is left is less than a geometric series of this ratio, or than as many terms of this size.
      if ratiosFall, term < sum * 1e-17 * (1 - ratio) { break }
      if hasOneHump, let largest, term * Double(largest - place) < sum * 1e-17 { break }
    }
    return sum
  }

  /// The probabilities of a count and all below it, in units of that of the count.
  private func seriesDown(from count: Int) -> Double {
    var (sum, term) = (1.0, 1.0)
    var place = count
    while place > 0 {
      let inverse = 1 / ratio(place - 1)
      term *= inverse
      sum += term
      place -= 1
      if hasOneHump, inverse < 1, term * Double(place) < sum * 1e-17 { break }
    }
    return sum
  }
}
