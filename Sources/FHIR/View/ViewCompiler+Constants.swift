internal import JSONText

extension ViewCompiler {
  /// Notes what each constant stands for.
  mutating func readConstants(_ document: JSONNode) {
    for node in list("constant", of: document) ?? [] {
      guard let name = text("name", of: node) else {
        note("a constant needs a \"name\"", node.position)
        continue
      }
      if !Self.isName(name) { noteName(node["name"]?.position ?? node.position) }
      let values = (node.members ?? []).filter { $0.key.hasPrefix("value") }
      guard values.count == 1, let member = values.first,
        let type = Self.constantType(member.key), let literal = Self.literal(member.value, type)
      else {
        paths.brokenConstants.insert(name)
        note(
          "the constant \"\(name)\" needs one value of a primitive type, such as \"valueString\"",
          node.position)
        continue
      }
      if paths.constants[name] != nil {
        note("the constant \"\(name)\" stands twice in the view", node.position)
      }
      paths.constants[name] = literal
    }
  }

  private static func constantType(_ key: String) -> DataType? {
    DataType.allCases.first { $0.isPrimitive && "value" + $0.choiceSuffix == key }
  }

  private static func literal(_ node: JSONNode, _ type: DataType) -> PathLiteral? {
    if type == .boolean { return node.bool.map { .boolean($0) } }
    if type.isInteger {
      return (node.integer ?? node.string.flatMap { Int($0) }).map { .integer($0) }
    }
    if type == .decimal { return node.number.map { .decimal($0) } }
    guard let text = node.string else { return nil }
    if type.isTemporal, Temporal(Array(text.utf8)) == nil { return nil }
    return .text(text, type)
  }
}
