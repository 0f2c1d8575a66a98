/// A dense matrix of numbers, stored column after column.
package struct Matrix: Sendable, Equatable {
  /// How many rows it has.
  package let rows: Int
  /// How many columns it has.
  package let columns: Int
  /// Its numbers: row `i` of column `j` stands at `j * rows + i`.
  package var values: [Double]

  /// A matrix of zeros.
  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix from its columns, all of one length.
  package init(columns: [[Double]]) {
    rows = columns.first?.count ?? 0
    self.columns = columns.count
    values = columns.flatMap(\.self)
    precondition(values.count == rows * self.columns, "columns of one length")
  }

  /// The number in a row and column, both from 0.
  package subscript(row: Int, column: Int) -> Double {
    get { values[column * rows + row] }
    set { values[column * rows + row] = newValue }
  }

  /// The product with a vector of as many numbers as the matrix has columns.
  ///
  /// - Complexity: O(rows × columns).
  package func multiplied(by vector: [Double]) -> [Double] {
    precondition(vector.count == columns, "a number for each column")
    var product = [Double](repeating: 0, count: rows)
    for column in 0..<columns {
      let factor = vector[column]
      let start = column * rows
      for row in 0..<rows { product[row] += values[start + row] * factor }
    }
    return product
  }

  /// The product of the transpose with a vector of as many numbers as the matrix has rows.
  ///
  /// - Complexity: O(rows × columns).
  package func transposedMultiplied(by vector: [Double]) -> [Double] {
    precondition(vector.count == rows, "a number for each row")
    return (0..<columns).map { column in
      var sum = 0.0
      for row in 0..<rows { sum += values[column * rows + row] * vector[row] }
      return sum
    }
  }

  /// `Xᵀ diag(weights) X`, the weighted sums of squares and products of the columns.
  ///
  /// - Complexity: O(rows × columns²).
  package func weightedProducts(_ weights: [Double]) -> Matrix {
    precondition(weights.count == rows, "a weight for each row")
    var products = Matrix(rows: columns, columns: columns)
    for first in 0..<columns {
      for second in 0...first {
        var sum = 0.0
        for row in 0..<rows {
          sum += values[first * rows + row] * weights[row] * values[second * rows + row]
        }
        products[first, second] = sum
        products[second, first] = sum
      }
    }
    return products
  }
}
