internal import JSONText
internal import PipelineModel
internal import PolygenicRisk

/// A number for all scores, or one for each by its identifier.
struct PerScore: Sendable {
  private let all: Double?
  private let each: [String: Double]

  /// The number of a score; nil where none is given.
  func value(_ accession: String) -> Double? { each[accession] ?? all }

  fileprivate init(all: Double?, each: [String: Double]) {
    self.all = all
    self.each = each
  }
}

extension SettingType where Value == PerScore {
  /// A number, or an object from scores to numbers.
  static let perScore = SettingType(
    phrase: "a number, or an object from scores to numbers such as {\"PGS000004\": 0.48}",
    schema: [
      "anyOf": [
        ["type": "number"], ["type": "object", "additionalProperties": ["type": "number"]],
      ]
    ]
  ) { node, decoder in
    let number = SettingType<Double>.number(-Double.infinity ... .infinity)
    guard let members = node.members else {
      return number.decode(node, &decoder).map { PerScore(all: $0, each: [:]) }
    }
    var each: [String: Double] = [:]
    for member in members { each[member.key] = number.decode(member.value, &decoder) }
    return each.count == members.count && !each.isEmpty ? PerScore(all: nil, each: each) : nil
  }
}

extension SettingType where Value == RiskStrata {
  /// Bands of risk, from the lowest to the highest.
  static let strata = SettingType(
    phrase:
      "a list of bands such as [{\"name\": \"average\", \"below\": 0.15}, {\"name\": \"high\"}]",
    schema: [
      "type": "array", "minItems": 1,
      "items": [
        "type": "object", "required": ["name"], "additionalProperties": false,
        "properties": [
          "name": ["type": "string"], "below": ["type": "number", "minimum": 0, "maximum": 1],
        ],
      ],
    ]
  ) { node, decoder in
    var bands: [RiskStrata.Band] = []
    for band in node.elements ?? [] {
      let below = band["below"]?.number.flatMap { Double($0) }
      guard let name = band["name"]?.string, !name.isEmpty, band["below"] == nil || below != nil
      else {
        decoder.refuse(band, "has a band without a name, or with a \"below\" that is no number")
        return nil
      }
      bands.append(RiskStrata.Band(name: name, below: below))
    }
    guard let strata = RiskStrata(bands) else {
      decoder.refuse(
        node, "is no list of bands in rising order",
        remedy: "give every band but the last a \"below\", each greater than the one before")
      return nil
    }
    return strata
  }
}

/// A risk factor and the column of `people` that has its values.
struct NamedFactor: Sendable {
  let column: String
  let factor: RiskFactor
}

extension SettingType where Value == [NamedFactor] {
  /// Risk factors beside the score.
  static let factors = SettingType(
    phrase:
      "a list of factors such as [{\"column\": \"family_history\", \"logRelativeRisk\": 0.6, \"prevalence\": 0.1}]",
    schema: [
      "type": "array",
      "items": [
        "type": "object", "required": ["column", "logRelativeRisk"], "additionalProperties": false,
        "properties": [
          "column": ["type": "string"], "logRelativeRisk": ["type": "number"],
          "prevalence": ["type": "number", "minimum": 0, "maximum": 1],
          "mean": ["type": "number"], "sd": ["type": "number", "minimum": 0],
        ],
      ],
    ]
  ) { node, decoder in
    var factors: [NamedFactor] = []
    for item in node.elements ?? [] {
      func number(_ key: String) -> Double? { item[key]?.number.flatMap { Double($0) } }
      guard let column = item["column"]?.string, let effect = number("logRelativeRisk") else {
        decoder.refuse(item, "has a factor without \"column\" or \"logRelativeRisk\"")
        return nil
      }
      let spread: RiskFactor.Spread
      if let prevalence = number("prevalence"), (0...1).contains(prevalence), item["mean"] == nil {
        spread = .binary(prevalence: prevalence)
      } else if let mean = number("mean"), let deviation = number("sd"), deviation >= 0,
        item["prevalence"] == nil
      {
        spread = .normal(mean: mean, standardDeviation: deviation)
      } else {
        decoder.refuse(
          item, "does not say how \"\(column)\" is spread over the population",
          remedy:
            "give \"prevalence\" for a factor that is 0 or 1, or \"mean\" and \"sd\" for a measurement"
        )
        return nil
      }
      factors.append(
        NamedFactor(column: column, factor: RiskFactor(logRelativeRisk: effect, spread: spread)))
    }
    guard !factors.isEmpty, factors.count <= 12 else {
      decoder.refuse(node, "is no list of 1 to 12 factors")
      return nil
    }
    return factors
  }
}
