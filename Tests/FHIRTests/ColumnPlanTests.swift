import FHIR
import Foundation
import JSONText
import Tables
import TestSupport
import Testing

/// What a view makes of each resource: its outcome or fault, and its rows.
private func made(_ view: ViewDefinition, of lines: String, isQuick: Bool) -> [String] {
  let batch = ResourceReader().read(lines: Array(lines.utf8)).batch
  var evaluator = ViewEvaluator(view, isQuick: isQuick)
  var writer = RowWriter()
  return batch.resources.map { resource in
    var outcome = ""
    do {
      let done = try evaluator.appendRows(
        of: resource.root, in: batch.text.span, batch.index, to: &writer)
      outcome = "\(done)"
    } catch {
      outcome = "\(error)"
    }
    return outcome + "\n" + String(decoding: writer.takeBytes(), as: UTF8.self)
  }
}

private func expectSame(_ view: ViewDefinition, _ text: String, of lines: String) {
  let slow = made(view, of: lines, isQuick: false)
  for (number, quick) in made(view, of: lines, isQuick: true).enumerated() {
    let resource = lines.split(separator: "\n")[number]
    guard quick != slow[number] else { continue }
    Issue.record("\(quick) instead of \(slow[number]) by \(text) of \(resource)")
    return
  }
}

/// Paths and resources over few names, so that they often meet.
private struct Vocabulary {
  static let names = [
    "id", "status", "code", "coding", "value", "subject", "reference", "effective",
  ]
  static let types = ["Quantity", "string", "dateTime", "boolean", "Coding", "integer"]
  var random: SeededGenerator

  mutating func pick(_ list: [String]) -> String {
    list.randomElement(using: &random) ?? ""
  }

  mutating func path() -> String {
    var parts: [String] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      var part = pick(Self.names)
      switch Int.random(in: 0..<9, using: &random) {
      case 0: part += ".first()"
      case 1: part += "[\(Int.random(in: 0..<3, using: &random))]"
      case 2: part += ".ofType(\(pick(Self.types)))"
      case 3: part += ".ofType(\(pick(Self.types))).first()"
      case 4: part += ".where(status = 'a')"
      default: break
      }
      parts.append(part)
    }
    let path = parts.joined(separator: ".")
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return "getResourceKey()"
    case 1: return path + ".getReferenceKey(Patient)"
    case 2: return path + ".getReferenceKey()"
    case 3: return "subject.getReferenceKey(Patient)"
    case 4: return "Observation." + path
    case 5: return "(" + path + ").exists()"
    case 6: return path + ".first()"
    case 7: return "%rowIndex"
    default: return path
    }
  }

  mutating func view() -> String {
    let types = ["", "integer", "decimal", "boolean", "date", "instant", "string", "dateTime"]
    let columns = (0..<Int.random(in: 1...6, using: &random)).map { number in
      let type = pick(types)
      let declared = type.isEmpty ? "" : #", "type": "\#(type)""#
      let isCollection = Int.random(in: 0..<10, using: &random) == 0 ? #", "collection": true"# : ""
      return #"{"name": "c\#(number)", "path": "\#(path())"\#(declared)\#(isCollection)}"#
    }
    let cut = Int.random(in: 0...columns.count, using: &random)
    let lists = [columns[..<cut], columns[cut...]].filter { !$0.isEmpty }
    let selects = lists.map { #"{"column": [\#($0.joined(separator: ","))]}"# }
    return #"{"resource": "Observation", "select": [\#(selects.joined(separator: ","))]}"#
  }

  mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 14 : 8), using: &random) {
    case 0: return "null"
    case 1: return pick(["true", "false"])
    case 2: return pick(["0", "-1.50", "42", "1e3"])
    case 3: return pick(["\"2024-02-29\"", "\"2024\"", "\"2024-02-29T10:00:00Z\"", "\"42\""])
    case 4:
      return pick([
        #""Patient/p1""#, #""Group/g1""#, #""http://a.b/Patient/p2""#, #""Patient/p3/_history/2""#,
        ##""#contained""##, #""urn:uuid:1-2""#, #""Patient/""#, #""Patient?x=y""#,
        #""Patient/\u0061""#,
        #""patient/p4""#,
      ])
    case 5: return pick([#""a""#, #""""#, #""a,b""#, #""a\"b""#, #""a\nb""#, #""é""#])
    case 6, 7: return #""a""#
    case 8: return "[" + (0..<3).map { _ in value(depth: depth - 1) }.joined(separator: ",") + "]"
    default: return "{" + members(depth: depth - 1).joined(separator: ",") + "}"
    }
  }

  mutating func members(depth: Int) -> [String] {
    var keys: Set<String> = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let name = pick(Self.names)
      let suffix = Int.random(in: 0..<4, using: &random) == 0 ? pick(Self.types) : ""
      keys.insert(name + suffix.prefix(1).uppercased() + suffix.dropFirst())
    }
    return keys.sorted().shuffled(using: &random).map { key in
      let isEscaped = Int.random(in: 0..<40, using: &random) == 0
      let spelling =
        isEscaped ? "\\u00" + String(key.utf8.first ?? 97, radix: 16) + key.dropFirst() : key
      return "\"\(spelling)\":\(value(depth: depth))"
    }
  }

  mutating func resource() -> String {
    let type = #""resourceType":"Observation""#
    return "{" + ([type] + members(depth: 4)).joined(separator: ",") + "}"
  }
}

@Suite("The quick way to the row of a resource")
struct ColumnPlanTests {
  @Test(
    "random views make the same rows and faults of random resources both ways", arguments: 0..<80)
  func agreesOnRandomViews(seed: Int) throws {
    var vocabulary = Vocabulary(random: SeededGenerator(seed: UInt64(seed)))
    let lines = (0..<40).map { _ in vocabulary.resource() }.joined(separator: "\n")
    for _ in 0..<6 {
      let text = vocabulary.view()
      guard let view = try? ViewDefinition.parse(try JSONParser.parse(text)) else { continue }
      expectSame(view, text, of: lines)
    }
  }

  @Test(
    "the views of the official suite make the same rows both ways",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func agreesOnTheSuite() throws {
    let folder = SharedData.file("fhir/sql-on-fhir-tests")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix("_") }
    #expect(!names.isEmpty)
    for name in names {
      let data = try Data(contentsOf: URL(filePath: folder + "/" + name))
      let document = try JSONParser.parse([UInt8](data))
      let lines = (document["resources"]?.elements ?? []).map(\.canonicalText)
        .joined(separator: "\n")
      for test in document["tests"]?.elements ?? [] {
        guard let node = test["view"], let view = try? ViewDefinition.parse(node) else { continue }
        expectSame(view, node.canonicalText, of: lines)
      }
    }
  }

  @Test("cells of one resource do not show in the row of the next, whichever way each row is made")
  func forgetsTheResourceBefore() throws {
    let view = """
      {"resource": "Observation", "select": [{"column": [
        {"name": "id", "path": "getResourceKey()"},
        {"name": "status", "path": "status"},
        {"name": "code", "path": "code.coding.where(system = 'x').code"}]}]}
      """
    let rows = try viewRows(
      view,
      #"{"resourceType":"Observation","id":"a","st\u0061tus":"final","code":{"coding":{"system":"x","code":"1"}}}"#,
      #"{"resourceType":"Observation","id":"b"}"#,
      #"{"resourceType":"Observation","status":"a,\"b\""}"#)
    #expect(rows == [["a", "final", "1"], ["b", nil, nil], [nil, "a,\"b\"", nil]])
  }
}
