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
    let (before, after) = (MeanFraction(first), MeanFraction(later))
    guard before.value > 0 else { return nil }
    isDetected = after.value > 0
    ratio = after.value / before.value
    guard isDetected else {
      interval = ConfidenceInterval(lower: 0, upper: after.undetected / before.value)
      return
    }
    let error = (before.relativeVariance + after.relativeVariance).squareRoot()
    let width = exp(normalQuantile(0.5 + confidence / 2) * error)
    interval = ConfidenceInterval(lower: ratio / width, upper: ratio * width)
  }
}

/// The mean allele fraction over some variants.
package struct MeanFraction: Sendable {
  /// The mean.
  package let value: Double
  /// Its variance, where each variant's molecules are drawn independently.
  package let variance: Double
  /// What three molecules would have been: the upper limit where none is seen.
  package let undetected: Double

  /// The mean of variants, each with at least one molecule.
  package init(_ counts: [MolecularResponse.Count]) {
    let variants = Double(counts.count)
    var (sum, variance, molecules) = (0.0, 0.0, 0)
    for count in counts {
      let fraction = Double(count.mutant) / Double(count.molecules)
      sum += fraction
      variance += fraction * (1 - fraction) / Double(count.molecules)
      molecules += count.molecules
    }
    value = sum / variants
    self.variance = variance / (variants * variants)
    undetected = PoissonLimits.undetected / Double(molecules)
  }

  var relativeVariance: Double { variance / (value * value) }

  /// The interval by the delta method on the logarithm; up to ``undetected`` where nothing is seen.
  package func interval(confidence: Double = 0.95) -> ConfidenceInterval {
    guard value > 0 else { return ConfidenceInterval(lower: 0, upper: undetected) }
    let width = exp(normalQuantile(0.5 + confidence / 2) * relativeVariance.squareRoot())
    return ConfidenceInterval(lower: value / width, upper: min(1, value * width))
  }
}

/// Limits of Poisson counts that are used by name.
package enum PoissonLimits {
  /// The mean that leaves a count of 0 a probability of 0.05, rounded as the rule of three has it.
  package static let undetected = 3.0
}
