internal import Foundation
package import Statistics

/// How a later sample's mean allele fraction compares with a first one's, over the same variants.
package struct MolecularResponse: Sendable, Equatable {
  /// Mutant molecules of all molecules at a variant.
  package typealias Count = (mutant: Int, molecules: Int)

  /// The later mean over the first; 0 where the later sample shows nothing.
  package let ratio: Double
  /// The interval of the ratio: by the delta method on logarithms; where nothing is shown, up to what three expected
  /// molecules would have been.
  package let interval: ConfidenceInterval
  /// Whether the later sample shows any mutant molecule: without one, the upper limit is all that is known.
  package let isDetected: Bool

  /// A comparison.
  ///
  /// - Parameters:
  ///   - first: The first sample, with at least one mutant molecule.
  ///   - later: The same variants, in the same order.
  /// - Returns: Nil where the variants are not the same, one of them was not covered, or the first sample shows nothing.
  package init?(first: [Count], later: [Count], confidence: Double = 0.95) {
    guard first.count == later.count, !first.isEmpty,
      (first + later).allSatisfy({ $0.molecules > 0 })
    else { return nil }
    let (before, after) = (Self.mean(first), Self.mean(later))
    guard before.mean > 0 else { return nil }
    isDetected = after.mean > 0
    ratio = after.mean / before.mean
    guard isDetected else {
      let molecules = later.reduce(0) { $0 + $1.molecules }
      interval = ConfidenceInterval(
        lower: 0, upper: PoissonLimits.undetected / Double(molecules) / before.mean)
      return
    }
    let error =
      (before.variance / (before.mean * before.mean) + after.variance / (after.mean * after.mean))
      .squareRoot()
    let width = exp(normalQuantile(0.5 + confidence / 2) * error)
    interval = ConfidenceInterval(lower: ratio / width, upper: ratio * width)
  }

  private static func mean(_ counts: [Count]) -> (mean: Double, variance: Double) {
    let variants = Double(counts.count)
    var (sum, variance) = (0.0, 0.0)
    for count in counts {
      let fraction = Double(count.mutant) / Double(count.molecules)
      sum += fraction
      variance += fraction * (1 - fraction) / Double(count.molecules)
    }
    return (sum / variants, variance / (variants * variants))
  }
}

/// Limits of Poisson counts that are used by name.
package enum PoissonLimits {
  /// The mean that leaves a count of 0 a probability of 0.05, rounded as the rule of three has it.
  package static let undetected = 3.0
}
