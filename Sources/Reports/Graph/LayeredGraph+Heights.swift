extension LayeredGraph {
  /// The vertical centre of every slot: near its neighbours' centres, in the order of its layer,
  /// and apart by half of both heights and `gap` at least. The topmost edge lies at 0.
  func centres(nodeHeight: Double, laneHeight: Double, gap: Double) -> [Double] {
    func height(_ slot: Int) -> Double { slot < nodeCount ? nodeHeight : laneHeight }
    func distances(_ layer: [Int]) -> [Double] {
      zip(layer, layer.dropFirst()).map { (height($0) + height($1)) / 2 + gap }
    }
    var centres = Array(repeating: 0.0, count: before.count)
    for layer in layers {
      let total = distances(layer).reduce(0, +)
      var centre = -total / 2
      for (slot, distance) in zip(layer, distances(layer) + [0]) {
        centres[slot] = centre
        centre += distance
      }
    }
    func settle(_ layer: [Int], by neighbours: (Int) -> [Int]) {
      let wanted = layer.map { slot in
        let around = neighbours(slot)
        let sum = around.reduce(0) { $0 + centres[$1] }
        return around.isEmpty ? centres[slot] : sum / Double(around.count)
      }
      // A lane pulls harder than a node, so that long edges run straight.
      let weights = layer.map { $0 < nodeCount ? 1.0 : 4.0 }
      let settled = nearestPlaces(to: wanted, weights: weights, distances: distances(layer))
      for (slot, centre) in zip(layer, settled) { centres[slot] = centre }
    }
    for _ in 0..<6 {
      for layer in layers.dropFirst() { settle(layer) { before[$0] } }
      for layer in layers.dropLast().reversed() { settle(layer) { after[$0] } }
    }
    for layer in layers { settle(layer) { before[$0] + after[$0] } }
    // Where one slot follows another and neither has a choice, the edge lies straight.
    for layer in layers.dropFirst() {
      settle(layer) { before[$0].count == 1 && after[before[$0][0]].count == 1 ? before[$0] : [] }
    }
    let top = centres.indices.map { centres[$0] - height($0) / 2 }.min() ?? 0
    return centres.map { ($0 - top).rounded() }
  }
}

/// The places nearest to the wanted ones (weighted least squares) that keep their order and stand
/// `distances[i]` apart at least: isotonic regression by pooling adjacent violators, O(n).
package func nearestPlaces(
  to wanted: [Double], weights: [Double], distances: [Double]
) -> [Double] {
  var offsets = [0.0]
  for distance in distances { offsets.append(offsets[offsets.count - 1] + distance) }
  var pools: [(sum: Double, weight: Double, count: Int)] = []
  for (index, place) in wanted.enumerated() {
    var pool = (sum: (place - offsets[index]) * weights[index], weight: weights[index], count: 1)
    while let last = pools.last, last.sum / last.weight >= pool.sum / pool.weight {
      pool = (last.sum + pool.sum, last.weight + pool.weight, last.count + pool.count)
      pools.removeLast()
    }
    pools.append(pool)
  }
  let shifts = pools.flatMap { Array(repeating: $0.sum / $0.weight, count: $0.count) }
  return zip(shifts, offsets).map(+)
}
