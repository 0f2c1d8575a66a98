internal import JSONText
internal import PipelineModel
internal import ProficiencyTesting

/// A number for all measurands, or one for each.
struct PerMeasurand: Sendable {
  let all: Double?
  let each: [String: Double]

  /// The number of a measurand; nil where none is given.
  func value(_ measurand: String) -> Double? { each[measurand] ?? all }

  /// Reads a number, or an object from measurands to numbers.
  init?(_ node: JSONNode?) {
    guard let node else { return nil }
    if let number = node.number.flatMap({ Double($0) }) {
      (all, each) = (number, [:])
      return
    }
    var numbers: [String: Double] = [:]
    for member in node.members ?? [] {
      numbers[member.key] = member.value.number.flatMap { Double($0) }
    }
    guard let count = node.members?.count, count > 0, numbers.count == count else { return nil }
    (all, each) = (nil, numbers)
  }
}

/// A method by its name, with the numbers that some methods need.
struct NumberedMethod<Name: RawRepresentable & CaseIterable & Sendable>: Sendable
where Name.RawValue == String {
  let name: Name
  let numbers: [String: PerMeasurand]

  /// The measurands that have numbers of their own.
  var measurands: Set<String> { Set(numbers.values.flatMap(\.each.keys)) }

  /// A number of the method for a measurand.
  func number(_ key: String, _ measurand: String) -> Double? { numbers[key]?.value(measurand) }
}

extension SettingType {
  /// The name of a method, or an object with the name as `method` and numbers beside it.
  ///
  /// - Parameters:
  ///   - keys: The numbers that may stand there.
  ///   - needed: For each method that needs one, sets of numbers of which one must be given.
  static func numberedMethod<Name: RawRepresentable & CaseIterable & Sendable>(
    keys: [String], needed: [String: [String]]
  ) -> SettingType where Name.RawValue == String, Value == NumberedMethod<Name> {
    let names = Name.allCases.map(\.rawValue)
    let number: JSONNode = [
      "anyOf": [
        ["type": "number"], ["type": "object", "additionalProperties": ["type": "number"]],
      ]
    ]
    let members: [(String, JSONNode)] =
      [("method", ["enum": .list(names.map { .text($0) })])] + keys.map { ($0, number) }
    let phrase =
      "one of \(names.map { "\"\($0)\"" }.joined(separator: ", ")), or an object with it as \"method\" and "
      + keys.map { "\"\($0)\"" }.joined(separator: ", ")
    return SettingType(
      phrase: phrase,
      schema: [
        "anyOf": [
          ["enum": .list(names.map { .text($0) })],
          [
            "type": "object", "required": ["method"], "additionalProperties": false,
            "properties": .object(members),
          ],
        ]
      ]
    ) { node, decoder in
      let written = node.members == nil ? node : node["method"] ?? node
      guard let text = written.string, let name = Name(rawValue: text) else {
        decoder.refuse(
          written, "has no such method",
          remedy: NearestName.remedy(written.string ?? "", among: names))
        return nil
      }
      var numbers: [String: PerMeasurand] = [:]
      for member in node.members ?? [] where member.key != "method" {
        guard keys.contains(member.key), let value = PerMeasurand(member.value) else {
          decoder.refuse(
            member.value, "has a \"\(member.key)\" that it does not take, or that is no number",
            remedy: "write a number, or an object from measurands to numbers")
          return nil
        }
        numbers[member.key] = value
      }
      if let choices = needed[text], !choices.contains(where: { numbers[$0] != nil }) {
        decoder.refuse(
          node, "does not say the number that \"\(text)\" needs",
          remedy: "write {\"method\": \"\(text)\", \"\(choices[0])\": …}")
        return nil
      }
      return NumberedMethod(name: name, numbers: numbers)
    }
  }
}

/// What is known of the items of each measurand.
struct ItemChecks: Sendable {
  struct Item: Sendable {
    var duplicates: [(Double, Double)] = []
    var before: Double?
    var after: Double?
  }

  private(set) var items: [String: Item] = [:]

  /// Reads `{"measurand": {"duplicates": [[1.01, 0.99], …], "before": 1.0, "after": 0.98}}`.
  ///
  /// - Returns: Nil where it is of another form.
  init?(_ node: JSONNode) {
    guard let members = node.members else { return nil }
    for member in members {
      guard member.value.members != nil else { return nil }
      var item = Item()
      for pair in member.value["duplicates"]?.elements ?? [] {
        let numbers = (pair.elements ?? []).compactMap { $0.number.flatMap { Double($0) } }
        guard numbers.count == 2 else { return nil }
        item.duplicates.append((numbers[0], numbers[1]))
      }
      item.before = member.value["before"]?.number.flatMap { Double($0) }
      item.after = member.value["after"]?.number.flatMap { Double($0) }
      items[member.key] = item
    }
  }
}
