internal import Foundation

/// The standard normal distribution function Φ(z), to full relative precision in the lower tail.
package func normalCumulative(_ z: Double) -> Double {
  0.5 * erfc(-z / 2.0.squareRoot())
}

/// The density of the standard normal distribution at z.
package func normalDensity(_ z: Double) -> Double {
  exp(-z * z / 2) / (2 * Double.pi).squareRoot()
}

/// The probability that a chi-squared variable exceeds a value.
///
/// By the recurrence Q(a + 1, x) = Q(a, x) + xᵃ e⁻ˣ / Γ(a + 1) from Q(½, x) = erfc √x or Q(1, x) = e⁻ˣ
/// (NIST Handbook of Mathematical Functions, 8.8.6); exact for whole degrees of freedom.
///
/// - Parameters:
///   - value: Not negative.
///   - degrees: The degrees of freedom, at least 1.
/// - Returns: Not a number for arguments outside of that.
/// - Complexity: O(degrees).
package func chiSquaredUpperTail(_ value: Double, degrees: Int) -> Double {
  guard value >= 0, degrees >= 1 else { return .nan }
  let x = value / 2
  var a = degrees % 2 == 0 ? 1.0 : 0.5
  var tail = degrees % 2 == 0 ? exp(-x) : erfc(x.squareRoot())
  guard x > 0 else { return 1 }
  while a < Double(degrees) / 2 - 0.25 {
    tail += exp(a * log(x) - x - lgamma(a + 1))
    a += 1
  }
  return min(tail, 1)
}
