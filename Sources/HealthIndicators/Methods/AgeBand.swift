/// A band of ages in whole years.
package struct AgeBand: Sendable, Hashable, Comparable {
  /// The first year of the band.
  package let first: Int
  /// The last year of the band; nil for one without an end.
  package let last: Int?

  /// A band.
  package init(_ first: Int, _ last: Int?) {
    self.first = first
    self.last = last
  }

  /// A band as tables write it: `0`, `5-9`, `05–09`, `10 to 14`, `85+`, or Eurostat's `Y5-9`, `Y_LT5`, `Y_GE85`.
  ///
  /// - Returns: Nil for anything else.
  package init?(_ text: String) {
    var text = text.uppercased().filter { !$0.isWhitespace }
    if text.hasPrefix("Y") { text.removeFirst() }
    if text.hasPrefix("_LT"), let end = Int(text.dropFirst(3)), end > 0 {
      self.init(0, end - 1)
    } else if text.hasPrefix("_GE"), let start = Int(text.dropFirst(3)), start >= 0 {
      self.init(start, nil)
    } else if text.hasSuffix("+"), let start = Int(text.dropLast()), start >= 0 {
      self.init(start, nil)
    } else {
      let parts = text.replacing("TO", with: "-").replacing("–", with: "-").replacing(
        "_", with: "-"
      )
      .split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let start = parts[0], start >= 0, parts.count <= 2, let end = parts[parts.count - 1],
        end >= start
      else { return nil }
      self.init(start, end)
    }
  }

  /// By the first year, then the last.
  package static func < (left: Self, right: Self) -> Bool {
    (left.first, left.last ?? .max) < (right.first, right.last ?? .max)
  }

  /// Whether the other band lies within this one.
  package func contains(_ other: AgeBand) -> Bool {
    other.first >= first && (last.map { limit in other.last.map { $0 <= limit } ?? false } ?? true)
  }

  /// Whether the bands share a year.
  package func overlaps(_ other: AgeBand) -> Bool {
    first <= other.last ?? .max && other.first <= last ?? .max
  }
}
