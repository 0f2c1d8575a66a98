internal import CXMLReader

/// What stands in an XML text, in its order, as libxml2 reads it; the only place that touches libxml2.
///
/// No document type is let through, no entity is defined, no file and no address is opened.
struct XMLEvents: Sendable {
  /// The records, as `CXMLReader.h` lays them out.
  let bytes: [UInt8]
  /// Why the text could not be read to its end; nil where it could.
  let failure: XMLFailure?

  /// The deepest nesting of elements that is read.
  static let maximumDepth = 256

  /// Why XML cannot be read here; libxml2 is opened once, before threads use it.
  private static let obstacle: String? = {
    // SAFETY: the texts are constants.
    unsafe pcmflow_xml_open().map { unsafe String(cString: $0) }
  }()

  /// Reads a text in UTF-8.
  ///
  /// - Complexity: O(n) in the length of the text.
  init(_ text: [UInt8]) {
    if let obstacle = Self.obstacle {
      bytes = []
      failure = XMLFailure(line: 0, message: obstacle)
      return
    }
    var events = unsafe pcmflow_xml_events()
    // SAFETY: the reader keeps to the length, and keeps no pointer; its bytes are copied and freed here.
    unsafe text.withUnsafeBytes { text in
      let empty: [CChar] = [0]
      unsafe empty.withUnsafeBufferPointer { empty in
        if let start = unsafe text.bindMemory(to: CChar.self).baseAddress ?? empty.baseAddress {
          unsafe pcmflow_xml_read(start, text.count, UInt32(Self.maximumDepth), &events)
        }
      }
    }
    // SAFETY: as above.
    unsafe bytes = Array(UnsafeBufferPointer(start: events.bytes, count: events.count))
    // SAFETY: numbers are copied out, and the block of bytes is freed once.
    let code = unsafe events.failure
    failure =
      code == 0 ? nil : XMLFailure(line: unsafe Int(events.line), message: Self.message(of: code))
    unsafe pcmflow_xml_free(&events)
  }

  /// What a failure says; libxml2's own words may quote the text.
  private static func message(of code: Int32) -> String {
    switch code {
    case Int32(PCMFLOW_XML_TOO_DEEP):
      "elements are nested more than \(maximumDepth) deep"
    case Int32(PCMFLOW_XML_DOCTYPE): doctype
    case Int32(PCMFLOW_XML_MEMORY): "the text is too long to be read at once"
    case 4, 5, 77: "the text ends inside an element; it may be truncated"
    case 6...8, 9, 81: "a character is none that XML allows, or the text is not UTF-8"
    case 26, 22...25, 27...34: "an entity is not defined; only &amp; &lt; &gt; &quot; &apos; are"
    case 42: "an attribute stands twice"
    case 76: "an end tag does not match its start tag"
    case 201: "a prefix has no namespace"
    default: "the text is not well-formed XML (libxml2's error \(code))"
    }
  }

  /// What is said about a document type.
  static let doctype =
    "a document type (<!DOCTYPE ...>) is not read, since FHIR has none and it may name entities"
}

/// Why an XML text could not be read; never quotes it.
struct XMLFailure: Error, Sendable, Equatable {
  /// The line, from 1; 0 where it is not known.
  let line: Int
  /// What is wrong.
  let message: String
}
