package import JSONText

extension IndicatorDefinition {
  /// Reads the definitions of an indicator file: one object, or an array of objects.
  ///
  /// - Throws: All problems of the file at once, each with line and column.
  package static func parse(
    _ document: JSONNode
  ) throws(IndicatorDefinitionError) -> [IndicatorDefinition] {
    var reader = IndicatorDefinitionReader()
    let definitions = (document.elements ?? [document]).compactMap { reader.definition($0) }
    if reader.problems.isEmpty, definitions.isEmpty {
      reader.problem(
        "the file holds no indicator; an object or an array of objects is expected", document)
    }
    for (number, definition) in definitions.enumerated()
    where definitions[..<number].contains(where: { $0.hasSameCells(as: definition) }) {
      reader.problem(
        "indicator \(definition.indicator) is defined twice with the same strata; leave one out",
        JSONNode(.null, at: definition.position))
    }
    guard reader.problems.isEmpty else {
      throw IndicatorDefinitionError(problems: reader.problems.sorted { $0.position < $1.position })
    }
    return definitions
  }

  /// Whether two definitions would give rows that cannot be told apart.
  package func hasSameCells(as other: IndicatorDefinition) -> Bool {
    indicator == other.indicator && Set(strata) == Set(other.strata)
      && period?.length == other.period?.length && geography == other.geography
  }
}

/// Reads indicator definitions and collects what is wrong with them.
private struct IndicatorDefinitionReader {
  private(set) var problems: [IndicatorDefinitionError.Problem] = []

  private static let keys = [
    "indicator", "title", "version", "rationale", "source", "table", "subject", "denominator",
    "numerator", "exclusions", "period", "geography", "strata", "method", "confidence", "unit",
  ]

  mutating func problem(_ message: String, _ node: JSONNode) {
    problems.append(.init(message: message, position: node.position))
  }

  mutating func definition(_ node: JSONNode) -> IndicatorDefinition? {
    guard checkObject(node, "an indicator", keys: Self.keys) else { return nil }
    let indicator = identifier(node)
    let title = text("title", of: node, isRequired: true)
    let version = text("version", of: node, isRequired: true)
    let table = text("table", of: node, isRequired: true)
    let denominator = condition("denominator", of: node)
    let numerator = condition("numerator", of: node)
    let rationale = text("rationale", of: node)
    let source = text("source", of: node)
    let subject = text("subject", of: node)
    let exclusions = exclusions(node["exclusions"])
    let period = period(node["period"])
    let geography = geography(node["geography"])
    let strata = strata(node["strata"])
    let method = choice("method", of: node, default: IndicatorDefinition.Method.wilson)
    let confidence = confidence(node["confidence"])
    let unit = choice("unit", of: node, default: IndicatorDefinition.Unit.proportion)
    if let subject, strata.contains(subject) || geography == .column(subject) {
      problem("\"\(subject)\" identifies persons and cannot divide the indicator", node)
    }
    guard let indicator, let title, let version, let table, let denominator, let numerator else {
      return nil
    }
    return IndicatorDefinition(
      indicator: indicator, title: title, version: version, rationale: rationale, source: source,
      table: table, subject: subject, denominator: denominator, numerator: numerator,
      exclusions: exclusions, period: period, geography: geography, strata: strata,
      method: method, confidence: confidence, unit: unit, position: node.position)
  }

  /// Whether a node is an object with known keys; everything else is reported.
  private mutating func checkObject(_ node: JSONNode, _ what: String, keys: [String]) -> Bool {
    guard let members = node.members else {
      problem("\(what) is an object, not \(node.kindInWords)", node)
      return false
    }
    for member in members where !keys.contains(member.key) && !member.key.hasPrefix("x-") {
      problems.append(
        .init(
          message: "unknown key \"\(member.key)\"; \(what) has: \(keys.joined(separator: ", "))",
          position: member.keyPosition))
    }
    return true
  }

  private mutating func text(
    _ key: String, of node: JSONNode, isRequired: Bool = false
  ) -> String? {
    guard let value = node[key] else {
      if isRequired { problem("the key \"\(key)\" is missing", node) }
      return nil
    }
    guard let text = value.string, text.contains(where: { !$0.isWhitespace }) else {
      problem("\"\(key)\" is a text that is not empty", value)
      return nil
    }
    return text
  }

  private mutating func identifier(_ node: JSONNode) -> String? {
    guard let text = text("indicator", of: node, isRequired: true) else { return nil }
    let allowed = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    if !allowed {
      problem(
        "an indicator's identifier has only letters, digits, -, _ and .", node["indicator"] ?? node)
    }
    return text
  }

  private mutating func condition(_ key: String, of node: JSONNode) -> SQLCondition? {
    guard let text = text(key, of: node, isRequired: true) else { return nil }
    do {
      return try SQLCondition(text)
    } catch {
      problem("\"\(key)\" is no SQL condition: \(error.message)", node[key] ?? node)
      return nil
    }
  }

  private mutating func exclusions(_ node: JSONNode?) -> [IndicatorDefinition.Exclusion] {
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

  private mutating func period(_ node: JSONNode?) -> IndicatorDefinition.Period? {
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

  private mutating func geography(_ node: JSONNode?) -> IndicatorDefinition.Geography? {
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

  private mutating func strata(_ node: JSONNode?) -> [String] {
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

  private mutating func choice<Choice: RawRepresentable & CaseIterable>(
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

  private mutating func confidence(_ node: JSONNode?) -> Double {
    guard let node else { return 0.95 }
    guard let value = node.number.flatMap({ Double($0) }), value > 0, value < 1 else {
      problem("\"confidence\" is a number between 0 and 1, such as 0.95", node)
      return 0.95
    }
    return value
  }
}
