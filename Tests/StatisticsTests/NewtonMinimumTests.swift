import Foundation
import Statistics
import Testing

struct NewtonMinimumTests {
  @Test("the minimum of Rosenbrock's valley is found from the usual start")
  func rosenbrock() throws {
    let minimum = try #require(
      NewtonMinimum(from: [-1.2, 1]) { point in
        let (x, y) = (point[0], point[1])
        let gap = y - x * x
        let second = Matrix(columns: [[2 - 400 * (gap - 2 * x * x), -400 * x], [-400 * x, 200]])
        return LocalShape(
          value: 100 * gap * gap + (1 - x) * (1 - x),
          gradient: [-400 * x * gap - 2 * (1 - x), 200 * gap],
          curvature: CholeskyFactor(second)
            ?? CholeskyFactor(Matrix(columns: [[800, 0], [0, 200]])))
      })
    #expect(abs(minimum.point[0] - 1) < 1e-12 && abs(minimum.point[1] - 1) < 1e-12)
  }

  @Test("the point is exact where rounding hides the last digits of the value")
  func polished() throws {
    // cosh(x - 1/3) on a tower of 10⁶: a value shows its minimum to 10⁻⁵ only.
    let minimum = try #require(
      NewtonMinimum(from: [3]) { point in
        let x = point[0] - 1.0 / 3
        return LocalShape(
          value: 1e6 + cosh(x), gradient: [sinh(x)],
          curvature: CholeskyFactor(Matrix(columns: [[cosh(x)]])))
      })
    #expect(abs(minimum.point[0] - 1.0 / 3) < 1e-14)
  }

  @Test("a function without a minimum, and one that is not defined, have none")
  func none() {
    #expect(
      NewtonMinimum(from: [0]) { point in
        LocalShape(
          value: -point[0], gradient: [-1], curvature: CholeskyFactor(Matrix(columns: [[1]])))
      } == nil)
    #expect(
      NewtonMinimum(from: [0]) { _ in LocalShape(value: .nan, gradient: [], curvature: nil) } == nil
    )
  }
}
