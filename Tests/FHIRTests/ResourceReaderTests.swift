import FHIR
import Foundation
import TestSupport
import Testing

private func text(_ file: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: SharedData.file(file))))
}

private func records(_ reading: ResourceReading) -> [String] {
  reading.batch.resources.map {
    String(decoding: reading.batch.text[$0.range], as: UTF8.self)
  }
}

@Suite("Reading resources")
struct ResourceReaderTests {
  private let patient = #"{"resourceType":"Patient","id":"p"}"#

  @Test("lines are resources; blank lines, CRLF and a byte order mark are no content")
  func lines() {
    let text =
      "\u{FEFF}\(patient)\r\n\n  \t\r\n \(patient) \n{\"id\":\"x\",\"resourceType\":\"Device\"}"
    let reading = ResourceReader().read(lines: Array(text.utf8))
    #expect(records(reading).count == 3)
    #expect(reading.batch.resources.map(\.line) == [0, 3, 4])
    #expect(reading.readCount == 3)
    #expect(reading.faults.isEmpty)
    #expect(ResourceFormat.recordCount(lines: Array(text.utf8).span) == 3)
  }

  @Test("a bad line is refused with its rule, line and byte, and the others are kept")
  func badLines() {
    let lines = [
      patient, "{\"resourceType\":\"Patient\",}", "[1]", "{\"id\":\"secret-name\"}",
      "{\"resourceType\":\"Patient\",\"active\":true,\"active\":false}",
      "{\"resourceType\":7}", "{\"resourceType\":\"no-type\"}", patient, "{\"resourceType\":\"Pat",
    ]
    let reading = ResourceReader().read(lines: Array(lines.joined(separator: "\n").utf8))
    #expect(records(reading) == [patient, patient])
    #expect(reading.readCount == 9)
    #expect(
      reading.faults.map(\.rule) == [
        .json, .object, .resourceType, .duplicateKey, .resourceType, .resourceType, .json,
      ])
    #expect(reading.faults.map(\.line) == [1, 2, 3, 4, 5, 6, 8])
    #expect(reading.faults[0].offset == patient.utf8.count + 1 + 26)
    #expect(reading.faults.allSatisfy { !$0.message.contains("secret") })
    #expect(reading.readCount == reading.batch.resources.count + reading.faults.count)
  }

  @Test("resources of other types are dropped under a rule")
  func types() {
    let text = "\(patient)\n{\"resourceType\":\"Device\"}\n\(patient)"
    let reading = ResourceReader(types: ["Device"]).read(lines: Array(text.utf8))
    #expect(records(reading) == ["{\"resourceType\":\"Device\"}"])
    #expect(reading.dropped == ["type": 2])
  }

  @Test(
    "the entries of a Bundle are resources",
    arguments: ["collection", "searchset", "transaction", "batch"])
  func bundle(type: String) {
    let text = """
      {
        "resourceType": "Bundle", "type": "\(type)",
        "entry": [
          { "fullUrl": "urn:uuid:1", "resource": \(patient) },
          { "request": { "method": "DELETE", "url": "Patient/9" } },
          { "resource": { "resourceType": "OperationOutcome" }, "search": { "mode": "outcome" } },
          { "resource": { "id": "no type" } },
          { "resource": \(patient) }
        ]
      }
      """
    let reading = ResourceReader().read(document: Array(text.utf8))
    #expect(records(reading) == [patient, patient])
    #expect(reading.batch.resources.map(\.line) == [3, 7])
    #expect(reading.readCount == 5)
    #expect(reading.dropped == ["noResource": 1, "searchOutcome": 1])
    #expect(reading.faults.map(\.rule) == [.resourceType])
    #expect(reading.faults.map(\.line) == [6])
  }

  @Test("a single resource is a document, and a broken document is one fault with its line")
  func single() {
    #expect(
      records(ResourceReader().read(document: Array(("\u{FEFF}\n" + patient).utf8))) == [patient])
    let broken = ResourceReader().read(document: Array("{\n\"resourceType\":\n}".utf8))
    #expect(broken.faults.map(\.line) == [2])
    #expect(broken.readCount == 1)
  }

  @Test(
    "the format is told from the name, then from the first lines",
    arguments: [
      ("a.ndjson", "{", ResourceFormat.lines), ("a.ndjson.gz", "", .lines), ("A.JSONL", "", .lines),
      ("a.json", "{\"a\":1}\n{\"a\":2}", .lines), ("a.json", "{\"a\":1}\n", .document),
      ("a.json", "{\n\"a\":1}", .document), ("-", "{\"a\":1}\r\n\r\n{", .lines),
      ("a", "", .document),
    ])
  func formats(name: String, text: String, format: ResourceFormat) {
    let bytes = Array(text.utf8)
    let found = ResourceFormat.of(fileName: name, beginning: bytes.span)
    #expect(found == format)
  }

  @Test("every beginning of a Bundle is read or refused, and never crashes")
  func truncated() {
    let text = Array(
      "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\"}}]}".utf8
    )
    for length in 0..<text.count {
      let reading = ResourceReader().read(document: Array(text[..<length]))
      #expect(reading.faults.map(\.rule) == [.json])
      _ = ResourceReader().read(lines: Array(text[..<length]))
    }
  }
}

@Suite("Reading real resources", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct RealResourceTests {
  @Test("none of the 2,768 resources of four patients is lost")
  func noneLost() throws {
    let folder = SharedData.file("fhir/synthea-onco/ndjson")
    var total = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let text = try text("fhir/synthea-onco/ndjson/\(name)")
      let type = String(name.prefix { $0 != "." })
      let reading = ResourceReader(types: [type]).read(lines: text)
      let format = ResourceFormat.of(fileName: "x", beginning: text.span)
      #expect(format == .lines)
      #expect(reading.faults.isEmpty)
      #expect(reading.dropped.isEmpty)
      total += reading.batch.resources.count
    }
    #expect(total == 2_768)
  }

  @Test("the patients' transaction bundles hold the same resources, shared ones once a bundle")
  func bundles() throws {
    let folder = SharedData.file("fhir/synthea-onco")
    var total = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".json") {
      let text = try text("fhir/synthea-onco/\(name)")
      let reading = ResourceReader().read(document: text)
      #expect(reading.faults.isEmpty)
      #expect(reading.dropped.isEmpty)
      let object = try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any]
      #expect((object?["entry"] as? [Any])?.count == reading.batch.resources.count)
      total += reading.batch.resources.count
    }
    #expect(total >= 2_768)
  }

  @Test("broken and nasty files are read or refused, and never crash")
  func edges() throws {
    let folder = SharedData.file("fhir/edge")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let text = try text("fhir/edge/\(name)")
      let reading = ResourceReader().read(document: text)
      #expect(
        reading.readCount
          == reading.batch.resources.count + reading.faults.count
          + reading.dropped.values.reduce(0, +))
    }
    let twice = ResourceReader().read(document: try text("fhir/edge/patient-duplicate.json"))
    #expect(twice.faults.map(\.rule) == [.duplicateKey])
    let bad = ResourceReader().read(document: try text("fhir/edge/list-bad-syntax.json"))
    #expect(bad.faults.map(\.rule) == [.json])
    #expect(bad.faults.map(\.line) == [6])
  }
}
