/// Looks at narratives: well-formed XHTML with the elements that FHIR lets them have (FHIR R4, Narrative, txt-1).
enum NarrativeCheck {
  /// What is wrong with a narrative; nil where nothing is.
  static func finding(_ text: [UInt8]) -> String? {
    if text.firstIndex(of: UInt8(ascii: "<")).map({ text[$0...].starts(with: "<div".utf8) }) != true
    {
      return "a narrative is no XHTML div"
    }
    var offset = 0
    while let start = text[offset...].firstIndex(of: UInt8(ascii: "<")) {
      offset = start + 1
      let rest = text[offset...]
      if rest.starts(with: "!--".utf8) {
        offset = end(of: "-->", in: text, from: offset + 3)
      } else if rest.starts(with: "!".utf8) || rest.starts(with: "?".utf8) {
        return "a narrative has a document type, CDATA or an instruction"
      } else {
        let name = rest.drop { $0 == UInt8(ascii: "/") }.prefix {
          $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
        }
        guard elements.contains(String(decoding: name, as: UTF8.self)) else {
          return "a narrative has an element that FHIR does not let it have"
        }
      }
    }
    return XMLEvents(text).failure == nil ? nil : "a narrative is not well-formed XHTML"
  }

  private static func end(of sign: String, in text: [UInt8], from start: Int) -> Int {
    var offset = start
    while offset < text.count, !text[offset...].starts(with: sign.utf8) { offset += 1 }
    return offset
  }

  /// The elements of chapters 7 to 11 and 15 of HTML 4.0, but forms, frames, objects and scripts.
  private static let elements: Set<String> = [
    "a", "abbr", "acronym", "address", "b", "bdo", "big", "blockquote", "br", "caption", "center",
    "cite", "code", "col", "colgroup", "dd", "dfn", "dir", "div", "dl", "dt", "em", "font", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "map", "area", "menu", "ol", "p",
    "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "del", "ins",
  ]
}
