internal import JSONText

/// The settings that every reader takes: `onBad`, `failIf`, `minimumRows`.
package enum ReaderSettings {
  /// What happens to a bad record.
  package static let onBad = Setting<ReaderContract.BadRecords>(
    "onBad", .oneOf, default: .fail, shown: "\"fail\"",
    "What happens to a bad record: the run fails, the record is kept aside in quarantine, or it is dropped and counted."
  )
  /// Conditions under which the run fails.
  package static let failIf = Setting<FailureConditions?>(
    optional: "failIf", .failureConditions, role: .operational,
    "The run fails when the share of bad records is above `badRate`, their number above `badCount`, or with `emptyInput` when there is no record."
  )
  /// The fewest records that must be kept.
  package static let minimumRows = Setting<Int?>(
    optional: "minimumRows", .integer(0 ... .max), role: .operational,
    "The run fails when fewer records than this are kept.")

  /// All of them, to be added to a reader's own settings.
  package static let all: [any SettingDeclaration] = [onBad, failIf, minimumRows]

  /// The contract that a definition gives a reader.
  package static func contract(
    _ context: inout StageContext
  ) throws(StageRefusal) -> ReaderContract {
    var contract = ReaderContract(onBad: try context[onBad])
    contract.minimumRows = try context[minimumRows]
    guard let conditions = try context[failIf] else { return contract }
    contract.badRate = conditions.badRate
    contract.badCount = conditions.badCount
    contract.failIfEmpty = conditions.isEmptyInput
    return contract
  }
}

/// Conditions under which a run fails, as `failIf` gives them.
package struct FailureConditions: Sendable {
  /// The share of bad records above which it fails.
  package var badRate: Double?
  /// The number of bad records above which it fails.
  package var badCount: Int?
  /// Whether it fails when there is no record.
  package var isEmptyInput = false
}

extension SettingType where Value == FailureConditions {
  private static var phrase: String {
    "an object such as {\"badRate\": \"0.5%\", \"badCount\": 100, \"emptyInput\": true}"
  }

  /// An object of conditions.
  package static let failureConditions = SettingType(
    phrase: phrase,
    schema: [
      "type": "object",
      "properties": [
        "badRate": SettingType<Double>.rate.schema,
        "badCount": ["type": "integer", "minimum": 0],
        "emptyInput": ["type": "boolean"],
      ],
      "additionalProperties": false,
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
      switch member.key {
      case "badRate": conditions.badRate = SettingType<Double>.rate.decode(member.value, &inner)
      case "badCount":
        conditions.badCount = SettingType<Int>.integer(0 ... .max).decode(member.value, &inner)
      case "emptyInput":
        conditions.isEmptyInput =
          SettingType<Bool>.boolean.decode(member.value, &inner) ?? false
      default:
        inner.diagnostics.error(
          "unknown-key", "\(decoder.subject) has no \"\(member.key)\"",
          remedy: NearestName.remedy(member.key, among: ["badRate", "badCount", "emptyInput"]),
          at: member.keyPosition)
      }
      decoder.diagnostics = inner.diagnostics
    }
    return conditions
  }
}
