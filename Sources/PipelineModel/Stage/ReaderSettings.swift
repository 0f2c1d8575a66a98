package import JSONText

/// The settings that every reader takes: `onBad`, `failIf`, `minimumRows`.
package enum ReaderSettings {
  /// What happens to a bad record.
  package static let onBad = Setting<ReaderContract.BadRecords>(
    "onBad", .oneOf, default: .fail, shown: "\"fail\"",
    "What happens to a bad record: the run fails, the record is kept aside in quarantine, or it is dropped and counted."
  )
  /// Conditions under which the run fails.
  package static let failIf = Setting<JSONNode?>(
    optional: "failIf",
    .object(
      "an object such as {\"badRate\": \"0.5%\", \"badCount\": 100, \"emptyInput\": true}",
      schema: [
        "type": "object",
        "properties": [
          "badRate": SettingType<Double>.rate.schema,
          "badCount": ["type": "integer", "minimum": 0],
          "emptyInput": ["type": "boolean"],
        ],
        "additionalProperties": false,
      ]), role: .operational,
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
    guard let members = try context[failIf]?.members else { return contract }
    for member in members {
      var decoder = SettingDecoder(
        subject: "\"failIf.\(member.key)\" of stage \"\(context.stageName)\"",
        folder: context.folder, secrets: [], diagnostics: context.diagnostics)
      switch member.key {
      case "badRate": contract.badRate = SettingType<Double>.rate.decode(member.value, &decoder)
      case "badCount":
        contract.badCount = SettingType<Int>.integer(0 ... .max).decode(member.value, &decoder)
      case "emptyInput":
        contract.failIfEmpty = SettingType<Bool>.boolean.decode(member.value, &decoder) ?? false
      default:
        decoder.diagnostics.error(
          "unknown-key", "\"failIf\" of stage \"\(context.stageName)\" has no \"\(member.key)\"",
          remedy: NearestName.remedy(member.key, among: ["badRate", "badCount", "emptyInput"]),
          at: member.keyPosition)
      }
      context.diagnostics = decoder.diagnostics
    }
    return contract
  }
}
