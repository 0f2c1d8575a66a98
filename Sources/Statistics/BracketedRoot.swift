/// The root of a function that rises from below zero to above it (or is zero at an end) within a range.
///
/// Newton's steps where they stay within what is known to hold the root and halve each time, bisection otherwise: at
/// every moment the root lies between the ends of a bracket, and the search ends when a step changes nothing.
///
/// - Parameters:
///   - range: Holds the root.
///   - start: Where to begin.
///   - function: The value and the slope; a slope of 0 where it is not known.
package func bracketedRoot(
  in range: ClosedRange<Double>, start: Double,
  _ function: (Double) -> (value: Double, slope: Double)
) -> Double {
  var (low, high) = (range.lowerBound, range.upperBound)
  var x = min(max(start, low), high)
  var lastStep = high - low
  for _ in 0..<1100 {
    let (value, slope) = function(x)
    if value == 0 { return x }
    if value < 0 { low = x } else { high = x }
    let newton = x - value / slope
    let isGood = slope > 0 && newton >= low && newton <= high && abs(newton - x) <= lastStep / 2
    let next = isGood ? newton : middle(low, high)
    if abs(next - x) <= abs(x) * 1e-16 || next == low && x == low || next == high && x == high {
      return next
    }
    lastStep = abs(next - x)
    x = next
  }
  return x
}

/// The middle of a bracket: of the exponents where its ends differ by orders of magnitude.
private func middle(_ low: Double, _ high: Double) -> Double {
  if low > 0, high / low > 16 { return (low * high).squareRoot() }
  if low == 0, high > 1e-290 { return high / 8 }
  return low + (high - low) / 2
}
