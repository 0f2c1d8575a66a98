internal import JSONText

/// Reads indicator definitions and collects what is wrong with them.
struct IndicatorDefinitionReader {
  private(set) var problems: [IndicatorDefinitionError.Problem] = []

  private static let keys = [
    "indicator", "title", "version", "rationale", "source", "table", "rows", "subject",
    "denominator", "numerator", "value", "quantile", "population", "age", "reference", "compare",
    "design", "exclusions", "period", "geography", "strata", "divisions", "method", "confidence",
    "unit", "$schema",
  ]

  mutating func problem(_ message: String, _ node: JSONNode) {
    problems.append(.init(message: message, position: node.position))
  }

  /// The definitions of one object: one for each of its divisions.
  mutating func definitions(_ node: JSONNode) -> [IndicatorDefinition] {
    guard let whole = definition(node) else { return [] }
    guard let divisions = node["divisions"] else { return [whole] }
    guard let lists = divisions.elements, !lists.isEmpty else {
      problem("\"divisions\" is an array of lists such as [\"period\", \"sex\"]", divisions)
      return []
    }
    return lists.compactMap { division(whole, $0) }
  }

  private mutating func division(
    _ whole: IndicatorDefinition, _ node: JSONNode
  ) -> IndicatorDefinition? {
    guard let names = node.elements?.map(\.string), !names.contains(nil) else {
      problem("a division is a list of \"period\", \"geography\" and strata", node)
      return nil
    }
    let known = ["period", "geography"] + whole.strata
    let chosen = names.compactMap(\.self)
    for name in chosen where !known.contains(name) {
      problem(
        "a division names \"\(name)\", which is none of \(known.joined(separator: ", "))", node)
    }
    var part = whole
    if !chosen.contains("period") { part.period = nil }
    if case .column = whole.geography, !chosen.contains("geography") { part.geography = nil }
    part.strata = whole.strata.filter { chosen.contains($0) || $0 == whole.comparison?.column }
    return part
  }

  private mutating func definition(_ node: JSONNode) -> IndicatorDefinition? {
    guard checkObject(node, "an indicator", keys: Self.keys) else { return nil }
    let before = problems.count
    let method = choice("method", of: node, default: IndicatorDefinition.Method.wilson)
    let indicator = identifier(node)
    let title = text("title", of: node, isRequired: true)
    let version = text("version", of: node, isRequired: true)
    let rows = rows(node["rows"])
    let table = text("table", of: node, isRequired: rows == nil)
    let denominator = condition("denominator", of: node, isRequired: method.family != .rate)
    let numerator = condition(
      "numerator", of: node, isRequired: method.family != .values && method != .sumRatio)
    let exclusions = exclusions(node["exclusions"])
    let subject = text("subject", of: node)
    let period = period(node["period"])
    let geography = geography(node["geography"])
    var strata = strata(node["strata"])
    let confidence = confidence(node["confidence"])
    let unit = unit(node, method)
    let comparison = comparison(node, method)
    if let comparison, !strata.contains(comparison.column) { strata.append(comparison.column) }
    if let subject, strata.contains(subject) || geography == .column(subject) {
      problem("\"\(subject)\" identifies persons and cannot divide the indicator", node)
    }
    let value = value(node, method)
    let quantile = quantile(node, method)
    let population = population(node, method, geography)
    let reference = reference(node, method)
    let design = design(node, method)
    guard problems.count == before, let indicator, let title, let version, let denominator,
      let numerator
    else { return nil }
    return IndicatorDefinition(
      indicator: indicator, title: title, version: version, rationale: text("rationale", of: node),
      source: text("source", of: node), table: table ?? "rows", rows: rows, subject: subject,
      denominator: denominator, numerator: numerator, value: value, quantile: quantile,
      population: population, reference: reference, comparison: comparison, design: design,
      exclusions: exclusions, period: period, geography: geography, strata: strata, method: method,
      confidence: confidence, unit: unit, position: node.position)
  }

  /// Whether a node is an object with known keys; everything else is reported.
  mutating func checkObject(_ node: JSONNode, _ what: String, keys: [String]) -> Bool {
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

  mutating func text(
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

  mutating func identifier(_ node: JSONNode) -> String? {
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

  mutating func condition(
    _ key: String, of node: JSONNode, isRequired: Bool = true
  ) -> SQLCondition? {
    if node[key] == nil, !isRequired { return try? SQLCondition("TRUE") }
    guard let text = text(key, of: node, isRequired: true) else { return nil }
    do {
      return try SQLCondition(text)
    } catch {
      problem("\"\(key)\" is no SQL condition: \(error.message)", node[key] ?? node)
      return nil
    }
  }
}
