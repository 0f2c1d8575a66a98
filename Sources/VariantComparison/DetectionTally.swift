package import Statistics

/// How many of the variants there are were found, and how many found ones there are not.
package struct DetectionTally: Sendable, Equatable {
  /// Variants of the truth that were found.
  package var truthFound = 0
  /// Variants of the truth that were not.
  package var missed = 0
  /// Those among them that the laboratory does not claim to find.
  package var missedBeyondClaim = 0
  /// Reported variants that are there.
  package var reportedFound = 0
  /// Reported variants that are not.
  package var falselyReported = 0
  /// Variants of either side that nothing is said about.
  package var unknown = 0

  /// Nothing yet.
  package init() {}

  /// Adds other variants.
  package mutating func add(_ other: DetectionTally) {
    truthFound += other.truthFound
    missed += other.missed
    missedBeyondClaim += other.missedBeyondClaim
    reportedFound += other.reportedFound
    falselyReported += other.falselyReported
    unknown += other.unknown
  }

  /// Truth found over truth; nil without any.
  package var recall: Double? { Self.share(truthFound, missed) }
  /// The same without what is not claimed.
  package var recallOfClaim: Double? { Self.share(truthFound, missed - missedBeyondClaim) }
  /// Reported ones that are there over reported; nil without any.
  package var precision: Double? { Self.share(reportedFound, falselyReported) }

  /// The harmonic mean of recall and precision; nil without either.
  package var f1: Double? {
    guard let recall, let precision else { return nil }
    return recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0
  }

  /// Jeffreys' 95 % interval of recall.
  package var recallInterval: ConfidenceInterval? {
    .jeffreys(count: truthFound, total: truthFound + missed, confidence: 0.95)
  }

  /// Jeffreys' 95 % interval of precision.
  package var precisionInterval: ConfidenceInterval? {
    .jeffreys(count: reportedFound, total: reportedFound + falselyReported, confidence: 0.95)
  }

  private static func share(_ part: Int, _ rest: Int) -> Double? {
    part + rest > 0 ? Double(part) / Double(part + rest) : nil
  }
}
