import FHIR
import Foundation
import Testing

@Suite("Cutting documents into entries")
struct DocumentCutterTests {
  private let bundle = """
    {
      "resourceType": "Bundle", "note": "an \\"entry\\": [ in a text",
      "meta": { "entry": [1, 2] },
      "entry": [
        { "resource": { "resourceType": "Patient", "id": "a}]" } },
        { "resource": { "resourceType": "Device",
                        "id": "b" } },
        { "request": { "method": "DELETE" } } , {"resource":{"resourceType":"Patient","id":"c"}}
      ],
      "total": 4
    }

    """
  private let xml = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- a <Bundle> -->
    <f:Bundle xmlns:f="http://hl7.org/fhir">
      <f:id value="a > b"/>
      <f:entry><f:fullUrl value="urn:uuid:1"/><f:resource>
        <f:Patient><f:id value="a"/></f:Patient></f:resource></f:entry>
      <!-- </f:entry> -->
      <f:link><f:relation value="self"/><f:url value="x"/></f:link>
      <f:entry><f:request><f:method value="DELETE"/><f:url value="Patient/9"/></f:request></f:entry>
      <f:entry><f:resource><f:Device><f:id value="b"/></f:Device></f:resource></f:entry>
    </f:Bundle>
    """

  @Test("the blocks in which a Bundle comes change nothing")
  func blocks() {
    let whole = DocumentReading(bundle)
    #expect(whole.lines == [4, 5, 7])
    #expect(whole.dropped == ["noResource": 1])
    #expect(whole.faults.isEmpty && whole.isBalanced)
    #expect(whole.resources.last == #"{"resourceType":"Patient","id":"c"}"#)
    for size in 1...80 {
      let reading = DocumentReading(bundle, blockSize: size)
      #expect(reading.resources == whole.resources && reading.lines == whole.lines)
      #expect(reading.faults.isEmpty && reading.readCount == 4)
    }
  }

  @Test("a Bundle in XML gives the same resources, whatever its prefix and blocks")
  func xmlBlocks() {
    for size in Array(1...60) + [10_000] {
      let reading = DocumentReading(xml, blockSize: size)
      #expect(
        reading.resources == [
          #"{"resourceType":"Patient","id":"a"}"#, #"{"resourceType":"Device","id":"b"}"#,
        ])
      #expect(reading.lines == [4, 9])
      #expect(reading.dropped == ["noResource": 1])
      #expect(reading.faults.isEmpty && reading.isBalanced)
    }
  }

  @Test("a large Bundle is never held as a whole", arguments: [false, true])
  func bounded(isXML: Bool) {
    let entry =
      isXML
      ? "<entry><resource><Patient><id value=\"x\"/></Patient></resource></entry>\n"
      : "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"x\"}},\n"
    let count = 40_000
    let entries = String(repeating: entry, count: count)
    let text =
      isXML
      ? "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"batch\"/>\(entries)</Bundle>"
      : "{\"resourceType\":\"Bundle\",\"entry\":[\(entries.dropLast(2))]}"
    let reading = DocumentReading(text)
    #expect(reading.resources.count == count)
    #expect(reading.lines == Array(0..<count))
    #expect(reading.largestChunk < 1 << 20)
    #expect(reading.faults.isEmpty && reading.isBalanced)
  }

  @Test("a Bundle that says what it is after its entries is read as a whole")
  func lateType() {
    let text = #"{"entry":[{"resource":{"resourceType":"Patient"}}],"resourceType":"Bundle"}"#
    #expect(DocumentReading(text).resources == [#"{"resourceType":"Patient"}"#])
    let list = #"{"resourceType":"List","entry":[{"item":{"reference":"Patient/1"}}]}"#
    #expect(DocumentReading(list).resources == [list])
  }

  @Test(
    "what is wrong around entries is one fault, and the entries are kept",
    arguments: [
      #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}} {"x":1}]}"#,
      #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{"x":1},]}"#,
      #"{"resourceType":"Bundle","entry":[,{"resource":{"resourceType":"Patient"}},{"x":1}]}"#,
      #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{"x":1}]"#,
      #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{"x":1}]} x"#,
      #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{"x":1}],"entry":[]}"#,
      #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{"x":1}],"total":1,"total":2}"#,
    ])
  func envelope(text: String) {
    let reading = DocumentReading(text)
    #expect(reading.resources == [#"{"resourceType":"Patient"}"#])
    #expect(reading.faults.count == 1)
    #expect(reading.isBalanced)
  }

  @Test("a Bundle that is cut off is one fault more than its whole entries")
  func truncated() {
    for (text, isXML) in [(bundle, false), (xml, true)] {
      let bytes = Array(text.utf8)
      for length in 10..<bytes.count - 2 {
        let reading = DocumentReading(Array(bytes[..<length]))
        #expect(reading.faults.count == 1, "\(isXML) \(length)")
        #expect(reading.isBalanced)
      }
    }
  }

  @Test("one broken entry is refused, and those around it are kept")
  func brokenEntry() {
    let json = """
      {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}},
      {"resource":{"resourceType":"Patient",}}, 7,
      {"resource":{"resourceType":"Patient","id":"2"}}]}
      """
    let reading = DocumentReading(json)
    #expect(reading.resources.count == 2)
    #expect(reading.faults.map(\.rule) == [.json, .object])
    #expect(reading.faults.map(\.line) == [1, 1])
    let broken = """
      <Bundle xmlns="http://hl7.org/fhir">
      <entry><resource><Patient><id value="1"/></Patient></resource></entry>
      <entry><resource><Patient><id value="&amp"/></Patient></resource></entry>
      <entry><resource><Patient><nickname value="x"/></Patient></resource></entry>
      <entry><resource><Patient><id value="2"/></Patient></resource></entry>
      </Bundle>
      """
    let second = DocumentReading(broken)
    #expect(second.resources.count == 2)
    #expect(second.faults.map(\.rule) == [.xml, .element])
    #expect(second.faults.map(\.line) == [2, 3])
    #expect(second.isBalanced)
  }

  @Test("UTF-16 of either order is read as UTF-8 is", arguments: [1, 2, 3, 7, 4096])
  func utf16(blockSize: Int) throws {
    for text in [#"{"resourceType":"Patient","id":"\u{1F9EC}é"}"#, "<x/>", xml] {
      for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
        let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
        let text = text.replacing("UTF-8", with: "UTF-16")
        let bytes = mark + Array(try #require(text.data(using: encoding)))
        let expected = DocumentReading(text.replacing("UTF-16", with: "UTF-8"))
        let reading = DocumentReading(bytes, blockSize: max(2, blockSize))
        #expect(reading.resources == expected.resources)
        #expect(reading.faults.map(\.rule) == expected.faults.map(\.rule))
      }
    }
  }

  @Test("half a surrogate pair is refused")
  func surrogate() throws {
    let text = Array(
      try #require(#"{"resourceType":"Patient","id":"x"}"#.data(using: .utf16LittleEndian)))
    var broken = text
    let place = try #require(text.firstIndex(of: UInt8(ascii: "x")))
    broken[place + 1] = 0xD8
    #expect(DocumentReading(broken).faults.map(\.rule) == [.json])
  }
}
