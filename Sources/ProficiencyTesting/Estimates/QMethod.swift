internal import Foundation
internal import Statistics

/// The Q method: a standard deviation from the differences between laboratories, without any location
/// (ISO 13528:2022, C.5.2).
///
/// H₁(x) is the share of pairs of laboratories whose results differ by at most x (all replicates of one with all of the
/// other, each pair of laboratories weighing the same), and G₁ at each difference is the mean of H₁ there and before; then
/// s* = G₁⁻¹(0.25 + 0.75 H₁(0)) / (√2 Φ⁻¹(0.625 + 0.375 H₁(0))), linear between differences.
package enum QMethod {
  /// The standard deviation by exact differences of decimal values.
  ///
  /// - Parameter laboratories: One list of places in `values` for each.
  /// - Returns: Nil for fewer than two laboratories; 0 where all agree.
  /// - Complexity: O(n log n + n log r) with one result each, where r is the range in units of the last digit; O(n² log n)
  ///   with replicates.
  package static func spread(_ values: DecimalValues, laboratories: [[Int]]) -> Double? {
    let groups = laboratories.filter { !$0.isEmpty }
    guard groups.count >= 2 else { return nil }
    let unit = pow(10, Double(-values.decimals))
    if groups.allSatisfy({ $0.count == 1 }) {
      return SortedDifferences(groups.map { values.scaled[$0[0]] }).spread() * unit
    }
    let numbers = groups.map { $0.map { Double(values.scaled[$0]) } }
    return spread(groups: numbers) * unit
  }

  /// The standard deviation by differences in binary, as programs in R compute it: decimal ties may come apart.
  ///
  /// - Complexity: O(n² log n).
  package static func binarySpread(_ laboratories: [[Double]]) -> Double? {
    let groups = laboratories.filter { !$0.isEmpty }
    return groups.count >= 2 ? spread(groups: groups) : nil
  }

  /// What makes G₁⁻¹ a standard deviation, by H₁(0).
  static func divisor(_ equal: Double) -> Double {
    2.0.squareRoot() * normalQuantile(0.625 + 0.375 * equal)
  }

  /// How far G₁ must rise, by H₁(0).
  static func target(_ equal: Double) -> Double { 0.25 + 0.75 * equal }

  private static func spread(groups: [[Double]]) -> Double {
    let pairs = Double(groups.count * (groups.count - 1) / 2)
    var differences: [(size: Double, weight: Double)] = []
    for (place, first) in groups.enumerated() {
      for second in groups[(place + 1)...] {
        let weight = 1 / (Double(first.count * second.count) * pairs)
        for left in first {
          for right in second { differences.append((abs(left - right), weight)) }
        }
      }
    }
    differences.sort { $0.size < $1.size }
    var place = 0
    var share = 0.0
    while place < differences.count, differences[place].size == 0 {
      share += differences[place].weight
      place += 1
    }
    let target = target(share)
    let divisor = divisor(share)
    var (size, height) = (0.0, 0.0)
    while place < differences.count {
      let next = differences[place].size
      var after = share
      while place < differences.count, differences[place].size == next {
        after += differences[place].weight
        place += 1
      }
      let nextHeight = (share + after) / 2
      if nextHeight >= target {
        return (size + (target - height) * (next - size) / (nextHeight - height)) / divisor
      }
      (size, height, share) = (next, nextHeight, after)
    }
    return size / divisor
  }
}

/// Whole numbers of which the pairs are counted by their differences, without making the pairs.
private struct SortedDifferences {
  private let sorted: [Int]
  private let pairs: Double

  init(_ values: [Int]) {
    sorted = values.sorted()
    pairs = Double(values.count) * Double(values.count - 1) / 2
  }

  /// The share of pairs that differ by at most so much.
  private func share(upTo difference: Int) -> Double {
    var (count, first) = (0, 0)
    for place in sorted.indices {
      while sorted[place] - sorted[first] > difference { first += 1 }
      count += place - first
    }
    return Double(count) / pairs
  }

  /// H₁ at a difference and before it, halved.
  private func height(_ difference: Int) -> Double {
    (share(upTo: difference) + share(upTo: difference - 1)) / 2
  }

  /// The smallest difference that there is of at least so much; nil for none.
  private func next(from difference: Int) -> Int? {
    var (smallest, first): (Int?, Int) = (nil, 0)
    for place in sorted.indices {
      while first < place, sorted[place] - sorted[first] >= difference { first += 1 }
      guard first > 0, sorted[place] - sorted[first - 1] >= difference else { continue }
      let candidate = sorted[place] - sorted[first - 1]
      smallest = min(smallest ?? candidate, candidate)
    }
    return smallest
  }

  /// The largest difference that there is below so much; 0 where there is none.
  private func last(below difference: Int) -> Int {
    var (largest, first) = (0, 0)
    for place in sorted.indices {
      while sorted[place] - sorted[first] >= difference { first += 1 }
      if first < place { largest = max(largest, sorted[place] - sorted[first]) }
    }
    return largest
  }

  func spread() -> Double {
    guard let least = sorted.first, let most = sorted.last, most > least else { return 0 }
    let equal = share(upTo: 0)
    let target = QMethod.target(equal)
    var (low, high) = (0, most - least)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if height(middle) >= target { high = middle } else { low = middle }
    }
    guard let size = next(from: high) else { return 0 }
    let before = last(below: size)
    let lower = before == 0 ? 0 : height(before)
    let upper = height(size)
    let found = Double(before) + (target - lower) * Double(size - before) / (upper - lower)
    return found / QMethod.divisor(equal)
  }
}
