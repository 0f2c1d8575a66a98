extension LayeredGraph {
  /// Orders every layer so that few edges cross: barycentre sweeps forwards and backwards (Sugiyama,
  /// Tagawa and Toda, 1981), the best order of all sweeps kept. Ties keep the order that was, so
  /// the same graph always gives the same picture.
  package mutating func reduceCrossings(sweeps: Int = 12) {
    var best = layers
    var fewest = Int.max
    for sweep in 0..<sweeps {
      if sweep.isMultiple(of: 2) {
        for layer in layers.indices.dropFirst() { sort(layer, by: before) }
      } else {
        for layer in layers.indices.dropLast().reversed() { sort(layer, by: after) }
      }
      let crossings = crossingCount
      if crossings < fewest {
        fewest = crossings
        best = layers
      }
      if fewest == 0 { break }
    }
    layers = best
  }

  /// How many pairs of edges cross between neighbouring layers.
  package var crossingCount: Int {
    let places = slotPlaces
    var crossings = 0
    for layer in layers {
      let spans = layer.flatMap { slot in after[slot].map { (places[slot], places[$0]) } }
      for (index, span) in spans.enumerated() {
        for other in spans[..<index]
        where (span.0 < other.0 && span.1 > other.1) || (span.0 > other.0 && span.1 < other.1) {
          crossings += 1
        }
      }
    }
    return crossings
  }

  /// The place of every slot within its layer.
  private var slotPlaces: [Int] {
    var places = Array(repeating: 0, count: before.count)
    for layer in layers {
      for (place, slot) in layer.enumerated() { places[slot] = place }
    }
    return places
  }

  /// Sorts a layer by the mean place of the neighbours of each slot; one without any stays.
  private mutating func sort(_ layer: Int, by neighbours: [[Int]]) {
    let places = slotPlaces
    let keyed = layers[layer].enumerated().map { place, slot in
      let around = neighbours[slot]
      let sum = around.reduce(0) { $0 + places[$1] }
      let mean = around.isEmpty ? Double(place) : Double(sum) / Double(around.count)
      return (mean: mean, place: place, slot: slot)
    }
    layers[layer] = keyed.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.slot)
  }
}
