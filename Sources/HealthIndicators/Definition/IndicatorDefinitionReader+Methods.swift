internal import JSONText

/// The keys that some methods need.
extension IndicatorDefinitionReader {
  /// A SELECT, as a string or a list of its lines.
  mutating func rows(_ node: JSONNode?) -> String? {
    guard let node else { return nil }
    let lines = (node.elements ?? [node]).map(\.string)
    guard !lines.isEmpty, !lines.contains(nil) else {
      problem("\"rows\" is a SELECT, as a string or a list of its lines", node)
      return nil
    }
    let text = lines.compactMap(\.self).joined(separator: "\n")
    do {
      return try SQLCondition(text).text
    } catch {
      problem("\"rows\" is no SELECT: \(error.message)", node)
      return nil
    }
  }

  mutating func unit(
    _ node: JSONNode, _ method: IndicatorDefinition.Method
  ) -> IndicatorDefinition.Unit {
    let isFree = method.family == .values || method == .sumRatio
    guard let given = node["unit"] else {
      if isFree { problem("a \"unit\" is needed, such as \"days\"", node) }
      return method.defaultUnit
    }
    let names = IndicatorDefinition.Unit.scales.map(\.name)
    guard let name = given.string, !name.isEmpty, isFree || names.contains(name) else {
      problem("\"unit\" is one of: \(names.joined(separator: ", "))", given)
      return method.defaultUnit
    }
    return IndicatorDefinition.Unit(rawValue: name)
  }

  /// Reports a key that the method does not use, or one that it needs.
  private mutating func check(
    _ key: String, of node: JSONNode, isNeeded: Bool, _ method: IndicatorDefinition.Method
  ) -> JSONNode? {
    if let given = node[key] {
      if !isNeeded { problem("\"\(key)\" has no meaning for the method \(method.rawValue)", given) }
      return isNeeded ? given : nil
    }
    if isNeeded { problem("the method \(method.rawValue) needs the key \"\(key)\"", node) }
    return nil
  }

  mutating func value(
    _ node: JSONNode, _ method: IndicatorDefinition.Method
  ) -> SQLCondition? {
    let isNeeded = method.family == .values || method.family == .sums
    guard check("value", of: node, isNeeded: isNeeded, method) != nil else { return nil }
    return condition("value", of: node)
  }

  mutating func quantile(_ node: JSONNode, _ method: IndicatorDefinition.Method) -> Double {
    guard let given = check("quantile", of: node, isNeeded: method == .quantile, method) else {
      return 0.5
    }
    guard let share = given.number.flatMap({ Double($0) }), (0...1).contains(share) else {
      problem("\"quantile\" is a number from 0 to 1, such as 0.9", given)
      return 0.5
    }
    return share
  }

  mutating func population(
    _ node: JSONNode, _ method: IndicatorDefinition.Method,
    _ geography: IndicatorDefinition.Geography?
  ) -> IndicatorDefinition.Population? {
    guard let given = check("population", of: node, isNeeded: method.family == .rate, method),
      checkObject(
        given, "a population", keys: ["table", "count", "period", "geography", "age"])
    else { return nil }
    let eventAge = check("age", of: node, isNeeded: method.isStandardised, method)?.string
    let table = text("table", of: given, isRequired: true)
    let count = text("count", of: given, isRequired: true)
    let place = text("geography", of: given)
    if case .column = geography, place == nil {
      problem(
        "the indicator is divided by geography, so the population needs \"geography\" too", given)
    }
    let age = text("age", of: given, isRequired: method.isStandardised)
    guard let table, let count else { return nil }
    return .init(
      table: table, count: count, period: text("period", of: given), geography: place,
      age: method.isStandardised ? age : nil, eventAge: eventAge)
  }

  mutating func reference(
    _ node: JSONNode, _ method: IndicatorDefinition.Method
  ) -> IndicatorDefinition.Reference? {
    guard node["reference"] != nil,
      let given = check("reference", of: node, isNeeded: method == .indirect, method),
      checkObject(given, "a reference", keys: ["table", "age", "events", "population"]),
      let table = text("table", of: given, isRequired: true),
      let age = text("age", of: given, isRequired: true),
      let events = text("events", of: given, isRequired: true),
      let population = text("population", of: given, isRequired: true)
    else { return nil }
    return .init(table: table, age: age, events: events, population: population)
  }

  mutating func comparison(
    _ node: JSONNode, _ method: IndicatorDefinition.Method
  ) -> IndicatorDefinition.Comparison? {
    guard
      let given = check("compare", of: node, isNeeded: method.family == .comparison, method),
      checkObject(given, "a comparison", keys: ["column", "reference"]),
      let column = text("column", of: given, isRequired: true),
      let reference = text("reference", of: given, isRequired: true)
    else { return nil }
    return .init(column: column, reference: reference)
  }

  mutating func design(
    _ node: JSONNode, _ method: IndicatorDefinition.Method
  ) -> SimonTwoStage? {
    guard method == .simonTwoStage, node["design"] != nil else {
      if node["design"] != nil {
        _ = check("design", of: node, isNeeded: false, method)
      }
      return method == .simonTwoStage ? .drugRediscovery : nil
    }
    let keys = ["firstStage", "firstStageLimit", "total", "totalLimit"]
    guard let given = node["design"], checkObject(given, "a design", keys: keys) else { return nil }
    let numbers = keys.compactMap { given[$0]?.integer }
    guard numbers.count == 4,
      let design = SimonTwoStage(
        firstStage: numbers[0], firstStageLimit: numbers[1], total: numbers[2],
        totalLimit: numbers[3])
    else {
      problem(
        "a design has whole numbers \(keys.joined(separator: ", ")), each limit below its stage",
        given)
      return nil
    }
    return design
  }
}
