/// The lower triangle L with A = L Lᵀ of a symmetric, positive definite matrix A.
package struct CholeskyFactor: Sendable {
  private let triangle: Matrix

  /// Factors a symmetric matrix; reads its lower triangle only.
  ///
  /// Nil where the matrix is not positive definite: where a pivot is not above `tolerance` times its diagonal
  /// element, which is what rounding leaves of zero.
  /// - Complexity: O(n³).
  package init?(_ matrix: Matrix, tolerance: Double = 1e-14) {
    precondition(matrix.rows == matrix.columns, "a square matrix")
    var triangle = Matrix(rows: matrix.rows, columns: matrix.rows)
    for column in 0..<matrix.rows {
      var pivot = matrix[column, column]
      for inner in 0..<column { pivot -= triangle[column, inner] * triangle[column, inner] }
      guard pivot > tolerance * matrix[column, column], pivot > 0, pivot.isFinite else {
        return nil
      }
      let root = pivot.squareRoot()
      triangle[column, column] = root
      for row in column + 1..<max(column + 1, matrix.rows) {
        var value = matrix[row, column]
        for inner in 0..<column { value -= triangle[row, inner] * triangle[column, inner] }
        triangle[row, column] = value / root
      }
    }
    self.triangle = triangle
  }

  /// The solution x of A x = `right`.
  ///
  /// - Complexity: O(n²).
  package func solve(_ right: [Double]) -> [Double] {
    var x = forward(right)
    for row in (0..<x.count).reversed() {
      for inner in row + 1..<max(row + 1, x.count) { x[row] -= triangle[inner, row] * x[inner] }
      x[row] /= triangle[row, row]
    }
    return x
  }

  /// `vᵀ A⁻¹ v`: where A is a covariance, the squared Mahalanobis distance of v from zero.
  ///
  /// - Complexity: O(n²).
  package func inverseQuadraticForm(_ vector: [Double]) -> Double {
    forward(vector).reduce(0) { $0 + $1 * $1 }
  }

  /// The solution y of L y = `right`.
  private func forward(_ right: [Double]) -> [Double] {
    precondition(right.count == triangle.rows, "a number for each row")
    var y = right
    for row in 0..<y.count {
      for inner in 0..<row { y[row] -= triangle[row, inner] * y[inner] }
      y[row] /= triangle[row, row]
    }
    return y
  }
}
