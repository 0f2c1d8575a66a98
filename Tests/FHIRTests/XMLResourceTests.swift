import FHIR
import Foundation
import Testing

/// A Patient in XML with some content.
private func patient(_ content: String) -> String {
  "<Patient xmlns=\"http://hl7.org/fhir\">\(content)</Patient>"
}

@Suite("Reading XML")
struct XMLResourceTests {
  @Test(
    "an element is written in JSON as the definitions say",
    arguments: [
      ("<id value=\"1\"/>", #""id":"1""#),
      ("<active value=\"true\"/>", #""active":true"#),
      ("<multipleBirthInteger value=\"2\"/>", #""multipleBirthInteger":2"#),
      (
        "<name><given value=\"A\"/><given value=\"B\"/></name>", #""name":[{"given":["A","B"]}]"#
      ),
      (
        "<birthDate id=\"b\" value=\"1970\"><extension url=\"u\"><valueDecimal value=\"1.50\"/></extension></birthDate>",
        #""birthDate":"1970","_birthDate":{"id":"b","extension":[{"url":"u","valueDecimal":1.50}]}"#
      ),
      (
        "<birthDate><extension url=\"u\"><valueCode value=\"c\"/></extension></birthDate>",
        #""_birthDate":{"extension":[{"url":"u","valueCode":"c"}]}"#
      ),
      (
        "<name><given value=\"A\"/><given value=\"B\" id=\"x\"/><given value=\"C\"/></name>",
        #""name":[{"given":["A","B","C"],"_given":[null,{"id":"x"},null]}]"#
      ),
      (
        "<name><given><extension url=\"u\"><valueCode value=\"c\"/></extension></given></name>",
        #""name":[{"_given":[{"extension":[{"url":"u","valueCode":"c"}]}]}]"#
      ),
      (
        "<name id=\"n\"><family value=\"&lt;&amp;&quot;\\&#10;\"/></name>",
        #""name":[{"id":"n","family":"<&\"\\\n"}]"#
      ),
      (
        "<contained><Organization><id value=\"o\"/></Organization></contained><active value=\"false\"/>",
        #""contained":[{"resourceType":"Organization","id":"o"}],"active":false"#
      ),
      (
        "<contact><relationship><text value=\"x\"/></relationship><name><use value=\"old\"/></name></contact>",
        #""contact":[{"relationship":[{"text":"x"}],"name":{"use":"old"}}]"#
      ),
      (
        "<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\">a <b>\"b\"</b>\r\n<br/></div></text>",
        #""text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a <b>\"b\"</b>\n<br/></div>"}"#
      ),
    ])
  func converted(content: String, members: String) {
    let reading = DocumentReading(patient(content))
    #expect(reading.resources == ["{\"resourceType\":\"Patient\",\(members)}"])
    #expect(reading.faults.isEmpty)
  }

  @Test(
    "what JSON cannot say, or FHIR does not have, is refused under a rule",
    arguments: [
      ("<nickname value=\"x\"/>", ResourceFault.Rule.element),
      ("<active value=\"1\"/>", .value), ("<multipleBirthInteger value=\"02\"/>", .value),
      ("<gender value=\"\"/>", .value), ("<gender/>", .element), ("<name/>", .element),
      ("<name value=\"x\"/>", .element), ("<id value=\"1\"/><id value=\"2\"/>", .element),
      (
        "<name><text value=\"a\"/></name><active value=\"true\"/><name><text value=\"b\"/></name>",
        .element
      ),
      ("text", .element), ("<active value=\"true\" other=\"x\"/>", .element),
      ("<o:active xmlns:o=\"urn:o\" value=\"true\"/>", .element),
      ("<div xmlns=\"http://www.w3.org/1999/xhtml\"/>", .element),
      ("<contained><Nothing/></contained>", .resourceType),
      ("<contained><Patient/><Patient/></contained>", .element),
      ("<active value=\"true\">", .xml), ("<active value=\"&x;\"/>", .xml),
      ("<active value=\"a\" value=\"b\"/>", .xml), ("<active value=\"\u{8}\"/>", .xml),
    ])
  func refused(content: String, rule: ResourceFault.Rule) {
    let reading = DocumentReading(patient(content))
    #expect(reading.resources.isEmpty)
    #expect(reading.faults.map(\.rule) == [rule])
    #expect(reading.isBalanced)
  }

  @Test(
    "a document type is refused before anything of it is read",
    arguments: [
      "<!DOCTYPE Patient>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">",
      "<?xml version=\"1.0\"?>\n<!-- x -->\n<!DOCTYPE a [<!ENTITY b SYSTEM \"http://localhost:1/\">]>",
      """
      <!DOCTYPE lol [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
      """,
    ])
  func doctype(prolog: String) {
    for size in [1, 7, 10_000] {
      let text = prolog + patient("<id value=\"&b;\"/>")
      let reading = DocumentReading(text, blockSize: size)
      #expect(reading.resources.isEmpty)
      #expect(reading.faults.map(\.rule) == [.xml])
      #expect(reading.faults[0].message.contains("DOCTYPE"))
      #expect(reading.isBalanced)
    }
  }

  @Test("nesting beyond measure is refused in XML, in narratives and in JSON")
  func nesting() {
    let open = String(repeating: "<extension>", count: 10_000)
    let close = String(repeating: "</extension>", count: 10_000)
    let divs = String(repeating: "<b>", count: 10_000) + String(repeating: "</b>", count: 10_000)
    let narrative = "<text><div xmlns=\"http://www.w3.org/1999/xhtml\">\(divs)</div></text>"
    #expect(DocumentReading(patient(open + close)).faults.map(\.rule) == [.xml])
    #expect(DocumentReading(patient(narrative)).faults.map(\.rule) == [.xml])
    let arrays = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let json = "{\"resourceType\":\"Patient\",\"x\":\(arrays)}"
    #expect(DocumentReading(json).faults.map(\.rule) == [.json])
    #expect(ResourceReader().read(lines: Array(json.utf8)).faults.map(\.rule) == [.json])
  }

  @Test("a string of a gigabyte is refused, and never held", arguments: ["json", "xml"])
  func gigabyte(form: String) {
    var cutter = DocumentCutter()
    let start =
      form == "json"
      ? "{\"resourceType\":\"Patient\",\"id\":\"" : "<Patient xmlns=\"u\"><id value=\""
    #expect(cutter.append(Array(start.utf8)) == nil)
    let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 24)
    var refusals: [DocumentChunk] = []
    for _ in 0..<64 { if let chunk = cutter.append(block) { refusals.append(chunk) } }
    refusals += cutter.finish()
    #expect(refusals.count == 1)
    #expect(refusals.allSatisfy { $0.text.count <= 4096 })
    let reading = refusals.first.map { ResourceReader().read($0) }
    #expect(reading?.faults.count == 1)
    #expect(reading?.faults.first?.message.contains("128 MiB") == true)
  }

  @Test("the releases differ where FHIR does")
  func releases() {
    let text =
      "<Encounter xmlns=\"http://hl7.org/fhir\"><class><code value=\"AMB\"/></class></Encounter>"
    #expect(
      DocumentReading(text, reader: ResourceReader(release: .r4)).resources
        == [#"{"resourceType":"Encounter","class":{"code":"AMB"}}"#])
    let newer = text.replacing("<code value=\"AMB\"/>", with: "<text value=\"x\"/>")
    #expect(
      DocumentReading(newer, reader: ResourceReader(release: .r5)).resources
        == [#"{"resourceType":"Encounter","class":[{"text":"x"}]}"#])
    #expect(
      DocumentReading(newer, reader: ResourceReader(release: .r4b)).faults.map(\.rule) == [.element]
    )
    #expect(FHIRRelease(version: "4.0.1") == .r4 && FHIRRelease(version: "4.3.0") == .r4b)
    #expect(FHIRRelease(version: "5.0.0") == .r5 && FHIRRelease(version: "3.0.2") == nil)
  }

  @Test("a declaration must name the encoding that the text has")
  func encoding() {
    for name in ["UTF-16", "ISO-8859-1", "windows-1252"] {
      let text = "<?xml version=\"1.0\" encoding=\"\(name)\"?>" + patient("<id value=\"1\"/>")
      #expect(DocumentReading(text).faults.map(\.rule) == [.xml])
    }
    let text = "<?xml version=\"1.0\" encoding='utf-8'?>" + patient("<id value=\"1\"/>")
    #expect(DocumentReading(text).faults.isEmpty)
  }
}
