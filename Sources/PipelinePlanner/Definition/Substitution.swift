import JSONText
import PipelineModel

/// Replaces `${name}` by the value of a parameter, `run.date` or `run.id`; `$${` stands for `${` itself.
///
/// A string that is nothing but one `${name}` takes the parameter's type.
struct Substitution {
  let values: ParameterValues
  let arguments: RunArguments
  /// Whether the identifier of the run may be used: in names of published files, not in what is computed.
  var allowsRunID = false
  var diagnostics: DiagnosticList

  /// The node with every string in it substituted; keys of objects stay as they are. Nil where one could not be
  /// (already reported).
  mutating func apply(_ node: JSONNode) -> JSONNode? {
    switch node.value {
    case .string(let text):
      return string(text, at: node.position).map { JSONNode($0, at: node.position) }
    case .array(let elements):
      var substituted: [JSONNode] = []
      for element in elements {
        if let value = apply(element) { substituted.append(value) }
      }
      guard substituted.count == elements.count else { return nil }
      return JSONNode(.array(substituted), at: node.position)
    case .object(let members):
      var substituted: [JSONMember] = []
      for member in members {
        guard let value = apply(member.value) else { continue }
        substituted.append(
          JSONMember(key: member.key, keyPosition: member.keyPosition, value: value))
      }
      guard substituted.count == members.count else { return nil }
      return JSONNode(.object(substituted), at: node.position)
    default:
      return node
    }
  }

  /// The text with its `${name}` replaced, always as a string.
  mutating func text(_ located: Located) -> Located {
    guard let content = string(located.text, at: located.position) else { return located }
    let value = JSONNode(content, at: located.position)
    return Located(value.string ?? value.canonicalText, at: located.position)
  }

  private mutating func string(_ text: String, at position: SourcePosition) -> JSONNode.Content? {
    guard text.contains("${") else { return .string(text) }
    var result = ""
    var rest = text[...]
    while let dollar = rest.range(ofDollarBrace: "${") {
      if dollar.lowerBound > rest.startIndex,
        rest[rest.index(before: dollar.lowerBound)] == "$"
      {
        result += rest[..<rest.index(before: dollar.lowerBound)] + "${"
        rest = rest[dollar.upperBound...]
        continue
      }
      guard let end = rest[dollar.upperBound...].firstIndex(of: "}") else {
        diagnostics.error(
          "bad-substitution", "a \"${\" is not closed", remedy: "close it with '}'", at: position)
        return nil
      }
      let name = String(rest[dollar.upperBound..<end])
      guard let value = value(of: name, at: position) else { return nil }
      let after = rest.index(after: end)
      if dollar.lowerBound == text.startIndex, after == text.endIndex { return value.value }
      result += rest[..<dollar.lowerBound] + (value.string ?? value.canonicalText)
      rest = rest[after...]
    }
    return .string(result + rest)
  }

  private mutating func value(of name: String, at position: SourcePosition) -> JSONNode? {
    if name == "run.date" { return .text(arguments.date) }
    if name == "run.id" {
      if allowsRunID { return .text(arguments.runID) }
      diagnostics.error(
        "run-id-in-setting", "\"${run.id}\" stands in a setting",
        remedy: "nothing could be reused in the next run; use it in names under \"publish\" only",
        at: position)
      return nil
    }
    if let node = values.nodes[name] { return node }
    if values.refused.contains(name) { return nil }
    diagnostics.error(
      "unknown-parameter", "no parameter is called \"\(name)\"",
      remedy: NearestName.remedy(name, among: values.names), at: position)
    return nil
  }
}

extension Substring {
  fileprivate func range(ofDollarBrace mark: String) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(mark) { return index..<self.index(index, offsetBy: mark.count) }
      index = self.index(after: index)
    }
    return nil
  }
}
