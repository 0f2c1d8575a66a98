/// How far a reported allele fraction may lie from the true one.
package struct AlleleFractionTolerance: Sendable, Equatable {
  /// A share of the true fraction.
  package var relative: Double
  /// A fraction that is always allowed.
  package var absolute: Double
  /// How many molecules a laboratory gets; nil for no floor.
  package var molecules: Double?

  /// A tolerance.
  package init(relative: Double, absolute: Double = 0, molecules: Double? = nil) {
    self.relative = relative
    self.absolute = absolute
    self.molecules = molecules
  }

  /// The tolerance at a fraction: the share of it, but at least twice what sampling so many molecules leaves,
  /// 2 √(v (1 - v) / n), and the absolute one.
  package func width(at fraction: Double) -> Double {
    var width = max(absolute, relative * fraction)
    if let molecules, molecules > 0 {
      width = max(width, 2 * (max(0, fraction * (1 - fraction)) / molecules).squareRoot())
    }
    return width
  }

  /// Whether a reported fraction is near enough.
  package func accepts(_ reported: Double, at fraction: Double) -> Bool {
    abs(reported - fraction) <= width(at: fraction) * (1 + 1e-12)
  }
}
