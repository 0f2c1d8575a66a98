/// Literals make nodes without a place of their own, for documents that the program itself writes.
extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// A string node.
  package init(stringLiteral text: String) { self.init(.string(text), at: .start) }
  /// A number node.
  package init(integerLiteral number: Int) { self.init(.number(String(number)), at: .start) }
  /// A boolean node.
  package init(booleanLiteral flag: Bool) { self.init(.bool(flag), at: .start) }
  /// An array node.
  package init(arrayLiteral elements: JSONNode...) { self.init(.array(elements), at: .start) }
  /// An object node with its members in the order written.
  package init(dictionaryLiteral pairs: (String, JSONNode)...) { self = .object(pairs) }
  /// A null node.
  package init(nilLiteral: ()) { self.init(.null, at: .start) }

  /// A string node with computed text.
  package static func text(_ text: String) -> JSONNode { JSONNode(.string(text), at: .start) }
  /// A number node with a computed whole number.
  package static func integer(_ number: Int) -> JSONNode {
    JSONNode(.number(String(number)), at: .start)
  }
  /// A number node; a number that JSON cannot spell (infinite, not a number) becomes null.
  package static func double(_ number: Double) -> JSONNode {
    number.isFinite ? JSONNode(.number("\(number)"), at: .start) : nil
  }
  /// A boolean node with a computed truth value.
  package static func flag(_ flag: Bool) -> JSONNode { JSONNode(.bool(flag), at: .start) }
  /// An array node with computed elements.
  package static func list(_ elements: [JSONNode]) -> JSONNode {
    JSONNode(.array(elements), at: .start)
  }
  /// An object node with members in the order given.
  package static func object(_ pairs: [(String, JSONNode)]) -> JSONNode {
    JSONNode(
      .object(pairs.map { JSONMember(key: $0.0, keyPosition: .start, value: $0.1) }), at: .start)
  }
}
