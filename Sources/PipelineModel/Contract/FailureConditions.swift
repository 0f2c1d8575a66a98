internal import JSONText

/// Conditions under which a run fails, as `failIf` of a reader or of a contract gives them.
package struct FailureConditions: Sendable, Equatable {
  /// The share of bad records above which it fails.
  package var badRate: Double?
  /// The number of bad records above which it fails.
  package var badCount: Int?
  /// Whether it fails when there is no record.
  package var isEmptyInput = false
  /// The share of the rows of the run before by which they may have become fewer.
  package var rowsFallBy: Double?
  /// The share of the rows of the run before by which they may have become more.
  package var rowsGrowBy: Double?
  /// The age in seconds that the newest input file may have.
  package var newestFileOlderThanSeconds: Double?

  /// No conditions.
  package init() {}

  /// One condition, as a key of `failIf`.
  enum Key: String, CaseIterable {
    case badRate, badCount, emptyInput, rowsFallBy, rowsGrowBy, newestFileOlderThan

    /// Those that hold for one place of the graph, where there are no files.
    static let ofPort: [Key] = [.badRate, .badCount, .rowsFallBy, .rowsGrowBy]

    /// The JSON Schema of its value.
    var schema: JSONNode {
      switch self {
      case .badRate, .rowsFallBy: SettingType<Double>.rate.schema
      case .badCount: SettingType<Int>.integer(0 ... .max).schema
      case .emptyInput: SettingType<Bool>.boolean.schema
      case .rowsGrowBy: SettingType<Double>.growth.schema
      case .newestFileOlderThan: SettingType<Double>.duration.schema
      }
    }
  }

  /// Decodes the value of one condition.
  fileprivate mutating func decode(_ key: Key, _ node: JSONNode, _ decoder: inout SettingDecoder) {
    switch key {
    case .badRate: badRate = SettingType<Double>.rate.decode(node, &decoder)
    case .badCount: badCount = SettingType<Int>.integer(0 ... .max).decode(node, &decoder)
    case .emptyInput: isEmptyInput = SettingType<Bool>.boolean.decode(node, &decoder) ?? false
    case .rowsFallBy: rowsFallBy = SettingType<Double>.rate.decode(node, &decoder)
    case .rowsGrowBy: rowsGrowBy = SettingType<Double>.growth.decode(node, &decoder)
    case .newestFileOlderThan:
      newestFileOlderThanSeconds = SettingType<Double>.duration.decode(node, &decoder)
    }
  }
}

extension SettingType where Value == FailureConditions {
  /// The conditions of a reader.
  package static let failureConditions = conditions(
    FailureConditions.Key.allCases,
    phrase:
      "an object such as {\"badRate\": \"0.5%\", \"rowsFallBy\": \"20%\", \"newestFileOlderThan\": \"2d\"}"
  )

  /// The conditions of a contract on what leaves a stage.
  package static let portConditions = conditions(
    FailureConditions.Key.ofPort,
    phrase: "an object such as {\"badRate\": \"0.5%\", \"rowsFallBy\": \"20%\"}")

  private static func conditions(_ keys: [FailureConditions.Key], phrase: String) -> SettingType {
    SettingType(
      phrase: phrase,
      schema: [
        "type": "object", "properties": .object(keys.map { ($0.rawValue, $0.schema) }),
        "patternProperties": ["^x-": true], "additionalProperties": false,
      ]
    ) { node, decoder in
      guard let members = node.members else {
        decoder.wrongType(node, expected: phrase)
        return nil
      }
      var conditions = FailureConditions()
      for member in members where !member.key.hasPrefix("x-") {
        var inner = SettingDecoder(
          subject: "\"\(member.key)\" of \(decoder.subject)", folder: decoder.folder,
          secrets: decoder.secrets, diagnostics: decoder.diagnostics)
        if let key = keys.first(where: { $0.rawValue == member.key }) {
          conditions.decode(key, member.value, &inner)
        } else {
          inner.diagnostics.error(
            "unknown-key", "\(decoder.subject) has no \"\(member.key)\"",
            remedy: NearestName.remedy(member.key, among: keys.map(\.rawValue)),
            at: member.keyPosition)
        }
        decoder.diagnostics = inner.diagnostics
      }
      return conditions
    }
  }
}
