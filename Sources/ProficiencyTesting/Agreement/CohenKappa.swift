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

  /// κ, weighted where categories have an order (Cohen, Psychological Bulletin 70:213-220, 1968).
  ///
  /// - Parameters:
  ///   - first: The categories that one rater gives.
  ///   - second: Those of the other, of the same subjects.
  ///   - order: The categories in their order; sorted as text where nil.
  /// - Returns: Nil for no subjects or uneven lists, a category that the order lacks, and where both give all subjects one
  ///   category.
  package static func kappa(
    _ first: [String], _ second: [String], weights: Weights = .none, order: [String]? = nil
  ) -> Double? {
    guard first.count == second.count, !first.isEmpty else { return nil }
    let categories = order ?? Set(first + second).sorted()
    let numbers = Dictionary(
      categories.enumerated().map { ($1, $0) }, uniquingKeysWith: { place, _ in place })
    let places = zip(first, second).compactMap { left, right -> (Int, Int)? in
      guard let left = numbers[left], let right = numbers[right] else { return nil }
      return (left, right)
    }
    guard places.count == first.count else { return nil }
    func weight(_ left: Int, _ right: Int) -> Double {
      let distance = abs(Double(left - right)) / Double(max(categories.count - 1, 1))
      return switch weights {
      case .none: left == right ? 0 : 1
      case .linear: distance
      case .quadratic: distance * distance
      }
    }
    let n = Double(places.count)
    var (left, right) = ([Int: Double](), [Int: Double]())
    var observed = 0.0
    for (one, other) in places {
      observed += weight(one, other) / n
      left[one, default: 0] += 1 / n
      right[other, default: 0] += 1 / n
    }
    var chance = 0.0
    for (one, share) in left {
      for (other, part) in right { chance += weight(one, other) * share * part }
    }
    return chance > 0 ? 1 - observed / chance : nil
  }
}
