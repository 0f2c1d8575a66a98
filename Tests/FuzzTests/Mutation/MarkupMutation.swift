/// Changes of text with brackets, tags and quotes.
enum MarkupMutation: CaseIterable {
  case token, insertToken, nest, repeatPart, removePart, movePart, unbalance, longText, number

  /// Changes the text; `other` is what parts are taken from. `scale` bounds how long things get.
  func apply(
    to text: inout [UInt8], _ other: [UInt8], scale: Int, _ choices: inout Choices
  ) {
    guard !text.isEmpty else { return }
    let part = Self.part(of: text, &choices)
    let place = choices.oneIn(2) ? part.lowerBound : choices.below(text.count + 1)
    switch self {
    case .token: text.replaceSubrange(part, with: choices.pick(Self.tokens))
    case .insertToken: text.insert(contentsOf: choices.pick(Self.tokens), at: place)
    case .nest:
      let (open, close) = choices.pick(Self.brackets)
      let depth = choices.below(choices.oneIn(20) ? 12_000 : scale / 4 + 2)
      let closes = choices.oneIn(3) ? 0 : depth
      text.insert(
        contentsOf: Array(repeatElement(open, count: depth).joined())
          + text[part] + Array(repeatElement(close, count: closes).joined()), at: place)
    case .repeatPart:
      let copies = choices.below(scale / (part.count + 1) + 2)
      text.insert(
        contentsOf: Array(repeatElement(Array(text[part]), count: copies).joined()), at: place)
    case .removePart: text.removeSubrange(part)
    case .movePart:
      let source = choices.oneIn(2) ? text : other
      guard !source.isEmpty else { return }
      text.insert(contentsOf: source[Self.part(of: source, &choices)], at: place)
    case .unbalance:
      let signs = text.indices.filter { Self.signs.contains(text[$0]) }
      guard !signs.isEmpty else { return }
      let sign = choices.pick(signs)
      if choices.oneIn(2) { text.remove(at: sign) } else { text[sign] = choices.pick(Self.signs) }
    case .longText:
      let unit = choices.pick([[0x41], [0x20], [0x0A], [0x5C], [0xC3, 0xA9], Array("&amp;".utf8)])
      let copies = choices.below(10 * scale + 2)
      text.insert(contentsOf: Array(repeatElement(unit, count: copies).joined()), at: place)
    case .number:
      guard let first = text[min(place, text.count - 1)...].firstIndex(where: { $0 &- 0x30 <= 9 })
      else { return }
      let end = text[first...].firstIndex { $0 &- 0x30 > 9 } ?? text.count
      text.replaceSubrange(first..<end, with: choices.pick(Self.numbers))
    }
  }

  /// What stands between two signs.
  private static func part(of text: [UInt8], _ choices: inout Choices) -> Range<Int> {
    let place = choices.below(text.count)
    let start = text[..<place].lastIndex { signs.contains($0) }.map { $0 + choices.below(2) } ?? 0
    var end = place
    for _ in 0...choices.below(6) {
      end = text[min(end + 1, text.count)...].firstIndex { signs.contains($0) } ?? text.count
    }
    return start..<max(start, end)
  }

  private static let signs = Array("{}[]<>\"',:/=()&.\\".utf8)
  private static let brackets: [([UInt8], [UInt8])] = [
    ("[", "]"), ("{\"a\":", "}"), ("(", ")"), ("<extension>", "</extension>"), ("<div>", "</div>"),
    ("{\"resource\":", "}"), ("<!--", "-->"), ("a.where(", ")"), ("-", ""), ("not(", ")"),
    ("iif(", ",1)"),
    ("a[", "]"),
  ].map { (Array($0.utf8), Array($1.utf8)) }
  private static let numbers = [
    "0", "-0", "00", "1e999999999", "1e-999999999", "99999999999999999999999999",
    "0.0000000000000000000001",
    "2147483648", "-2147483649", "1.", ".5", "9999", "0000",
  ].map { Array($0.utf8) }
  private static let tokens =
    numbers
    + [
      "", "null", "true", "\"\"", "{}", "[]", "\"resourceType\":\"Bundle\"", "\"entry\":[",
      "\"_given\":[null]",
      "\\u0000", "\\ud800", "\\udc00", "\\x", "\u{0}", "\u{FEFF}", "\u{1F9EC}", "\r\n",
      "\"id\":\"x\",\"id\":\"y\"",
      "<!DOCTYPE a [<!ENTITY b \"c\">]>", "<!ENTITY a SYSTEM \"file:///etc/passwd\">", "&a;",
      "&#0;", "&#x110000;",
      "<![CDATA[", "]]>", "<!--", "-->", "<?x ", "?>", "xmlns=\"urn:x\"",
      "xmlns:f=\"http://hl7.org/fhir\"", "<f:",
      "<entry/>", "</entry>", "<contained>", "value=\"\"", "id=\"x\"", "url=\"y\"",
      "xsi:type=\"a\"", "encoding=\"x\"",
      "$this", "%context", "@2024-13-45", "@T99", "ofType(", "first()", "where(", "|", "and", "div",
      "mod", "'", "`",
      "~", "!=", "is", "as", "{ }", "//", "/*", "lowBoundary(99)", "repeat(item)",
      "getReferenceKey(", "1 'mg'",
    ].map { Array($0.utf8) }
}
