internal import Foundation
internal import Statistics

/// The limit of detection by probit regression of how often each level of a dilution series was detected (CLSI EP17-A2).
package struct ProbitLimit: Sendable, Equatable {
  /// How often a level was detected.
  package struct Level: Sendable, Equatable {
    let level: Double
    let detected: Int
    let tested: Int

    /// A level of a dilution series, above 0.
    package init(_ level: Double, detected: Int, of tested: Int) {
      self.level = level
      self.detected = detected
      self.tested = tested
    }
  }

  /// a of Φ(a + b log₁₀ level).
  package let intercept: Double
  /// b.
  package let slope: Double

  /// The most likely curve.
  ///
  /// - Returns: Nil where the likelihood has no maximum: fewer than two levels, none that was detected at times only, or
  ///   detection that does not rise with the level.
  package init?(_ levels: [Level]) {
    let levels = levels.filter { $0.level > 0 && $0.tested > 0 }
    let x = levels.map { log10($0.level) }
    guard Set(x).count >= 2, Self.overlap(levels),
      let centre = Self.mean(x),
      let minimum = NewtonMinimum(
        from: [0, 1],
        { point in
          Self.shape(levels, x.map { $0 - centre }, point)
        }), minimum.point[1] > 0
    else { return nil }
    slope = minimum.point[1]
    intercept = minimum.point[0] - minimum.point[1] * centre
  }

  /// The level that is detected with a probability.
  package func level(_ probability: Double) -> Double {
    pow(10, (normalQuantile(probability) - intercept) / slope)
  }

  /// The probability to detect a level.
  package func probability(_ level: Double) -> Double {
    normalCumulative(intercept + slope * log10(level))
  }

  private static func mean(_ x: [Double]) -> Double? {
    x.isEmpty ? nil : x.reduce(0, +) / Double(x.count)
  }

  /// Whether a miss stands above, or at, the lowest detection: else a step fits, and any slope beyond bounds.
  private static func overlap(_ levels: [Level]) -> Bool {
    let lowest = levels.filter { $0.detected > 0 }.map(\.level).min()
    let highest = levels.filter { $0.detected < $0.tested }.map(\.level).max()
    guard let lowest, let highest else { return false }
    return lowest < highest || levels.contains { $0.detected > 0 && $0.detected < $0.tested }
  }

  /// -ln L, its slopes, and Fisher's information.
  private static func shape(_ levels: [Level], _ x: [Double], _ point: [Double]) -> LocalShape {
    var value = 0.0
    var gradient = [0.0, 0.0]
    var information = Matrix(rows: 2, columns: 2)
    for (level, x) in zip(levels, x) {
      let z = point[0] + point[1] * x
      let (hit, miss) = (normalCumulative(z), normalCumulative(-z))
      let density = normalDensity(z)
      let (detected, missed) = (Double(level.detected), Double(level.tested - level.detected))
      if detected > 0 { value -= detected * log(hit) }
      if missed > 0 { value -= missed * log(miss) }
      let force =
        (missed > 0 ? missed * density / miss : 0) - (detected > 0 ? detected * density / hit : 0)
      let weight = hit * miss > 0 ? Double(level.tested) * density * density / (hit * miss) : 0
      let row = [1, x]
      for i in 0..<2 {
        gradient[i] += force * row[i]
        for j in 0..<2 { information[i, j] += weight * row[i] * row[j] }
      }
    }
    return LocalShape(value: value, gradient: gradient, curvature: CholeskyFactor(information))
  }
}
