internal import Foundation
internal import Statistics

/// How scores follow principal components in a reference panel, and what is left of a score without that.
///
/// Components are standardised with the mean and standard deviation (divisor n) of the panel, and the score is centred
/// with its mean; so the coefficients are per standard deviation of a component.
package struct AncestryRegression: Sendable {
  /// How the spread of scores is modelled.
  package enum Spread: Sendable {
    /// One standard deviation everywhere: Z_norm1 (Khera et al., Circulation 139:1593-1602, 2019).
    case constant(Double)
    /// Its logarithm of the variance is linear in the components, fitted together with the mean by maximum likelihood:
    /// Z_norm2 (Khan et al., Nature Medicine 28:1412-1420, 2022; eMERGE).
    case logLinear([Double])
  }

  /// The mean of the panel's scores, which the score is centred with.
  package let centre: Double
  /// The intercept and one coefficient a component, of the mean of the centred score.
  package let mean: [Double]
  /// Of the spread around that.
  package let spread: Spread
  private let scaling: ComponentScaling

  /// Fits the mean by least squares; the spread is that of the residuals (divisor n).
  package static func constantSpread(
    _ panel: ReferencePanel, components: Int
  ) throws(AdjustmentError) -> AncestryRegression {
    let fit = try Fit(panel, components)
    let spread = moments(fit.leastSquares.residuals).standardDeviation
    guard spread > 0 else { throw AdjustmentError("the scores of the reference do not vary") }
    return AncestryRegression(
      centre: fit.centre, mean: fit.leastSquares.coefficients, spread: .constant(spread),
      scaling: fit.scaling)
  }

  /// Fits the mean and the logarithm of the variance together: the minimum over both of
  /// Σ ½ log v + ½ (s - µ)² / v, by Newton's method from the least-squares fit.
  package static func logLinearSpread(
    _ panel: ReferencePanel, components: Int
  ) throws(AdjustmentError) -> AncestryRegression {
    let fit = try Fit(panel, components)
    let squares = fit.leastSquares.residuals.map { $0 * $0 }
    let variance = squares.reduce(0, +) / Double(squares.count)
    guard variance > 0 else { throw AdjustmentError("the scores of the reference do not vary") }
    let likelihood = GaussianLikelihood(design: fit.design, response: fit.centred)
    var start = fit.leastSquares.coefficients + [Double](repeating: 0, count: components + 1)
    start[components + 1] = log(variance)
    guard let minimum = NewtonMinimum(from: start, likelihood.shape) else {
      throw AdjustmentError("the likelihood of the scores of the reference has no maximum")
    }
    return AncestryRegression(
      centre: fit.centre, mean: Array(minimum.point[...components]),
      spread: .logLinear(Array(minimum.point[(components + 1)...])), scaling: fit.scaling)
  }

  /// How many standard deviations a score lies above what its place in the space of components predicts.
  ///
  /// - Parameter place: The person's principal components, at least as many as were fitted.
  package func z(_ score: Double, at place: [Double]) -> Double {
    let terms = scaling.terms(place)
    let expected = zip(mean, terms).reduce(0) { $0 + $1.0 * $1.1 }
    let deviation = score - centre - expected
    switch spread {
    case .constant(let standardDeviation): return deviation / standardDeviation
    case .logLinear(let coefficients):
      let logVariance = zip(coefficients, terms).reduce(0) { $0 + $1.0 * $1.1 }
      return deviation / exp(logVariance / 2)
    }
  }

  /// What both fits begin with.
  private struct Fit {
    let scaling: ComponentScaling
    let centre: Double
    let centred: [Double]
    let design: Matrix
    let leastSquares: LeastSquares

    init(_ panel: ReferencePanel, _ components: Int) throws(AdjustmentError) {
      scaling = try ComponentScaling(panel, components)
      let mean = moments(panel.scores).mean
      centre = mean
      centred = panel.scores.map { $0 - mean }
      let terms = panel.components.map(scaling.terms)
      design = Matrix(columns: (0...components).map { column in terms.map { $0[column] } })
      guard let fit = LeastSquares(design: design, response: centred) else {
        throw AdjustmentError(
          "the principal components of the reference depend on each other, or it has too few people"
        )
      }
      leastSquares = fit
    }
  }
}

/// Brings principal components to the mean 0 and the standard deviation 1 of a panel.
private struct ComponentScaling: Sendable {
  private let means: [Double]
  private let deviations: [Double]

  init(_ panel: ReferencePanel, _ components: Int) throws(AdjustmentError) {
    let columns = (0..<components).map { column in moments(panel.components.map { $0[column] }) }
    means = columns.map(\.mean)
    deviations = columns.map(\.standardDeviation)
    if let flat = deviations.firstIndex(where: { !($0 > 0) }) {
      throw AdjustmentError("PC\(flat + 1) is the same for everybody in the reference")
    }
  }

  /// 1 for the intercept, then the scaled components.
  func terms(_ place: [Double]) -> [Double] {
    [1] + means.indices.map { (place[$0] - means[$0]) / deviations[$0] }
  }
}
