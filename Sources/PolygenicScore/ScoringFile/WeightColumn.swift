internal import Foundation

/// The column that the weights of a scoring file come from.
///
/// `effect_weight` is used as it stands. A file without it may give ratios: `OR` where `weight_type` names odds
/// ratios, `HR` where it names hazard ratios, and whichever is there where it says nothing; the weight is then
/// the natural logarithm, as the PGS Catalog's curators form it.
struct WeightColumn {
  /// The column's place in a row.
  let index: Int
  /// Its name, for messages.
  let name: String
  /// Whether the weight is the logarithm of what stands there.
  let isRatio: Bool

  /// The weight that a number in the column stands for.
  func weight(_ value: Double) -> Double { isRatio ? log(value) : value }

  /// The column of a file; nil where it has none.
  ///
  /// - Throws: `scoringFile` where both ratios are given and the header does not say which one counts.
  init?(_ header: ScoringFileHeader) throws(PolygenicScoreError) {
    let candidates =
      header.columns.contains("effect_weight")
      ? ["effect_weight"] : Self.ratios(header).filter { header.columns.contains($0) }
    guard let name = candidates.first, let index = header.columns.firstIndex(of: name) else {
      return nil
    }
    if candidates.count > 1 {
      throw PolygenicScoreError(
        .scoringFile,
        "the file has odds ratios and hazard ratios and no effect_weight; write #weight_type=OR or "
          + "#weight_type=HR into its header", line: header.columnLine, field: "OR, HR")
    }
    self.index = index
    self.name = name
    isRatio = name != "effect_weight"
  }

  private static func ratios(_ header: ScoringFileHeader) -> [String] {
    switch header.weightType {
    case .oddsRatio: ["OR"]
    case .hazardRatio: ["HR"]
    case .other: ["OR", "HR"]
    }
  }
}

extension ScoringFileHeader {
  /// What the weights are, as far as it matters here.
  package enum WeightType: Sendable {
    /// Odds ratios or their logarithms.
    case oddsRatio
    /// Hazard ratios or their logarithms.
    case hazardRatio
    /// Anything else, or not stated.
    case other
  }

  /// The kind of weights that the header names.
  package var weightType: WeightType {
    switch self["weight_type"]?.lowercased() {
    case "or", "log(or)", "logor", "log or", "ln(or)": .oddsRatio
    case "hr", "log(hr)", "loghr", "log hr", "ln(hr)": .hazardRatio
    default: .other
    }
  }

  /// Whether the header says that `effect_weight` holds ratios themselves, whose sum is no log risk.
  package var saysWeightsAreRatios: Bool {
    ["or", "hr"].contains(self["weight_type"]?.lowercased() ?? "")
      && columns.contains("effect_weight")
  }
}
