internal import Foundation

/// Agreement of many raters on categories beyond what chance gives.
package struct FleissKappa: Sendable, Equatable {
  /// κ (Fleiss, Psychological Bulletin 76:378-382, 1971).
  package let kappa: Double
  /// Its standard error where raters agree by chance alone (Fleiss, Nee and Landis, 86:974-977, 1979).
  package let standardError: Double
  /// κ with the raters' own shares of the categories as chance (Conger, 88:322-328, 1980).
  package let exact: Double

  /// κ over its standard error.
  package var z: Double { kappa / standardError }

  /// - Parameter subjects: For each subject the category that each rater has given, as many raters for every one.
  /// - Returns: Nil for no subjects, fewer than two raters or uneven lists, and where all agree on one category, so that
  ///   chance explains everything.
  /// - Complexity: O(subjects × raters).
  package init?(subjects: [[String]]) {
    guard let raters = subjects.first?.count, raters >= 2,
      subjects.allSatisfy({ $0.count == raters })
    else { return nil }
    let categories = Set(subjects.joined()).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    let (n, m) = (Double(subjects.count), Double(raters))
    var agreement = 0.0
    var counts = [[Double]](
      repeating: [Double](repeating: 0, count: categories.count), count: raters)
    for subject in subjects {
      var votes = [Double](repeating: 0, count: categories.count)
      for (rater, category) in subject.enumerated() {
        let number = numbers[category] ?? 0
        votes[number] += 1
        counts[rater][number] += 1
      }
      agreement += (votes.reduce(0) { $0 + $1 * $1 } - m) / (m * (m - 1))
    }
    let observed = agreement / n
    let shares = categories.indices.map { category in
      counts.reduce(0) { $0 + $1[category] } / (n * m)
    }
    let chance = shares.reduce(0) { $0 + $1 * $1 }
    guard chance < 1 else { return nil }
    kappa = (observed - chance) / (1 - chance)
    let spread = shares.reduce(0) { $0 + $1 * (1 - $1) }
    let skew = shares.reduce(0) { $0 + $1 * (1 - $1) * (1 - 2 * $1) }
    standardError =
      (2 / (spread * spread * n * m * (m - 1)) * (spread * spread - skew)).squareRoot()
    let between = categories.indices.reduce(0.0) { sum, category in
      sum + counts.reduce(0) { $0 + pow($1[category] / n - shares[category], 2) } / m
    }
    let ownChance = chance - between / (m - 1)
    exact = (observed - ownChance) / (1 - ownChance)
  }
}
