internal import Foundation

extension SumOfCounts {
  /// The same tail by the recursion k P(k) = T₁ P(k - 1) - T₂ P(k - 2) + …, where Tⱼ = Σ nᵢ (pᵢ / (1 - pᵢ))ʲ: the
  /// derivative of the logarithm of the generating function, compared power by power.
  ///
  /// Its terms alternate, so it is used only where each is far smaller than the one before: then nothing cancels, and
  /// the sum over ten thousand sites costs no more than their power sums.
  ///
  /// - Parameters:
  ///   - count: At least 1.
  ///   - last: The last count that is summed.
  /// - Returns: Nil where terms are not that small, and convolution must do.
  /// - Complexity: O(parts + last) times about ten.
  static func tailByRecursion(from count: Int, through last: Int, _ parts: [Part]) -> Double? {
    var largest = 0.0
    var firstSum = 0.0
    var logNone = 0.0
    for part in parts {
      guard part.probability <= 0.05 else { return nil }
      let odds = part.probability / (1 - part.probability)
      largest = max(largest, odds)
      firstSum += Double(part.trials) * odds
      logNone += Double(part.trials) * log1p(-part.probability)
    }
    // P(k - 1) / P(k) is about k / T₁, so that a term is at most this share of the one before.
    let share = largest * max(1, Double(last) / firstSum)
    guard share <= 0.05 else { return nil }
    let orders = max(2, Int((log(1e-18) / log(share)).rounded(.up)))
    var powerSums = [Double](repeating: 0, count: orders)
    for part in parts {
      let odds = part.probability / (1 - part.probability)
      var term = Double(part.trials)
      for order in 0..<orders {
        term *= order == 0 ? odds : -odds
        powerSums[order] += term
      }
    }
    return tail(from: count, through: last, powerSums, logNone: logNone)
  }

  /// Runs the recursion in units that are changed before they overflow.
  private static func tail(
    from count: Int, through last: Int, _ powerSums: [Double], logNone: Double
  ) -> Double {
    var recent = [Double](repeating: 0, count: powerSums.count)
    recent[0] = 1
    var logUnit = logNone
    var sum = 0.0
    for place in 1..<last + 1 {
      var next = 0.0
      for order in powerSums.indices { next += powerSums[order] * recent[order] }
      next /= Double(place)
      for order in stride(from: recent.count - 1, to: 0, by: -1) {
        recent[order] = recent[order - 1]
      }
      recent[0] = next
      if place >= count {
        sum += next
        if next < sum * 1e-18, Double(place) > powerSums[0] { break }
      }
      if next > 1e200 || next < 1e-200 {
        for order in recent.indices { recent[order] /= next }
        sum /= next
        logUnit += log(next)
      }
    }
    return min(1, exp(logUnit + log(sum)))
  }
}
