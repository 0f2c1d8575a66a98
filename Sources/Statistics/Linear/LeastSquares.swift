/// The linear least-squares fit of a response to the columns of a design.
package struct LeastSquares: Sendable {
  /// One coefficient a column of the design.
  package let coefficients: [Double]
  /// What the fit leaves of each response.
  package let residuals: [Double]

  /// Fits by Householder's QR decomposition, which does not square the condition of the design as the normal
  /// equations do (Golub and Van Loan, Matrix Computations, 5.2 and 5.3).
  ///
  /// Nil where there are fewer rows than columns, or where columns depend on each other: where a diagonal element
  /// of R is below `tolerance` times the length of its column.
  /// - Complexity: O(rows × columns²).
  package init?(design: Matrix, response: [Double], tolerance: Double = 1e-10) {
    precondition(response.count == design.rows, "a response for each row")
    guard design.rows >= design.columns else { return nil }
    var factor = design
    var right = response
    let rows = design.rows
    for column in 0..<design.columns {
      let whole = Self.length(design.values[column * rows..<(column + 1) * rows])
      let below = factor.values[column * rows + column..<(column + 1) * rows]
      let length = Self.length(below)
      guard length > tolerance * whole, length.isFinite else { return nil }
      // The reflection that leaves `diagonal` in this row and zeros below it.
      let diagonal = factor[column, column] > 0 ? -length : length
      var mirror = Array(below)
      mirror[0] -= diagonal
      let scale = 2 / mirror.reduce(0) { $0 + $1 * $1 }
      for other in column..<design.columns {
        Self.reflect(&factor.values, at: other * rows + column, mirror, scale)
      }
      Self.reflect(&right, at: column, mirror, scale)
      factor[column, column] = diagonal
    }
    var coefficients = Array(right[..<design.columns])
    for row in (0..<design.columns).reversed() {
      for column in row + 1..<max(row + 1, design.columns) {
        coefficients[row] -= factor[row, column] * coefficients[column]
      }
      coefficients[row] /= factor[row, row]
    }
    self.coefficients = coefficients
    residuals = zip(response, design.multiplied(by: coefficients)).map { $0 - $1 }
  }

  private static func length(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Reflects the numbers from a place on: v − scale (mirror · v) mirror.
  private static func reflect(
    _ values: inout [Double], at start: Int, _ mirror: [Double], _ scale: Double
  ) {
    var product = 0.0
    for index in mirror.indices { product += mirror[index] * values[start + index] }
    let factor = scale * product
    for index in mirror.indices { values[start + index] -= factor * mirror[index] }
  }
}
