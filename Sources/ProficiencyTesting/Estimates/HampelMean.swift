internal import Foundation

/// Hampel's estimate of location: the root nearest to the median of Σ ψ((xᵢ - x) / s) (ISO 13528:2022, C.5.3).
///
/// ψ is the identity up to 1.5, constant up to 3, falls to 0 at 4.5 and is 0 beyond; the sum is linear between the nodes
/// xᵢ ± {1.5, 3, 4.5} s, so that its roots are found exactly. Where two roots are equally near, or there is none, it is the
/// median.
///
/// - Parameter spread: s, as of the Q method.
/// - Returns: Nil of no values.
/// - Complexity: O(n log n), and O(n) for every node between the median and the root.
package func hampelMean(_ values: [Double], spread: Double) -> Double? {
  guard let middle = median(values) else { return nil }
  guard spread > 0 else { return middle }
  let nodes = values.flatMap { value in
    [-4.5, -3, -1.5, 1.5, 3, 4.5].map { value + $0 * spread }
  }.sorted()
  func sum(_ place: Double) -> Double {
    RobustEstimate.sum(values.map { influence(($0 - place) / spread) })
  }
  let above = nearestRoot(from: middle, nodes.filter { $0 > middle }, sum)
  let below = nearestRoot(from: middle, nodes.filter { $0 < middle }.reversed(), sum)
  guard let above else { return below ?? middle }
  guard let below else { return above }
  let difference = (above - middle) - (middle - below)
  if abs(difference) < 1e-12 * spread { return above == below ? above : middle }
  return difference < 0 ? above : below
}

/// The first root of a function that is linear between nodes, walking away from a place.
private func nearestRoot(
  from start: Double, _ nodes: [Double], _ function: (Double) -> Double
) -> Double? {
  var (place, value) = (start, function(start))
  if value == 0 { return start }
  for node in nodes {
    let next = function(node)
    if next == 0 { return node }
    if (next < 0) != (value < 0) { return place - value * (node - place) / (next - value) }
    (place, value) = (node, next)
  }
  return nil
}

private func influence(_ distance: Double) -> Double {
  let size = abs(distance)
  let value = size <= 1.5 ? size : size <= 3 ? 1.5 : size <= 4.5 ? 4.5 - size : 0
  return distance < 0 ? -value : value
}
