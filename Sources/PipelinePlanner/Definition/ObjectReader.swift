import JSONText
import PipelineModel

/// Reads the members of an object that may hold only known keys.
struct ObjectReader {
  let subject: String
  let node: JSONNode
  private let members: [String: JSONMember]

  /// Starts reading; reports a node that is no object, and every unknown key with the nearest known one.
  ///
  /// Keys that begin with `x-` are the author's own.
  init?(_ node: JSONNode, _ subject: String, keys: [String], _ diagnostics: inout DiagnosticList) {
    guard let members = node.members else {
      diagnostics.error(
        "wrong-type", "\(subject) is \(node.kindInWords)", remedy: "write an object { … }",
        at: node.position)
      return nil
    }
    self.subject = subject
    self.node = node
    for member in members where !keys.contains(member.key) && !member.key.hasPrefix("x-") {
      diagnostics.error(
        "unknown-key", "\(subject) has no \"\(member.key)\"",
        remedy: NearestName.remedy(member.key, among: keys), at: member.keyPosition)
    }
    self.members = Dictionary(members.map { ($0.key, $0) }) { first, _ in first }
  }

  /// The member with a key.
  subscript(key: String) -> JSONNode? { members[key]?.value }

  /// The member with a key, which must be there.
  func required(_ key: String, _ diagnostics: inout DiagnosticList) -> JSONNode? {
    if let value = members[key]?.value { return value }
    diagnostics.error(
      "missing-key", "\(subject) has no \"\(key)\"", remedy: "add it", at: node.position)
    return nil
  }

  /// The text of a member; reports one that is no string.
  func string(_ key: String, _ diagnostics: inout DiagnosticList) -> Located? {
    guard let value = members[key]?.value else { return nil }
    guard let text = value.string else {
      diagnostics.error(
        "wrong-type", "\"\(key)\" of \(subject) is \(value.kindInWords)",
        remedy: "write a string in double quotes", at: value.position)
      return nil
    }
    return Located(text, at: value.position)
  }
}
