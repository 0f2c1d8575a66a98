internal import Foundation

/// What binomial, Poisson and beta probabilities are made of, by Loader's saddle-point form.
///
/// Logarithms of factorials are as large as the counts, and their differences lose as many digits as the counts have;
/// here the large parts are taken out before anything is rounded (C. Loader, Fast and Accurate Computation of Binomial
/// Probabilities, 2000). Errors are a few units in the last place at any size.
enum SaddlePoint {
  /// What Stirling's formula leaves of a factorial: ln Γ(x + 1) - (x + ½) ln x + x - ½ ln 2π.
  ///
  /// - Parameter x: Not negative; at 0 the value is not finite.
  static func stirlingError(_ x: Double) -> Double {
    if x < 15 { return lgamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi }
    let square = 1 / (x * x)
    var sum = 0.0
    for denominator in bernoulliDenominators { sum = sum * square + 1 / denominator }
    return sum / x
  }

  /// x ln(x / mean) + mean - x, without cancellation where x is near the mean.
  static func deviance(_ x: Double, mean: Double) -> Double {
    let difference = x - mean
    guard abs(difference) < 0.1 * (x + mean) else {
      return x == 0 ? mean : x * log(x / mean) - difference
    }
    // 2x artanh(v) expanded about v = (x - mean) / (x + mean).
    let v = difference / (x + mean)
    var sum = difference * v
    var term = 2 * x * v
    let square = v * v
    var denominator = 3.0
    while true {
      term *= square
      let next = sum + term / denominator
      if next == sum { return next }
      sum = next
      denominator += 2
    }
  }

  /// ln of xᵃ (1 - x)ᵇ Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)): the binomial probability of a among a + b, for real a and b.
  ///
  /// - Parameters:
  ///   - a: Not negative.
  ///   - b: Not negative.
  ///   - x: From 0 to 1.
  ///   - rest: 1 - x, where it is known more exactly than by subtraction.
  static func logBinomial(_ a: Double, _ b: Double, _ x: Double, rest: Double) -> Double {
    if x == 0 { return a == 0 ? 0 : -.infinity }
    if rest == 0 { return b == 0 ? 0 : -.infinity }
    let n = a + b
    if a == 0 { return n * (x < 0.5 ? log1p(-x) : log(rest)) }
    if b == 0 { return n * (x > 0.5 ? log1p(-rest) : log(x)) }
    let errors = stirlingError(n) - stirlingError(a) - stirlingError(b)
    let deviances = deviance(a, mean: n * x) + deviance(b, mean: n * rest)
    return errors - deviances + 0.5 * log(n / (2 * Double.pi * a * b))
  }

  /// ln of the Poisson probability of x at a mean, for real x.
  static func logPoisson(_ x: Double, mean: Double) -> Double {
    if mean == 0 { return x == 0 ? 0 : -.infinity }
    if x == 0 { return -mean }
    return -stirlingError(x) - deviance(x, mean: mean) - 0.5 * log(2 * Double.pi * x)
  }

  /// 2k (2k - 1) / B₂ₖ from k = 7 down; seven terms leave less than 1e-19 from 15 on.
  private static let bernoulliDenominators: [Double] = [
    156, -360360.0 / 691, 1188, -1680, 1260, -360, 12,
  ]
  private static let halfLogTwoPi = 0.918938533204672741780329736406
}
