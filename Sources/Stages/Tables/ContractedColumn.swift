internal import JSONText
package import PipelineModel
package import Tables

/// One column of a data contract.
package struct ContractedColumn: Sendable {
  /// The column's name in the files and in the table.
  package let name: String
  /// What its cells must be.
  package let contract: ColumnContract
}

extension SettingType where Value == [ContractedColumn] {
  /// An object from column names to what their cells must be.
  package static let contractedColumns = SettingType(
    phrase: "an object such as {\"age\": {\"type\": \"integer\", \"minimum\": 0}}",
    schema: [
      "type": "object", "minProperties": 1,
      "additionalProperties": [
        "type": "object", "required": ["type"], "additionalProperties": false,
        "properties": [
          "type": ["enum": .list(ColumnType.allCases.map { .text($0.rawValue) })],
          "required": ["type": "boolean"], "unique": ["type": "boolean"],
          "minimum": ["type": ["number", "string"]], "maximum": ["type": ["number", "string"]],
          "enum": ["type": "array", "minItems": 1], "pattern": ["type": "string"],
        ],
      ],
    ]
  ) { node, decoder in
    guard let members = node.members else {
      decoder.wrongType(
        node, expected: "an object such as {\"age\": {\"type\": \"integer\", \"minimum\": 0}}")
      return nil
    }
    if members.isEmpty {
      decoder.refuse(node, "names no column", remedy: "name the columns to keep")
      return nil
    }
    var columns: [ContractedColumn] = []
    for member in members {
      var reading = ContractReading(name: member.key, decoder: decoder)
      if let contract = reading.contract(member.value) {
        columns.append(ContractedColumn(name: member.key, contract: contract))
      }
      decoder.diagnostics = reading.decoder.diagnostics
    }
    return columns.count == members.count ? columns : nil
  }
}

/// Reads the contract of one column from a definition.
private struct ContractReading {
  let name: String
  var decoder: SettingDecoder
  private var isGood = true

  init(name: String, decoder: SettingDecoder) {
    self.name = name
    self.decoder = decoder
  }

  /// The contract; nil after reporting what is wrong.
  mutating func contract(_ node: JSONNode) -> ColumnContract? {
    guard let members = node.members else {
      decoder.wrongType(node, expected: "an object such as {\"type\": \"integer\"} for each column")
      return nil
    }
    let known = ["type", "required", "unique", "minimum", "maximum", "enum", "pattern"]
    for member in members where !known.contains(member.key) && !member.key.hasPrefix("x-") {
      refuse(
        member.keyPosition, "has no rule \"\(member.key)\"",
        NearestName.remedy(member.key, among: known), rule: "unknown-key")
    }
    guard let type = type(node) else { return nil }
    let contract = ColumnContract(
      type, isRequired: flag("required", node), isUnique: flag("unique", node),
      minimum: bound("minimum", node), maximum: bound("maximum", node),
      allowed: allowed(node, type), pattern: pattern(node))
    do throws(TableError) {
      _ = try CellChecker(contract)
    } catch {
      refuse(node.position, "cannot be checked: \(error.message)", nil)
    }
    return isGood ? contract : nil
  }

  private mutating func refuse(
    _ position: SourcePosition, _ message: String, _ remedy: String?, rule: String = "bad-value"
  ) {
    isGood = false
    decoder.diagnostics.error(
      rule, "column \"\(name)\" of \(decoder.subject) \(message)", remedy: remedy, at: position)
  }

  private mutating func type(_ node: JSONNode) -> ColumnType? {
    let names = ColumnType.allCases.map(\.rawValue)
    guard let value = node["type"] else {
      refuse(node.position, "has no \"type\"", "write one of \(names.joined(separator: ", "))")
      return nil
    }
    guard let type = value.string.flatMap({ ColumnType(rawValue: $0) }) else {
      refuse(
        value.position, "has no such type", NearestName.remedy(value.string ?? "", among: names))
      return nil
    }
    return type
  }

  private mutating func flag(_ key: String, _ node: JSONNode) -> Bool {
    guard let value = node[key] else { return false }
    guard let flag = value.bool else {
      refuse(value.position, "has a \"\(key)\" that is \(value.kindInWords)", "write true or false")
      return false
    }
    return flag
  }

  private mutating func bound(_ key: String, _ node: JSONNode) -> String? {
    guard let value = node[key] else { return nil }
    guard let text = value.number ?? value.string else {
      refuse(
        value.position, "has a \"\(key)\" that is \(value.kindInWords)",
        "write a number, or a date or instant in quotes")
      return nil
    }
    return text
  }

  private mutating func pattern(_ node: JSONNode) -> String? {
    guard let value = node["pattern"] else { return nil }
    if value.string == nil {
      refuse(
        value.position, "has a \"pattern\" that is \(value.kindInWords)",
        "write a regular expression in quotes; the whole cell must match it")
    }
    return value.string
  }

  private mutating func allowed(_ node: JSONNode, _ type: ColumnType) -> [String]? {
    guard let value = node["enum"] else { return nil }
    guard let elements = value.elements, !elements.isEmpty else {
      refuse(value.position, "has an \"enum\" that is no list of values", "list what is allowed")
      return nil
    }
    var texts: [String] = []
    for element in elements {
      let text = element.string ?? element.number ?? element.bool.map { String($0) }
      let bytes = Array((text ?? "").utf8)
      if let text, type.accepts(bytes.span, 0..<bytes.count) {
        texts.append(text)
      } else {
        refuse(element.position, "allows a value that is not \(type.inWords)", nil)
      }
    }
    return texts
  }
}
