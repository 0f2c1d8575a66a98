/// Finds published cells from which a suppressed one could be computed.
///
/// Two cells of an indicator overlap when they agree on every division that both fix and one's period contains
/// the other's. A published cell that overlaps a suppressed one, but is not a part of it, is a total above
/// it, or belongs to another division of the same total (by sex beside by region, by year beside by
/// quarter); either way sums of published cells can give the suppressed one away. Parts are safe: a
/// small count has a small part, which is suppressed itself.
struct DisclosingOverlaps {
  private let cells: [IndicatorCell]
  /// The divisions that each cell fixes.
  private let patterns: [[Bool]]
  private let suppressed: [Int]
  private let published: [Int]

  init(_ cells: [IndicatorCell], _ statuses: [ConfidentialityStatus]) {
    self.cells = cells
    patterns = cells.map { $0.divisions.map { !($0 ?? "").isEmpty } }
    suppressed = cells.indices.filter { statuses[$0] != .free }
    published = cells.indices.filter { statuses[$0] == .free }
  }

  /// An indicator, a period and some fixed divisions.
  private struct Key: Hashable {
    var indicator: String
    var period: String
    var divisions: [String]
  }

  /// The first suppressed cell with a published overlap that is not a part of it.
  ///
  /// - Complexity: O(cells x p²) for p different combinations of fixed divisions.
  func first() -> DisclosureError? {
    let suppressedByPattern = Dictionary(grouping: suppressed) { patterns[$0] }
    let publishedByPattern = Dictionary(grouping: published) { patterns[$0] }
    var found: DisclosureError?
    for (pattern, hidden) in suppressedByPattern {
      for (other, shown) in publishedByPattern {
        guard let error = overlap(of: hidden, pattern, with: shown, other) else { continue }
        // Dictionaries have no order; the message must not depend on it.
        let isEarlier = found.map {
          (error.suppressedRow, error.publishedRow ?? 0)
            < ($0.suppressedRow, $0.publishedRow ?? 0)
        }
        if isEarlier ?? true { found = error }
      }
    }
    return found
  }

  private func overlap(
    of hidden: [Int], _ pattern: [Bool], with shown: [Int], _ other: [Bool]
  ) -> DisclosureError? {
    let common = zip(pattern, other).map { $0 && $1 }
    var exact: [Key: Int] = [:]
    var inside: [Key: Int] = [:]
    for row in shown {
      let periods = Self.periods(containing: cells[row].period ?? "")
      exact[key(row, period: periods[0], fixing: common)] = row
      for period in periods.dropFirst() { inside[key(row, period: period, fixing: common)] = row }
    }
    // Cells that fix all the hidden cell fixes are its parts, unless their period is longer; the very
    // same cell is telling when it stands in the table a second time.
    let areParts = common == pattern && pattern != other
    let shorterArePartsToo = common == pattern
    for row in hidden {
      let period = cells[row].period ?? ""
      let longer = Self.periods(containing: period)
      var overlaps = longer.dropFirst(areParts ? 1 : 0).compactMap {
        exact[key(row, period: $0, fixing: common)]
      }
      if !shorterArePartsToo, let shorter = inside[key(row, period: period, fixing: common)] {
        overlaps.append(shorter)
      }
      if let first = overlaps.min() {
        return DisclosureError(
          indicator: cells[row].indicator, suppressedRow: row + 1,
          reason: .overlap(publishedRow: first + 1))
      }
    }
    return nil
  }

  private func key(_ row: Int, period: String, fixing pattern: [Bool]) -> Key {
    let fixed = zip(cells[row].divisions, pattern).map { $1 ? $0 ?? "" : "" }
    return Key(indicator: cells[row].indicator, period: period, divisions: fixed)
  }

  /// A period and all that contain it: the quarter and year of a month, the year of a quarter, all time.
  static func periods(containing period: String) -> [String] {
    var periods = [period]
    let parts = period.split(separator: "-")
    if parts.count == 2, parts[0].count == 4 {
      if let month = Int(parts[1]), (1...12).contains(month) {
        periods.append("\(parts[0])-Q\((month + 2) / 3)")
      }
      periods.append(String(parts[0]))
    }
    if !period.isEmpty { periods.append("") }
    return periods
  }
}
