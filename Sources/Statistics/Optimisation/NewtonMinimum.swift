/// The value of a function at a point, with its slopes.
package struct LocalShape: Sendable {
  /// The value; not finite where the function is not defined.
  package var value: Double
  /// The first derivatives.
  package var gradient: [Double]
  /// A symmetric, positive definite matrix that stands for the second derivatives: these themselves where they are
  /// so, otherwise what stands in for them, such as their expectation.
  package var curvature: CholeskyFactor?

  /// A shape at a point.
  package init(value: Double, gradient: [Double], curvature: CholeskyFactor?) {
    self.value = value
    self.gradient = gradient
    self.curvature = curvature
  }
}

/// A minimum found by Newton's method.
package struct NewtonMinimum: Sendable {
  /// Where it is.
  package private(set) var point: [Double]
  /// The value there.
  package private(set) var value: Double
  private var local: LocalShape

  /// Walks downhill from a starting point, halving each step until the function falls enough (Armijo's rule).
  ///
  /// Where what a step can gain comes near to what rounding hides in the value, full steps follow for as long as
  /// they bring the gradient down, so that the point is as exact as the gradient is.
  /// - Returns: Nil where the walk does not come near a minimum within `limit` steps, or the curvature fails on the
  ///   way.
  package init?(from start: [Double], limit: Int = 200, _ shape: ([Double]) -> LocalShape) {
    point = start
    local = shape(start)
    value = local.value
    guard value.isFinite else { return nil }
    for _ in 0..<limit {
      guard let step = nextStep else { return nil }
      if step.gain <= 1e-9 * (1 + abs(value)) {
        polish(shape)
        return
      }
      guard walk(step.direction, gain: step.gain, shape) else { return nil }
    }
    return nil
  }

  /// Newton's step, and by how much it lowers the quadratic that fits the function here.
  private var nextStep: (direction: [Double], gain: Double)? {
    guard let direction = local.curvature?.solve(local.gradient) else { return nil }
    let gain = zip(direction, local.gradient).reduce(0) { $0 + $1.0 * $1.1 } / 2
    return gain.isFinite && gain >= 0 ? (direction, gain) : nil
  }

  /// Takes as much of a step as lowers the function; false where no part of it does.
  private mutating func walk(
    _ direction: [Double], gain: Double, _ shape: ([Double]) -> LocalShape
  ) -> Bool {
    var length = 1.0
    while length > 1e-12 {
      let next = zip(point, direction).map { $0 - length * $1 }
      let there = shape(next)
      if there.value <= value - 2e-4 * length * gain {
        go(to: next, there)
        return true
      }
      length /= 2
    }
    return false
  }

  private mutating func polish(_ shape: ([Double]) -> LocalShape) {
    var best = nextStep
    for _ in 0..<20 {
      guard let step = best else { return }
      let before = self
      let next = zip(point, step.direction).map { $0 - $1 }
      go(to: next, shape(next))
      best = nextStep
      guard let gain = best?.gain, gain < step.gain / 2 else {
        self = before
        return
      }
    }
  }

  private mutating func go(to next: [Double], _ there: LocalShape) {
    point = next
    local = there
    value = there.value
  }
}
