import JSONText
import PipelineModel

extension Compilation {
  /// What the definition promises about the ports of a stage; reports ports that do not exist or have no rows.
  mutating func contracts(of index: Int, _ kind: StageKind) -> [PortContract] {
    let stage = definition.stages[index]
    return stage.contracts.compactMap { member in
      let subject = "contract \"\(member.key)\" of stage \"\(stage.name.text)\""
      guard let port = kind.outputs.first(where: { $0.name == member.key }) else {
        diagnostics.error(
          "no-such-port", "\"\(kind.name)\" has no output \"\(member.key)\"",
          remedy: NearestName.remedy(member.key, among: kind.outputs.map(\.name)),
          at: member.keyPosition)
        return nil
      }
      guard port.kind.isStream || port.kind == .table else {
        diagnostics.error(
          "no-rows",
          "\"\(port.name)\" of stage \"\(stage.name.text)\" is a \(port.kind), which has no rows",
          remedy: "promise something about a stream or a table", at: member.keyPosition)
        return nil
      }
      return contract(member, subject, kind)
    }
  }

  private mutating func contract(
    _ member: JSONMember, _ subject: String, _ kind: StageKind
  ) -> PortContract? {
    guard
      let reader = ObjectReader(member.value, subject, keys: PortContract.keys, &diagnostics)
    else { return nil }
    var contract = PortContract(port: member.key)
    if let node = reader["minimumRows"] {
      contract.minimumRows = decode(node, "\"minimumRows\" of \(subject)", .integer(0 ... .max))
    }
    if let node = reader["maximumRows"] {
      contract.maximumRows = decode(node, "\"maximumRows\" of \(subject)", .integer(0 ... .max))
      if let minimum = contract.minimumRows, let maximum = contract.maximumRows, maximum < minimum {
        diagnostics.error(
          "bad-value",
          "\"maximumRows\" of \(subject) is below \"minimumRows\", so no run could succeed",
          remedy: "write a number of at least \(minimum)", at: node.position)
      }
    }
    if let node = reader["failIf"] {
      contract.failIf = decode(node, "\"failIf\" of \(subject)", .portConditions) ?? contract.failIf
      if kind.shape == .table, contract.concernsBadRecords {
        diagnostics.error(
          "no-records", "\"\(kind.name)\" reads committed tables and refuses no record",
          remedy: "promise something about bad records where a stream is read", at: node.position)
      }
    }
    return contract
  }

  private mutating func decode<Value>(
    _ node: JSONNode, _ subject: String, _ type: SettingType<Value>
  ) -> Value? {
    var decoder = SettingDecoder(
      subject: subject, folder: folder, secrets: [], diagnostics: diagnostics)
    let value = type.decode(node, &decoder)
    diagnostics = decoder.diagnostics
    return value
  }
}
