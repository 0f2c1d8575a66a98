extension JSONNode {
  /// The value on one line, members in their own order.
  package var compactText: String {
    var text: [UInt8] = []
    append(to: &text, isSorted: false)
    return String(decoding: text, as: UTF8.self)
  }

  /// The value over several lines with an indentation of two spaces; a list of plain values stays on one line.
  package var prettyText: String { prettyText(indentation: "") }

  private func prettyText(indentation: String) -> String {
    let inner = indentation + "  "
    switch value {
    case .array(let elements) where elements.contains { $0.elements != nil || $0.members != nil }:
      return "[\n" + inner
        + elements.map { $0.prettyText(indentation: inner) }.joined(separator: ",\n" + inner)
        + "\n" + indentation + "]"
    case .array(let elements):
      return "[" + elements.map(\.canonicalText).joined(separator: ", ") + "]"
    case .object(let members) where !members.isEmpty:
      return "{\n" + inner
        + members.map { Self.quoted($0.key) + ": " + $0.value.prettyText(indentation: inner) }
        .joined(separator: ",\n" + inner) + "\n" + indentation + "}"
    default:
      return canonicalText
    }
  }
}
