package import Tables

/// What every row of every score came to, by reason and by weight.
extension ScoreResults {
  /// One row for each score, outcome and reason: every row of a scoring file stands in exactly one. `weight` is
  /// Σ |weight|, `variance` Σ 2p(1 - p)·weight² over rows with an expected frequency p; the shares are of the sums
  /// of these columns over the score, so that a score's categories add up to its totals without a remainder.
  package static let accountingSchema = TableSchema([
    Column("pgs_id", .string), Column("status", .string), Column("reason", .string),
    Column("rows", .integer), Column("weight", .number), Column("weight_share", .number),
    Column("variance", .number), Column("variance_share", .number),
  ])

  /// One category of a score's rows.
  package struct Category: Sendable, Equatable {
    /// `matched`, `excluded` or `unmatched`.
    package var status: String
    /// The method or type of a matched row, the rules that excluded a row, or why it met no record.
    package var reason: String
    /// How many rows it has.
    package var rows = 0
    /// Σ |weight|.
    package var weight = 0.0
    /// Σ 2p(1 - p)·weight².
    package var variance = 0.0
  }

  /// The categories of a score, ordered by status and reason; needs the matches.
  ///
  /// - Complexity: O(rows of the score).
  package func categories(ofScore score: Int) -> [Category] {
    let file = index.files[score]
    var found: [Category] = []
    var numbers: [String: Int] = [:]
    for (row, values) in file.rows.enumerated() {
      let number = index.firstRow[score] + row
      let outcome = outcome(ofRow: number)
      let reason = reason(number, outcome)
      let key = outcome.name + " " + reason
      let place = numbers[key] ?? found.count
      if place == found.count {
        numbers[key] = place
        found.append(Category(status: outcome.name, reason: reason))
      }
      let p = expected[score].isEmpty ? Double.nan : expected[score][row]
      found[place].rows += 1
      found[place].weight += abs(values.weight)
      found[place].variance += p.isNaN ? 0 : 2 * p * (1 - p) * values.weight * values.weight
    }
    return found.sorted { ($0.status, $0.reason) < ($1.status, $1.reason) }
  }

  private func reason(_ number: Int, _ outcome: RowOutcome) -> String {
    switch outcome {
    case .unmatched(let reason): reason.name
    case .matched: match(ofRow: number)?.typeName ?? ""
    case .excluded: match(ofRow: number)?.exclusions.names.joined(separator: ",") ?? ""
    }
  }

  /// Writes the categories of all scores.
  package func writeAccounting(to writer: inout RowWriter) {
    for (score, file) in index.files.enumerated() {
      let categories = categories(ofScore: score)
      let weight = categories.reduce(0) { $0 + $1.weight }
      let variance = categories.reduce(0) { $0 + $1.variance }
      for category in categories {
        writer.append(file.accession)
        writer.append(category.status)
        writer.append(category.reason)
        writer.append(category.rows)
        writer.append(category.weight)
        writer.append(weight > 0 ? category.weight / weight : nil)
        writer.append(category.variance)
        writer.append(variance > 0 ? category.variance / variance : nil)
        writer.endRow()
      }
    }
  }
}
