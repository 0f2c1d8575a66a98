import Statistics
import TestSupport
import Testing

/// Linear algebra against what it must satisfy, on random input.
struct LinearAlgebraTests {
  private static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    var matrix = Matrix(rows: rows, columns: columns)
    for index in matrix.values.indices {
      matrix.values[index] = Double.random(in: -1...1, using: &generator)
    }
    return matrix
  }

  @Test("a least-squares fit leaves residuals at right angles to the design", arguments: 1...20)
  func normalEquations(seed: UInt64) throws {
    var design = Self.random(40, 5, seed: seed)
    for row in 0..<40 { design[row, 3] = 1e4 + design[row, 3] }
    let response = Self.random(40, 1, seed: seed + 100).values
    let fit = try #require(LeastSquares(design: design, response: response))
    for product in design.transposedMultiplied(by: fit.residuals) { #expect(abs(product) < 1e-8) }
    let predicted = design.multiplied(by: fit.coefficients)
    for row in 0..<40 {
      #expect(abs(predicted[row] + fit.residuals[row] - response[row]) < 1e-12)
    }
  }

  @Test(
    "a response in the span of an ill-conditioned design is fitted: powers of neighbouring years")
  func exact() throws {
    let years = (0..<20).map { 1950 + Double($0) }
    let design = Matrix(columns: [[Double](repeating: 1, count: 20), years, years.map { $0 * $0 }])
    let response = years.map { 3 - 0.5 * $0 + 0.25 * $0 * $0 }
    let fit = try #require(LeastSquares(design: design, response: response))
    #expect(abs(fit.coefficients[2] - 0.25) < 1e-8)
    #expect(fit.residuals.allSatisfy { abs($0) < 1e-7 })
  }

  @Test("dependent columns and too few rows have no fit")
  func deficient() {
    let twice = Matrix(columns: [[1, 2, 3, 4], [2, 4, 6, 8]])
    #expect(LeastSquares(design: twice, response: [1, 0, 1, 0]) == nil)
    #expect(LeastSquares(design: Matrix(rows: 2, columns: 3), response: [1, 2]) == nil)
  }

  @Test("a Cholesky factor solves what it was made from", arguments: 1...20)
  func cholesky(seed: UInt64) throws {
    let half = Self.random(12, 6, seed: seed)
    let matrix = half.weightedProducts([Double](repeating: 1, count: 12))
    let factor = try #require(CholeskyFactor(matrix))
    let wanted = Self.random(6, 1, seed: seed + 50).values
    let right = matrix.multiplied(by: wanted)
    for (found, value) in zip(factor.solve(right), wanted) { #expect(abs(found - value) < 1e-9) }
    let form = zip(right, wanted).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(factor.inverseQuadraticForm(right) - form) < 1e-9 * max(1, form))
  }

  @Test("a matrix that is not positive definite has no Cholesky factor")
  func indefinite() {
    #expect(CholeskyFactor(Matrix(columns: [[1, 2], [2, 1]])) == nil)
    #expect(CholeskyFactor(Matrix(columns: [[1, 1], [1, 1]])) == nil)
    #expect(CholeskyFactor(Matrix(columns: [[0]])) == nil)
  }
}
