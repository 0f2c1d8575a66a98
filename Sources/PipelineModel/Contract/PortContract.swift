package import JSONText

/// What a definition promises about what leaves a stage through one port, and so about every edge from there.
package struct PortContract: Sendable, Equatable {
  /// The port.
  package let port: String
  /// The fewest rows.
  package var minimumRows: Int?
  /// The most rows.
  package var maximumRows: Int?
  /// Conditions under which the run fails.
  package var failIf = FailureConditions()

  /// The keys of a contract.
  package static let keys = ["minimumRows", "maximumRows", "failIf"]

  /// The JSON Schema of a contract.
  package static let schema: JSONNode = [
    "type": "object",
    "properties": [
      "minimumRows": SettingType<Int>.integer(0 ... .max).schema,
      "maximumRows": SettingType<Int>.integer(0 ... .max).schema,
      "failIf": SettingType<FailureConditions>.portConditions.schema,
    ],
    "patternProperties": ["^x-": true], "additionalProperties": false,
  ]

  /// A contract that promises nothing yet.
  package init(port: String) {
    self.port = port
  }

  /// Whether it says something about records that the stage refuses.
  package var concernsBadRecords: Bool { failIf.badRate != nil || failIf.badCount != nil }
}
