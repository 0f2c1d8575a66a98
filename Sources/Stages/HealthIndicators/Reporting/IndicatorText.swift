internal import Foundation
internal import Pages

/// Numbers and units of indicators as the page writes them.
enum IndicatorText {
  /// A unit in words.
  static func unit(_ unit: String) -> String {
    switch unit {
    case "percent": "%"
    case "proportion": "Share"
    case "ratio": "Ratio"
    case "per1000": "Per 1,000"
    case "per10000": "Per 10,000"
    case "per100000": "Per 100,000"
    case "per1000000": "Per 1,000,000"
    default: unit.prefix(1).uppercased() + unit.dropFirst()
    }
  }

  /// A value or why there is none.
  static func value(_ row: IndicatorTableRow, _ unit: String) -> String {
    if row.isSuppressed { return "suppressed" }
    return row.value.map { number($0, unit) } ?? "no value"
  }

  /// Limits, or a dash.
  static func limits(_ row: IndicatorTableRow, _ unit: String) -> String {
    limits(row.lower, row.upper, unit)
  }

  /// Limits, or a dash.
  static func limits(_ lower: Double?, _ upper: Double?, _ unit: String) -> String {
    guard lower != nil || upper != nil else { return "–" }
    func text(_ limit: Double?) -> String { limit.map { number($0, unit) } ?? "…" }
    return "\(text(lower)) to \(text(upper))"
  }

  /// A number with the decimals that its unit deserves.
  static func number(_ value: Double, _ unit: String) -> String {
    switch unit {
    case "percent": NumberText.fixed(value, 1)
    case "proportion": NumberText.fixed(value, 3)
    case "ratio": NumberText.fixed(value, 2)
    case "": significant(value)
    default: NumberText.fixed(value, abs(value) >= 1000 ? 0 : 1)
    }
  }

  /// Three figures or so.
  static func significant(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "–" }
    return NumberText.fixed(value, max(0, min(6, 2 - Int(floor(log10(abs(value)))))))
  }
}
