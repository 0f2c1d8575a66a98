internal import Foundation

/// Agreement of two raters beyond chance.
package enum CohenKappa {
  /// How much a disagreement counts by the distance of the categories in their order.
  package enum Weights: String, Sendable {
    /// Every disagreement counts the same.
    case none
    /// By the distance.
    case linear
    /// By its square.
    case quadratic
  }

  /// κ and how sure it is.
  package struct Estimate: Sendable, Equatable {
    /// κ.
    package let kappa: Double
    /// Its standard error at large numbers, whatever κ is (Fleiss, Cohen and Everitt, Psychological Bulletin
    /// 72:323-327, 1969).
    package let standardError: Double
  }

  /// κ, weighted where categories have an order (Cohen, Psychological Bulletin 70:213-220, 1968).
  ///
  /// - Parameters:
  ///   - first: The categories that one rater gives.
  ///   - second: Those of the other, of the same subjects.
  ///   - order: The categories in their order; sorted as text where nil.
  /// - Returns: Nil for no subjects or uneven lists, a category that the order lacks, and where both give all subjects one
  ///   category.
  package static func estimate(
    _ first: [String], _ second: [String], weights: Weights = .none, order: [String]? = nil
  ) -> Estimate? {
    guard first.count == second.count, !first.isEmpty else { return nil }
    let categories = order ?? Set(first + second).sorted()
    let numbers = Dictionary(
      categories.enumerated().map { ($1, $0) }, uniquingKeysWith: { place, _ in place })
    let pairs = zip(first, second).compactMap { left, right -> (Int, Int)? in
      guard let left = numbers[left], let right = numbers[right] else { return nil }
      return (left, right)
    }
    guard pairs.count == first.count else { return nil }
    let last = Double(max(categories.count - 1, 1))
    /// How much two categories agree, from 0 to 1.
    func agreement(_ left: Int, _ right: Int) -> Double {
      let distance = abs(Double(left - right)) / last
      return switch weights {
      case .none: left == right ? 1 : 0
      case .linear: 1 - distance
      case .quadratic: 1 - distance * distance
      }
    }
    let n = Double(pairs.count)
    var left = [Double](repeating: 0, count: categories.count)
    var right = left
    for (one, other) in pairs {
      left[one] += 1 / n
      right[other] += 1 / n
    }
    let used = categories.indices
    let ofFirst = used.map { one in
      used.reduce(0.0) { $0 + right[$1] * agreement(one, $1) }
    }
    let ofSecond = used.map { other in
      used.reduce(0.0) { $0 + left[$1] * agreement($1, other) }
    }
    let observed = pairs.reduce(0.0) { $0 + agreement($1.0, $1.1) / n }
    let chance = used.reduce(0.0) { $0 + left[$1] * ofFirst[$1] }
    guard chance < 1 - 1e-12 else { return nil }
    let terms = pairs.reduce(0.0) { sum, pair in
      let mean = ofFirst[pair.0] + ofSecond[pair.1]
      return sum + pow(agreement(pair.0, pair.1) * (1 - chance) - mean * (1 - observed), 2) / n
    }
    let variance = terms - pow(observed * chance - 2 * chance + observed, 2)
    return Estimate(
      kappa: (observed - chance) / (1 - chance),
      standardError: max(0, variance / n).squareRoot() / pow(1 - chance, 2))
  }
}
