internal import Foundation

/// The hills of a Gaussian kernel density of results, fast enough to be looked for again and again.
///
/// The density is computed in steps of an eighth of the bandwidth, the results shared out between the two steps beside
/// them. Gaps in which it falls to nothing are shortened, so that a wild result costs neither time nor resolution.
struct DensityHills {
  private static let stepsPerWidth = 8.0
  /// Where a kernel ends, in steps: 4.5 bandwidths.
  private static let reach = 36
  private static let kernel = (0...reach).map { step in
    exp(-0.5 * pow(Double(step) / stepsPerWidth, 2))
  }

  /// A hill.
  struct Hill {
    /// Where it is highest.
    var place: Double
    /// How many results lie on it, between the valleys on either side.
    var count: Int
  }

  /// The hills, from the left.
  private(set) var hills: [Hill] = []

  /// - Parameters:
  ///   - sorted: Results, ascending.
  ///   - bandwidth: More than 0.
  /// - Complexity: O(n) times the width of a kernel.
  init(_ sorted: [Double], bandwidth: Double) {
    guard !sorted.isEmpty else { return }
    let places = Self.shortened(sorted, step: bandwidth / Self.stepsPerWidth)
    let density = Self.density(places)
    var (tops, valleys) = ([Int](), [Int]())
    var lowest = 0
    for place in 1..<density.count - 1 {
      if density[place] < density[lowest] { lowest = place }
      guard density[place] > density[place - 1], density[place] >= density[place + 1] else {
        continue
      }
      if !tops.isEmpty { valleys.append(lowest) }
      tops.append(place)
      lowest = place
    }
    var next = 0
    for (number, top) in tops.enumerated() {
      let end = number < valleys.count ? Double(valleys[number]) : .infinity
      let first = next
      while next < places.count, places[next] <= end { next += 1 }
      guard first < next else { continue }
      // The result nearest to the top says where it lies among the results as they were.
      let nearest = (first..<next).min {
        abs(places[$0] - Double(top)) < abs(places[$1] - Double(top))
      }
      let own = nearest ?? first
      let way = (Double(top) - places[own]) * bandwidth / Self.stepsPerWidth
      hills.append(Hill(place: sorted[own] + way, count: next - first))
    }
  }

  /// The places of results in steps, with gaps no longer than the kernels on both sides of them.
  private static func shortened(_ sorted: [Double], step: Double) -> [Double] {
    var places = [Double(reach + 1)]
    places.reserveCapacity(sorted.count)
    for index in 1..<max(1, sorted.count) {
      let gap = min((sorted[index] - sorted[index - 1]) / step, Double(2 * reach + 2))
      places.append(places[index - 1] + gap)
    }
    return places
  }

  private static func density(_ places: [Double]) -> [Double] {
    let count = Int(places[places.count - 1]) + reach + 4
    var weights = [Double](repeating: 0, count: count)
    for place in places {
      let step = Int(place)
      let share = place - Double(step)
      weights[step] += 1 - share
      weights[step + 1] += share
    }
    var density = [Double](repeating: 0, count: count + 1)
    for (step, weight) in weights.enumerated() where weight > 0 {
      density[step] += weight
      for way in 1...min(reach, step) {
        density[step - way] += weight * kernel[way]
      }
      for way in 1...min(reach, count - step) {
        density[step + way] += weight * kernel[way]
      }
    }
    return density
  }
}
