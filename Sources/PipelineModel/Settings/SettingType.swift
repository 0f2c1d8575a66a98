package import JSONText

/// How a value is written in a definition: the words, the JSON Schema, and the decoder.
package struct SettingType<Value: Sendable>: Sendable {
  /// What a value looks like, in words, for example `a duration such as "2h"`.
  package let phrase: String
  /// The JSON Schema of a value.
  package let schema: JSONNode
  /// Decodes a value; nil after reporting what is wrong.
  package let decode: @Sendable (JSONNode, inout SettingDecoder) -> Value?

  /// A type from its words, schema and decoder.
  package init(
    phrase: String, schema: JSONNode,
    decode: @escaping @Sendable (JSONNode, inout SettingDecoder) -> Value?
  ) {
    self.phrase = phrase
    self.schema = schema
    self.decode = decode
  }

  /// The same text with another Swift type.
  package func map<Other: Sendable>(
    _ transform: @escaping @Sendable (Value) -> Other
  ) -> SettingType<Other> {
    let decode = self.decode
    return SettingType<Other>(phrase: phrase, schema: schema) { node, decoder in
      decode(node, &decoder).map(transform)
    }
  }
}

extension SettingType where Value == String {
  /// Any text.
  package static let string = SettingType(phrase: "a string", schema: ["type": "string"]) {
    node, decoder in
    guard let text = node.string else {
      decoder.wrongType(node, expected: "a string in double quotes")
      return nil
    }
    return text
  }

  /// The name of a declared secret; a plain value is refused, so that no secret stands in a definition.
  package static let secret = SettingType(
    phrase: "the name of a secret, written {\"secret\": \"name\"}",
    schema: [
      "type": "object", "properties": ["secret": ["type": "string"]], "required": ["secret"],
      "additionalProperties": false,
    ]
  ) { node, decoder in
    guard let members = node.members, members.count == 1, members[0].key == "secret",
      let name = members[0].value.string
    else {
      decoder.diagnostics.error(
        "secret-as-text", "\(decoder.subject) takes a secret, never its value",
        remedy:
          "declare it under \"secrets\" and write {\"secret\": \"name\"} here",
        at: node.position)
      return nil
    }
    guard decoder.secrets.contains(name) else {
      decoder.diagnostics.error(
        "unknown-secret", "no secret is called \"\(name)\"",
        remedy: NearestName.remedy(name, among: decoder.secrets), at: members[0].value.position)
      return nil
    }
    return name
  }
}

extension SettingType where Value == Int {
  /// A whole number in a range.
  package static func integer(_ range: ClosedRange<Int> = .min ... .max) -> SettingType {
    var schema: [(String, JSONNode)] = [("type", "integer")]
    if range.lowerBound != .min { schema.append(("minimum", .integer(range.lowerBound))) }
    if range.upperBound != .max { schema.append(("maximum", .integer(range.upperBound))) }
    let phrase = "a whole number" + Self.bounds(range)
    return SettingType(phrase: phrase, schema: .object(schema)) { node, decoder in
      guard node.number != nil else {
        decoder.wrongType(node, expected: phrase + ", without quotes")
        return nil
      }
      guard let value = node.integer, range.contains(value) else {
        decoder.refuse(node, "is not \(phrase)")
        return nil
      }
      return value
    }
  }

  private static func bounds(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): ""
    case (let low, .max): " of at least \(low)"
    case (.min, let high): " of at most \(high)"
    case (let low, let high): " from \(low) to \(high)"
    }
  }
}

extension SettingType where Value == Double {
  /// A number in a range.
  package static func number(_ range: ClosedRange<Double>) -> SettingType {
    var schema: [(String, JSONNode)] = [("type", "number")]
    if range.lowerBound.isFinite { schema.append(("minimum", .double(range.lowerBound))) }
    if range.upperBound.isFinite { schema.append(("maximum", .double(range.upperBound))) }
    let phrase =
      range.lowerBound.isFinite && range.upperBound.isFinite
      ? "a number from \(range.lowerBound) to \(range.upperBound)"
      : range.lowerBound.isFinite ? "a number of at least \(range.lowerBound)" : "a number"
    return SettingType(phrase: phrase, schema: .object(schema)) { node, decoder in
      guard let spelling = node.number, let value = Double(spelling) else {
        decoder.wrongType(node, expected: phrase + ", without quotes")
        return nil
      }
      guard value.isFinite, range.contains(value) else {
        decoder.refuse(node, "is not \(phrase)")
        return nil
      }
      return value
    }
  }
}

extension SettingType where Value == Bool {
  /// true or false.
  package static let boolean = SettingType(phrase: "true or false", schema: ["type": "boolean"]) {
    node, decoder in
    guard let flag = node.bool else {
      decoder.wrongType(node, expected: "true or false, without quotes")
      return nil
    }
    return flag
  }
}

extension SettingType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of a fixed set of words.
  package static var oneOf: SettingType {
    let words = Value.allCases.map(\.rawValue)
    let phrase = "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
    let schema: JSONNode = ["enum": .list(words.map { .text($0) })]
    return SettingType(phrase: phrase, schema: schema) { node, decoder in
      guard let text = node.string else {
        decoder.wrongType(node, expected: phrase)
        return nil
      }
      guard let value = Value(rawValue: text) else {
        decoder.refuse(
          node, "has no choice \"\(text)\"", remedy: NearestName.remedy(text, among: words))
        return nil
      }
      return value
    }
  }
}

extension SettingType {
  /// A list of values, or one value where a list has a single element.
  package static func list<Element: Sendable>(of element: SettingType<Element>) -> SettingType
  where Value == [Element] {
    let phrase = "\(element.phrase), or a list of them"
    let schema: JSONNode = [
      "anyOf": [element.schema, ["type": "array", "items": element.schema, "minItems": 1]]
    ]
    return SettingType(phrase: phrase, schema: schema) { node, decoder in
      guard let nodes = node.elements else { return element.decode(node, &decoder).map { [$0] } }
      guard !nodes.isEmpty else {
        decoder.refuse(node, "is an empty list", remedy: "write \(phrase), or leave the key out")
        return nil
      }
      var values: [Element] = []
      for node in nodes {
        if let value = element.decode(node, &decoder) { values.append(value) }
      }
      return values.count == nodes.count ? values : nil
    }
  }
}

extension SettingType where Value == JSONNode {
  /// An object whose members a stage reads itself.
  package static func object(_ phrase: String, schema: JSONNode) -> SettingType {
    SettingType(phrase: phrase, schema: schema) { node, decoder in
      guard node.members != nil else {
        decoder.wrongType(node, expected: phrase)
        return nil
      }
      return node
    }
  }
}
