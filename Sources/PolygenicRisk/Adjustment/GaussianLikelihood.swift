internal import Foundation
internal import Statistics

/// Minus the logarithm of the likelihood of responses that are normal around a linear mean, with a variance whose
/// logarithm is linear, without its constant: Σ ½ η + ½ r² e^(-η) with r = y - X α and η = X γ.
struct GaussianLikelihood {
  /// One row a response, the intercept first.
  let design: Matrix
  /// The responses y.
  let response: [Double]

  /// The function at (α, γ), with its derivatives. Where the second derivatives are not positive definite their
  /// expectation stands in for them (Fisher scoring), which always is.
  func shape(_ point: [Double]) -> LocalShape {
    let count = design.columns
    let fitted = design.multiplied(by: Array(point[..<count]))
    let logVariance = design.multiplied(by: Array(point[count...]))
    let precision = logVariance.map { exp(-$0) }
    let residual = zip(response, fitted).map { $0 - $1 }
    let pull = zip(residual, precision).map { $0 * $1 }
    let square = zip(residual, pull).map { $0 * $1 }
    var value = 0.0
    for (term, square) in zip(logVariance, square) { value += (term + square) / 2 }
    guard value.isFinite else { return LocalShape(value: .infinity, gradient: [], curvature: nil) }
    let gradient =
      design.transposedMultiplied(by: pull).map { -$0 }
      + design.transposedMultiplied(by: square.map { (1 - $0) / 2 })
    let mean = design.weightedProducts(precision)
    let observed = joined(
      mean, cross: design.weightedProducts(pull),
      design.weightedProducts(square.map { $0 / 2 }))
    var curvature = CholeskyFactor(observed)
    if curvature == nil {
      let half = [Double](repeating: 0.5, count: response.count)
      curvature = CholeskyFactor(
        joined(
          mean, cross: Matrix(rows: count, columns: count), design.weightedProducts(half)))
    }
    return LocalShape(value: value, gradient: gradient, curvature: curvature)
  }

  /// The matrix of the four blocks (first, cross; cross, second).
  private func joined(_ first: Matrix, cross: Matrix, _ second: Matrix) -> Matrix {
    let count = first.rows
    var whole = Matrix(rows: 2 * count, columns: 2 * count)
    for row in 0..<count {
      for column in 0..<count {
        whole[row, column] = first[row, column]
        whole[count + row, column] = cross[row, column]
        whole[row, count + column] = cross[column, row]
        whole[count + row, count + column] = second[row, column]
      }
    }
    return whole
  }
}
