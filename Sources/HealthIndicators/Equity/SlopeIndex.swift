internal import Foundation
internal import Statistics

/// The fit behind the slope and the relative index of inequality: the fitted values at rank 1 and 0, their difference and
/// their ratio.
struct SlopeIndex: Sendable {
  /// What is fitted to the ranks, weighted by shares of people.
  enum Model: Sendable {
    /// Least squares to the values.
    case linear
    /// Least squares to their logarithms.
    case log
    /// Least squares to their log odds.
    case logOdds
    /// A logistic regression of people: binomial likelihood, each group weighted once by its people.
    case logistic
  }

  /// The fitted value at rank 1 less that at rank 0.
  let absolute: Double
  /// The fitted value at rank 1 over that at rank 0.
  let relative: Double

  /// Nil where the model does not apply: logarithms of values that are not positive, odds of what is not a proportion, a
  /// relative index over 0.
  init?(_ dimension: EquityGroups, ranks: [Double], shares: [Double], model: Model) {
    let y = dimension.groups.map(\.value)
    let fitted: (Double, Double)?
    switch model {
    case .linear: fitted = Self.leastSquares(y, ranks, shares)
    case .log:
      guard dimension.scale != .continuous, y.allSatisfy({ $0 > 0 }) else { return nil }
      fitted = Self.leastSquares(y.map { Foundation.log($0) }, ranks, shares).map {
        (exp($0.0), exp($0.1))
      }
    case .logOdds, .logistic:
      guard case .proportion(let whole) = dimension.scale else { return nil }
      let p = y.map { $0 / whole }
      func back(_ x: Double) -> Double { whole / (1 + exp(-x)) }
      if model == .logistic {
        // People are whole: where counts are known, the likelihood is theirs and not that of a rounded value.
        let counted = dimension.groups.indices.map { place in
          let group = dimension.groups[place]
          return group.count.map { Double($0) / group.population } ?? p[place]
        }
        fitted = Self.logistic(counted, ranks, shares).map { (back($0.0), back($0.1)) }
      } else {
        guard p.allSatisfy({ $0 > 0 && $0 < 1 }) else { return nil }
        fitted = Self.leastSquares(p.map { Foundation.log($0 / (1 - $0)) }, ranks, shares).map {
          (back($0.0), back($0.1))
        }
      }
    }
    guard let (bottom, top) = fitted, bottom != 0, top.isFinite else { return nil }
    absolute = top - bottom
    relative = top / bottom
  }

  /// The line at 0 and at 1, by weighted least squares.
  private static func leastSquares(
    _ y: [Double], _ x: [Double], _ weights: [Double]
  ) -> (Double, Double)? {
    let total = weights.reduce(0, +)
    let xMean = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
    let yMean = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / total
    var (products, squares) = (0.0, 0.0)
    for place in x.indices {
      let distance = x[place] - xMean
      products += weights[place] * distance * (y[place] - yMean)
      squares += weights[place] * distance * distance
    }
    guard squares > 0 else { return nil }
    let slope = products / squares
    return (yMean - slope * xMean, yMean + slope * (1 - xMean))
  }

  /// The linear predictor at 0 and at 1, by Newton's steps on the binomial likelihood.
  private static func logistic(
    _ p: [Double], _ x: [Double], _ weights: [Double]
  ) -> (Double, Double)? {
    let mean = zip(weights, p).reduce(0) { $0 + $1.0 * $1.1 }
    guard mean > 0, mean < 1, p.allSatisfy({ (0...1).contains($0) }) else { return nil }
    var (constant, slope) = (Foundation.log(mean / (1 - mean)), 0.0)
    for _ in 0..<100 {
      var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for place in x.indices {
        let fitted = 1 / (1 + exp(-(constant + slope * x[place])))
        let residual = weights[place] * (p[place] - fitted)
        let weight = weights[place] * fitted * (1 - fitted)
        g0 += residual
        g1 += residual * x[place]
        h00 += weight
        h01 += weight * x[place]
        h11 += weight * x[place] * x[place]
      }
      let determinant = h00 * h11 - h01 * h01
      guard determinant > 0, determinant.isFinite else { return nil }
      let steps = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
      constant += steps.0
      slope += steps.1
      // Groups that a rank separates completely have no finite fit.
      guard abs(slope) < 500 else { return nil }
      if abs(steps.0) + abs(steps.1) < 1e-14 * (1 + abs(constant) + abs(slope)) { break }
    }
    return (constant, constant + slope)
  }
}
