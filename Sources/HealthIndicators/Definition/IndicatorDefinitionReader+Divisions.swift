internal import JSONText

extension IndicatorDefinitionReader {
  mutating func exclusions(_ node: JSONNode?) -> [IndicatorDefinition.Exclusion] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      problem("\"exclusions\" is an array of { \"name\", \"where\" }", node)
      return []
    }
    var exclusions: [IndicatorDefinition.Exclusion] = []
    for element in elements {
      guard checkObject(element, "an exclusion", keys: ["name", "where"]) else { continue }
      let name = text("name", of: element, isRequired: true)
      let condition = condition("where", of: element)
      if let name, let condition { exclusions.append(.init(name: name, condition: condition)) }
    }
    return exclusions
  }

  mutating func period(_ node: JSONNode?) -> IndicatorDefinition.Period? {
    guard let node, checkObject(node, "a period", keys: ["column", "by"]) else { return nil }
    if node["by"]?.string == "none" { return nil }
    let column = text("column", of: node, isRequired: true)
    let lengths = IndicatorDefinition.Period.Length.allCases.map(\.rawValue) + ["none"]
    guard let by = text("by", of: node, isRequired: true) else { return nil }
    guard let length = IndicatorDefinition.Period.Length(rawValue: by) else {
      problem("\"by\" is one of \(lengths.joined(separator: ", "))", node["by"] ?? node)
      return nil
    }
    return column.map { .init(column: $0, length: length) }
  }

  mutating func geography(_ node: JSONNode?) -> IndicatorDefinition.Geography? {
    guard let node, checkObject(node, "a geography", keys: ["column", "constant"]) else {
      return nil
    }
    switch (node["column"] != nil, node["constant"] != nil) {
    case (true, false): return text("column", of: node).map { .column($0) }
    case (false, true): return text("constant", of: node).map { .constant($0) }
    default:
      problem("a geography has either \"column\" or \"constant\"", node)
      return nil
    }
  }

  mutating func strata(_ node: JSONNode?) -> [String] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      problem("\"strata\" is an array of column names", node)
      return []
    }
    var strata: [String] = []
    for element in elements {
      guard let name = element.string, !name.isEmpty else {
        problem("a stratum is the name of a column, not \(element.kindInWords)", element)
        continue
      }
      if strata.contains(name) { problem("the stratum \"\(name)\" stands twice", element) }
      if IndicatorDefinition.reservedColumns.contains(name) {
        problem(
          "\"\(name)\" is a column of every indicator table; rename the stratum's column", element)
      }
      strata.append(name)
    }
    return strata
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of node: JSONNode, default: Choice
  ) -> Choice where Choice.RawValue == String {
    guard let value = node[key] else { return `default` }
    guard let choice = value.string.flatMap({ Choice(rawValue: $0) }) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      problem("\"\(key)\" is one of: \(names)", value)
      return `default`
    }
    return choice
  }

  mutating func confidence(_ node: JSONNode?) -> Double {
    guard let node else { return 0.95 }
    guard let value = node.number.flatMap({ Double($0) }), value > 0, value < 1 else {
      problem("\"confidence\" is a number between 0 and 1, such as 0.95", node)
      return 0.95
    }
    return value
  }
}
