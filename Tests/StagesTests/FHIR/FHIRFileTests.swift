import ByteIO
import Foundation
import PipelineModel
import Stages
import Testing

private let view = """
  {"resource": "Patient", "select": [{"column": [{"name": "id", "path": "getResourceKey()"}]}]}
  """

/// Files of FHIR in every form, read by the stage.
@Suite("Files of FHIR")
struct FHIRFileTests {
  private func read(
    _ name: String, _ bytes: [UInt8], settings: String = ""
  ) throws -> ShardResult {
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try bench.context(FHIRRead.kind, "{\"files\": \"x\"\(settings)}")
    let reader = try FHIRRead(&context)
    var viewContext = try bench.context(FHIRView.kind, "{\"view\": \(view)}")
    let stage = try FHIRView(&viewContext)
    let path = try bench.file(name, "")
    try Data(bytes).write(to: URL(filePath: path))
    return try runShard(reader, stage, [path])
  }

  private func packed(_ text: [UInt8]) throws -> [UInt8] {
    var packed: [UInt8] = []
    _ = try BGZFCompressor(level: 1).compress(text.span, appendingTo: &packed)
    return packed + BGZFCompressor.endOfFile
  }

  /// Many entries, one of which has an element that FHIR does not have.
  private func bundle(_ isXML: Bool) -> (text: String, bad: String) {
    let bad =
      isXML
      ? "<entry><resource><Patient><nickname value=\"x\"/></Patient></resource></entry>"
      : "{\"resourceType\":\"Patient\",\"active\":1,\"active\":2}"
    var entries: [String] = []
    for number in 0..<30_000 {
      if number == 29_000 { entries.append(isXML ? bad : "{\"resource\":\(bad)}") }
      entries.append(
        isXML
          ? "<entry><resource><Patient><id value=\"p\(number)\"/></Patient></resource></entry>"
          : "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p\(number)\"}}")
    }
    let text =
      isXML
      ? "<Bundle xmlns=\"http://hl7.org/fhir\">\n\(entries.joined(separator: "\n"))\n</Bundle>"
      : "{\"resourceType\":\"Bundle\",\"entry\":[\n\(entries.joined(separator: ",\n"))\n]}"
    return (text, bad)
  }

  @Test(
    "what is refused has its line, its bytes and their place in the file", arguments: [true, false])
  func places(isXML: Bool) throws {
    let (text, bad) = bundle(isXML)
    let bytes = Array(text.utf8)
    let result = try read(isXML ? "b.xml" : "b.json", bytes)
    #expect(result.read == 30_001)
    #expect(result.quarantined == ["29002:\(isXML ? "element" : "duplicateKey")"])
    #expect(result.raw == [bad])
    let place = try #require(result.offsets.first.map { Int($0) })
    #expect(String(decoding: bytes[place..<place + bad.utf8.count], as: UTF8.self) == bad)
    #expect(result.chunks > 2)
    #expect(result.rows.hasPrefix("p0\np1\n") && result.rows.hasSuffix("p29998\np29999\n"))
    let again = try read("b.gz", try packed(bytes))
    #expect(again.raw == [bad] && again.rows == result.rows)
    // Virtual offsets: the block's place in the file, and the place in the inflated block.
    let virtual = try #require(again.offsets.first)
    #expect(virtual >> 16 > 0)
  }

  @Test("gzip of several members, UTF-16, CRLF and a byte order mark give the same rows")
  func forms() throws {
    let (text, _) = bundle(true)
    let expected = try read("b.xml", Array(text.utf8)).rows
    let half = text.utf8.count / 2
    let members =
      try packed(Array(text.utf8.prefix(half))) + packed(Array(text.utf8.dropFirst(half)))
    #expect(try read("b.xml.gz", members).rows == expected)
    let wide = try #require(text.data(using: .utf16LittleEndian))
    #expect(try read("b.xml", [0xFF, 0xFE] + Array(wide)).rows == expected)
    let lines =
      "\u{FEFF}{\"resourceType\":\"Patient\",\"id\":\"a\"}\r\n\r\n{\"resourceType\":\"Patient\",\"id\":\"b\"}\r\n"
    #expect(try read("p.ndjson", Array(lines.utf8)).rows == "a\nb\n")
    let wideLines = try #require(lines.data(using: .utf16BigEndian))
    #expect(try read("p.ndjson", Array(wideLines)).rows == "a\nb\n")
  }

  @Test("the structure is looked at where the definition says so")
  func structure() throws {
    let text = Array(
      """
      {"resourceType":"Patient","id":"a","gender":"x y"}
      {"resourceType":"Patient","id":"b","name":{"family":"not an array"}}
      {"resourceType":"Patient","id":"c","birthDate":"2023-02-29"}
      {"resourceType":"Patient","id":"d","nickname":"x"}
      """.utf8)
    #expect(try read("p.ndjson", text).rows == "a\nb\nc\nd\n")
    let checked = try read("p.ndjson", text, settings: ", \"check\": \"structure\"")
    #expect(checked.rows == "a\n")
    #expect(checked.quarantined == ["2:element", "3:value", "4:element"])
  }
}
