/// Writes resources that came as XML in the JSON that FHIR gives them (FHIR R4, 2.6.2 JSON representation): which
/// elements are arrays and which values have no quotes comes from the definitions of the release.
///
/// The order of elements and the spelling of numbers stay. Elements that the definitions do not know are refused,
/// since nothing says how JSON writes them.
struct ResourceConverter {
  /// The JSON so far.
  var output: [UInt8] = []
  let table: DefinitionTable
  let events: [UInt8]
  /// The text that the events are of; narratives are taken from it.
  let source: [UInt8]
  /// The next event.
  var position = 0
  /// The names that the open elements have had among their members, innermost last.
  var seen: [Range<Int>] = []

  init(_ table: DefinitionTable, events: [UInt8], of source: [UInt8]) {
    self.table = table
    self.events = events
    self.source = source
  }

  /// The event at the position; nil where the text could not be read on.
  var kind: UInt8? { position < events.count ? events[position] : nil }

  /// Writes the resource whose element is the next event.
  mutating func appendResource() throws(XMLFault) {
    let element = try begin()
    guard let type = table.resourceType(named: element.name, in: events.span) else {
      throw XMLFault(
        rule: .resourceType,
        message: "an element stands for a resource, but names no type of resource")
    }
    guard element.value == nil, element.url == nil, !element.hasOtherAttribute else {
      throw .element("the element of a resource has an attribute")
    }
    append("{\"resourceType\":\"")
    output.append(contentsOf: events[element.name])
    append("\"")
    if let id = element.id { appendMember("id", id, isFirst: false) }
    try appendMembers(of: type, isFirst: false)
    append("}")
  }

  /// Writes an element with members, such as a Bundle's entry, whose element is the next event.
  ///
  /// - Parameter type: The name of its type, such as `BundleEntry`.
  mutating func appendElement(_ type: String) throws(XMLFault) {
    let name = Array(type.utf8)
    guard let number = table.type(named: name.indices, in: name.span) else {
      throw .element("the definitions have no \(type)")
    }
    try appendComplex(try begin(), number)
  }

  /// Steps over the next event, which must begin an element of FHIR.
  mutating func begin() throws(XMLFault) -> XMLElement {
    guard kind == UInt8(ascii: "<") else { throw .element("an element was expected") }
    let element = XMLElement(events.span, at: position)
    guard element.space == .fhir else {
      throw .element("an element is not in the namespace http://hl7.org/fhir")
    }
    position = element.end
    return element
  }

  /// Steps over the next event, which must end an element.
  private mutating func end() throws(XMLFault) {
    guard kind == UInt8(ascii: ">") else {
      throw .element("an element has more content than it may have")
    }
    position += 1
  }

  /// Writes `{...}` for an element that has begun.
  mutating func appendComplex(_ element: XMLElement, _ type: Int32) throws(XMLFault) {
    guard element.value == nil, !element.hasOtherAttribute else {
      throw .element("an element with members has an attribute that it may not have")
    }
    append("{")
    var isFirst = true
    if let id = element.id {
      appendMember("id", id, isFirst: isFirst)
      isFirst = false
    }
    if let url = element.url {
      appendMember("url", url, isFirst: isFirst)
      isFirst = false
    }
    guard !isFirst || kind != UInt8(ascii: ">") else {
      throw .element("an element has neither a value nor members")
    }
    try appendMembers(of: type, isFirst: isFirst)
    append("}")
  }

  /// Writes the one resource inside an element that has begun, such as `contained`.
  mutating func appendInnerResource(_ element: XMLElement) throws(XMLFault) {
    guard element.value == nil, element.url == nil, element.id == nil, !element.hasOtherAttribute
    else { throw .element("an element that holds a resource has an attribute") }
    try appendResource()
    try end()
  }

  /// Writes a text of the events as the value of a member.
  mutating func appendMember(_ name: String, _ value: Range<Int>, isFirst: Bool) {
    if !isFirst { append(",") }
    append("\"")
    append(name)
    append("\":")
    appendText(events, value)
  }

  mutating func append(_ text: String) {
    output.append(contentsOf: text.utf8)
  }

  /// Writes a text with the quotes and escapes of JSON (RFC 8259 §7).
  mutating func appendText(
    _ bytes: [UInt8], _ range: Range<Int>, skipsCarriageReturns: Bool = false
  ) {
    output.append(UInt8(ascii: "\""))
    var start = range.lowerBound
    for offset in range {
      let byte = bytes[offset]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        continue
      }
      output.append(contentsOf: bytes[start..<offset])
      start = offset + 1
      if byte == 0x0D, skipsCarriageReturns, start < range.upperBound, bytes[start] == 0x0A {
        continue
      }
      output.append(UInt8(ascii: "\\"))
      switch byte {
      case 0x09: output.append(UInt8(ascii: "t"))
      case 0x0A: output.append(UInt8(ascii: "n"))
      case 0x0D: output.append(UInt8(ascii: skipsCarriageReturns ? "n" : "r"))
      default: output.append(byte)
      }
    }
    output.append(contentsOf: bytes[start..<range.upperBound])
    output.append(UInt8(ascii: "\""))
  }
}
