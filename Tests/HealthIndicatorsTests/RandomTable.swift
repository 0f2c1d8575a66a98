import Foundation
import HealthIndicators
import TestSupport

/// A random table of counts with all its margins, in which every dimension is a tree, and its equations, written down
/// without any help of the program.
struct RandomTable {
  var cells: [IndicatorCell] = []
  /// Sums of parts minus their total.
  var equations: [[(cell: Int, sign: Int)]] = []
  var hierarchies: [[String: String]] = []

  /// - Parameter dimensions: For each dimension the number of values at each level, from the root's children down.
  init(_ dimensions: [[Int]], largest: Int, _ random: inout SeededGenerator) {
    // Values as paths from the root: [] is the total.
    let trees = dimensions.map { levels in
      levels.reduce([[[]]] as [[[Int]]]) { tree, width in
        tree + [tree[tree.count - 1].flatMap { parent in (0..<width).map { parent + [$0] } }]
      }
    }
    hierarchies = trees.map { tree in
      var parents: [String: String] = [:]
      for node in tree.joined() where node.count > 1 {
        parents[Self.name(node)] = Self.name(Array(node.dropLast()))
      }
      return parents
    }
    var places: [[[Int]]] = [[]]
    for tree in trees { places = places.flatMap { place in tree.joined().map { place + [$0] } } }
    var index: [[[Int]]: Int] = [:]
    for (number, place) in places.enumerated() { index[place] = number }
    var counts = places.map { _ in (numerator: 0, denominator: 0) }
    for place in places where zip(place, dimensions).allSatisfy({ $0.count == $1.count }) {
      let numerator = Int.random(in: 0...largest, using: &random)
      let denominator = numerator + Int.random(in: 0...2 * largest, using: &random)
      for (number, other) in places.enumerated()
      where zip(place, other).allSatisfy({ $0.starts(with: $1) }) {
        counts[number].numerator += numerator
        counts[number].denominator += denominator
      }
    }
    for (number, place) in places.enumerated() {
      cells.append(
        IndicatorCell(
          indicator: "U1", period: "2024",
          divisions: place.map { $0.isEmpty ? nil : Self.name($0) },
          numerator: counts[number].numerator, denominator: counts[number].denominator))
      for dimension in place.indices where place[dimension].count < dimensions[dimension].count {
        var equation = [(number, -1)]
        for child in 0..<dimensions[dimension][place[dimension].count] {
          var part = place
          part[dimension].append(child)
          if let cell = index[part] { equation.append((cell, 1)) }
        }
        equations.append(equation)
      }
    }
  }

  private static func name(_ path: [Int]) -> String {
    "v" + path.map(String.init).joined(separator: "-")
  }

  /// The case for the attacker, as a line of JSON.
  func line(_ outcome: DisclosureControl.Outcome, width: Int, optimum: Bool) -> String {
    let values = [
      cells.map { $0.numerator ?? 0 }, cells.map { ($0.denominator ?? 0) - ($0.numerator ?? 0) },
    ]
    let isSensitive = outcome.statuses.map { $0 == .smallCount }
    let object: [String: Any] = [
      "equations": equations.map { $0.map { [$0.cell, $0.sign] } }, "values": values,
      "hidden": outcome.statuses.map { $0 != .free },
      "sensitive": values.map { values in
        cells.indices.filter { isSensitive[$0] && values[$0] >= 1 && values[$0] < width }
      },
      "open": cells.indices.filter { !isSensitive[$0] }, "width": width, "weights": values[0],
      "optimum": optimum,
    ]
    let data = try? JSONSerialization.data(withJSONObject: object)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
