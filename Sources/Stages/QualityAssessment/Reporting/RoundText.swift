internal import Foundation
internal import Pages
internal import ProficiencyTesting

/// Numbers and words as the pages of a round write them.
struct RoundText: Sendable {
  /// What values are in: `fraction` is written in percent, anything else stands behind the axes.
  let unit: String

  /// What values are multiplied by before they are written.
  var factor: Double { unit == "fraction" ? 100 : 1 }
  /// The unit as an axis has it, with a space in front; empty for none.
  var axisUnit: String {
    switch unit {
    case "fraction", "percent": " (%)"
    case "": ""
    default: " (\(unit))"
    }
  }

  /// A value in its unit with four figures.
  func value(_ value: Double?) -> String {
    guard let value else { return "–" }
    let text = Self.figures(value * factor, 4)
    return unit == "fraction" || unit == "percent" ? text + "\u{A0}%" : text
  }

  /// A fraction in percent.
  static func percent(_ fraction: Double?) -> String {
    fraction.map { figures($0 * 100, 3) + "\u{A0}%" } ?? "–"
  }

  /// A score with two decimals.
  static func score(_ score: Double?) -> String { score.map { NumberText.fixed($0, 2) } ?? "–" }

  /// A number with so many figures, without zeros at its end.
  static func figures(_ value: Double, _ count: Int) -> String {
    guard value.isFinite else { return "–" }
    guard value != 0 else { return "0" }
    let places = max(0, min(10, count - 1 - Int(floor(log10(abs(value))))))
    return NumberText.shortest(value, decimals: places)
  }

  /// What a result that has no score is.
  static func unscored(_ score: RoundData.Score?) -> String {
    guard let score else { return "no result" }
    return score.isCensored ? "below a limit, no score" : "no score"
  }

  /// A criterion in words.
  static func criterion(_ name: String) -> String {
    switch MarkingScheme.Criterion(rawValue: name) {
    case .noAnswer: "no answer"
    case .failed: "the sample failed"
    case .correct: "correct"
    case .correctUnspecified: "correct, the change not specified"
    case .nomenclature: "correct, but the name is wrong"
    case .notTested: "missed, not among what is tested"
    case .belowLimit: "missed, at or below the claimed limit"
    case .missed: "missed, above the claimed limit or none claimed"
    case .falsePositive: "found where there is none"
    case .wrongWithImplication: "another variant, treatment would change"
    case .wrongWithoutImplication: "another variant, same treatment"
    case nil: name.replacing("_", with: " ")
    }
  }

  /// What became of an allele, in words.
  static func decision(_ call: RoundData.Call) -> String {
    switch call.decision {
    case "FN": call.reason == nil ? "missed" : "missed, but not claimed"
    case "FP": "not there"
    case "VAF": "found, other fraction"
    default: "not judged"
    }
  }

  /// An allele: `chr7:55019017 T>G`, long bases cut.
  static func allele(_ call: RoundData.Call) -> String {
    func cut(_ bases: String) -> String {
      bases.count <= 24 ? bases : "\(bases.prefix(12))… (\(bases.count) bases)"
    }
    return "\(call.contig):\(call.position) \(cut(call.reference))>\(cut(call.alternative))"
  }

  /// A band of allele fractions: `below 1 %`, `1 % to 5 %`, `from 5 %`.
  static func band(_ name: String) -> String {
    if name.hasPrefix("<") { return "below " + percent(Double(name.dropFirst())) }
    if name.hasPrefix(">=") { return "from " + percent(Double(name.dropFirst(2))) }
    let ends = name.split(separator: "-").compactMap { Double($0) }
    return ends.count == 2 ? "\(percent(ends[0])) to \(percent(ends[1]))" : name
  }

  /// Why nobody gets a score, in words.
  static func refusal(_ name: String) -> String {
    switch name {
    case "too-few-laboratories": "too few laboratories for a consensus"
    case "several-modes": "the results lie about several values, so there is no consensus"
    case "no-spread": "the results do not spread"
    case "no-assigned-value": "the scheme has no assigned value for it"
    case "no-sigma-pt": "the scheme has no σ_pt for it"
    default: name.replacing("-", with: " ")
    }
  }
}
