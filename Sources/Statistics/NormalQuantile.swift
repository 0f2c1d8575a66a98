internal import Foundation

/// The quantile of the standard normal distribution: the z with Φ(z) = `probability`.
///
/// Wichura's AS 241 (Applied Statistics 37:477-484, 1988, routine PPND16), with one Halley step on the
/// tail probability beyond |p - 0.5| > 0.425, where Φ is known to full relative precision from `erfc`.
/// The error is a few units in the last place, about 1e-15 relative.
///
/// - Parameter probability: From 0 to 1.
/// - Returns: -∞ at 0, +∞ at 1, not a number outside of 0...1.
package func normalQuantile(_ probability: Double) -> Double {
  guard probability >= 0, probability <= 1 else { return .nan }
  let fromCentre = probability - 0.5
  if abs(fromCentre) <= 0.425 {
    let r = 0.180625 - fromCentre * fromCentre
    return fromCentre * polynomial(centreNumerator, r) / polynomial(centreDenominator, r)
  }
  // Both tails are computed as the lower one: 1 - p is exact for p above one half.
  let tail = fromCentre < 0 ? probability : 1 - probability
  guard tail > 0 else { return fromCentre < 0 ? -.infinity : .infinity }
  let z = lowerTailQuantile(tail)
  return fromCentre < 0 ? z : -z
}

/// The negative z with Φ(z) = `tail`, for a tail probability in (0, 0.075].
private func lowerTailQuantile(_ tail: Double) -> Double {
  let r = (-log(tail)).squareRoot()
  let estimate: Double
  if r <= 5 {
    estimate = -polynomial(tailNumerator, r - 1.6) / polynomial(tailDenominator, r - 1.6)
  } else {
    estimate = -polynomial(farNumerator, r - 5) / polynomial(farDenominator, r - 5)
  }
  // Subnormal tails have lost their digits already; a step on them would add noise.
  guard tail > 1e-290 else { return estimate }
  let excess = 0.5 * erfc(-estimate / 2.0.squareRoot()) - tail
  let step = excess * (2 * Double.pi).squareRoot() * exp(estimate * estimate / 2)
  return estimate - step / (1 + estimate * step / 2)
}

/// The polynomial with the coefficients in rising order, by Horner's rule.
private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
  var value = 0.0
  for coefficient in coefficients.reversed() { value = value * x + coefficient }
  return value
}

private let centreNumerator = [
  3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
]
private let centreDenominator = [
  1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
  21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
]
private let tailNumerator = [
  1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
  1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833,
  0.000774545014278341407640,
]
private let tailDenominator = [
  1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
  0.148103976427480074590, 0.0151986665636164571966, 0.000547593808499534494600,
  1.05075007164441684324e-9,
]
private let farNumerator = [
  6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
  0.0265321895265761230930, 0.00124266094738807843860, 0.0000271155556874348757815,
  2.01033439929228813265e-7,
]
private let farDenominator = [
  1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
  0.000786869131145613259100, 0.0000184631831751005468180, 1.42151175831644588870e-7,
  2.04426310338993978564e-15,
]
