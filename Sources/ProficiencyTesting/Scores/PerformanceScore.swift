internal import Foundation

/// How far a laboratory's result lies from the assigned value, in the units of ISO 13528:2022, clause 9.
package enum PerformanceScore {
  /// What a score says.
  package enum Verdict: String, Sendable {
    case acceptable
    case warning
    case action
  }

  /// z = (x - x_pt) / σ_pt.
  package static func z(_ result: Double, assigned: Double, spread: Double) -> Double {
    (result - assigned) / spread
  }

  /// z′ = (x - x_pt) / √(σ_pt² + u²(x_pt)): where the assigned value is itself uncertain (``needsPrime(_:spread:)``).
  package static func zPrime(
    _ result: Double, assigned: Double, spread: Double, uncertainty: Double
  ) -> Double {
    (result - assigned) / (spread * spread + uncertainty * uncertainty).squareRoot()
  }

  /// ζ = (x - x_pt) / √(u²(x) + u²(x_pt)), with standard uncertainties.
  package static func zeta(
    _ result: Double, assigned: Double, ownUncertainty: Double, uncertainty: Double
  ) -> Double {
    (result - assigned) / (ownUncertainty * ownUncertainty + uncertainty * uncertainty).squareRoot()
  }

  /// E_n = (x - x_pt) / √(U²(x) + U²(x_pt)), with expanded uncertainties.
  package static func normalisedError(
    _ result: Double, assigned: Double, ownExpanded: Double, expanded: Double
  ) -> Double {
    zeta(result, assigned: assigned, ownUncertainty: ownExpanded, uncertainty: expanded)
  }

  /// Whether the assigned value is too uncertain for z: u(x_pt) ≥ 0.3 σ_pt (9.2.1).
  package static func needsPrime(_ uncertainty: Double, spread: Double) -> Bool {
    uncertainty >= 0.3 * spread
  }

  /// The uncertainty of a robust consensus: 1.25 s* / √p (7.7.3).
  package static func consensusUncertainty(spread: Double, results: Int) -> Double {
    1.25 * spread / Double(results).squareRoot()
  }

  /// |z| ≤ 2 is acceptable, below 3 a warning, from 3 on a call for action (9.4.2); so for z′ and ζ.
  package static func verdict(ofZ score: Double) -> Verdict {
    let size = abs(score)
    return size <= 2 ? .acceptable : size < 3 ? .warning : .action
  }

  /// |E_n| < 1 is acceptable; 1 itself is not, by this program's convention.
  package static func verdict(ofNormalisedError score: Double) -> Verdict {
    abs(score) < 1 ? .acceptable : .action
  }

  /// The spread that a scheme of allele fractions may ask for: its coefficient of variation of the assigned value, but at
  /// least what sampling so many molecules leaves, √(v (1 - v) / n).
  package static func alleleFractionSpread(
    assigned: Double, coefficient: Double, molecules: Double?
  ) -> Double {
    guard let molecules, molecules > 0 else { return coefficient * assigned }
    return max(coefficient * assigned, (assigned * (1 - assigned) / molecules).squareRoot())
  }
}
