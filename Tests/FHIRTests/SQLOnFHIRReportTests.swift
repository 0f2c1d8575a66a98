import FHIR
import Foundation
import JSONText
import TestSupport
import Testing

/// The report of the SQL-on-FHIR v2 suite in the suite's own form, for its register of implementations.
@Suite(
  "The report of the SQL-on-FHIR suite",
  .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct SQLOnFHIRReportTests {
  /// Where the report is written.
  static let path = SharedData.project(".build/sql-on-fhir/test_report.json")

  private func report() -> JSONNode {
    var files: [(String, JSONNode)] = []
    for test in SuiteTest.all {
      let problem = test.problem()
      var result: [(String, JSONNode)] = [("passed", .flag(problem == nil))]
      if let problem { result.append(("error", .text(problem))) }
      let entry = JSONNode.object([("name", .text(test.title)), ("result", .object(result))])
      if files.last?.0 == test.file, let tests = files.last?.1["tests"]?.elements {
        files[files.count - 1].1 = ["tests": .list(tests + [entry])]
      } else {
        files.append((test.file, ["tests": .list([entry])]))
      }
    }
    return .object(files)
  }

  @Test("the report names all 134 tests as passed, and is what the suite's schema asks for")
  func reportIsValid() throws {
    let report = report()
    let folder = URL(filePath: Self.path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((report.prettyText + "\n").utf8).write(to: URL(filePath: Self.path))

    let schema = try JSONParser.parse(
      Array(
        Data(
          contentsOf: URL(
            filePath: SharedData.file("fhir/sql-on-fhir-tests/_test-report.schema.json")))))
    #expect(schemaProblems(report, schema) == [])
    let written = try JSONParser.parse(Array(Data(contentsOf: URL(filePath: Self.path))))
    let files = written.members ?? []
    let results = files.flatMap { $0.value["tests"]?.elements ?? [] }
    #expect(files.count == 22)
    #expect(results.count == 134)
    #expect(results.allSatisfy { $0["result"]?["passed"]?.bool == true })
  }

  @Test("what the schema does not allow is found")
  func schemaIsHeeded() throws {
    let schema = try JSONParser.parse(
      Array(
        Data(
          contentsOf: URL(
            filePath: SharedData.file("fhir/sql-on-fhir-tests/_test-report.schema.json")))))
    let bad: [JSONNode] = [
      [], ["a.json": ["tests": []]], ["a.json": ["tests": [["name": "x"]]]],
      ["a.json": ["tests": [["name": "x", "result": ["passed": "yes"]]]]],
      ["a.json": ["tests": [["name": "x", "result": ["passed": true]]], "other": 1]],
    ]
    for report in bad { #expect(schemaProblems(report, schema) != []) }
  }
}

/// What a document has that a JSON Schema does not allow, for the words that the suite's schema uses.
private func schemaProblems(_ node: JSONNode, _ schema: JSONNode, at path: String = "") -> [String]
{
  var problems: [String] = []
  let kinds: [String: Bool] = [
    "object": node.members != nil, "array": node.elements != nil, "string": node.string != nil,
    "boolean": node.bool != nil,
  ]
  if let type = schema["type"]?.string, kinds[type] != true {
    return ["\(path): is no \(type)"]
  }
  for name in schema["required"]?.elements?.compactMap(\.string) ?? [] where node[name] == nil {
    problems.append("\(path): lacks \(name)")
  }
  if let minimum = schema["minItems"]?.integer, (node.elements ?? []).count < minimum {
    problems.append("\(path): too few")
  }
  for member in node.members ?? [] {
    let inner = path + "/" + member.key
    if let known = schema["properties"]?[member.key] {
      problems += schemaProblems(member.value, known, at: inner)
    } else if let pattern = schema["patternProperties"]?.members?.first {
      problems += schemaProblems(member.value, pattern.value, at: inner)
    } else if schema["additionalProperties"]?.bool == false {
      problems.append("\(inner): is not known")
    }
  }
  if let items = schema["items"] {
    for (position, element) in (node.elements ?? []).enumerated() {
      problems += schemaProblems(element, items, at: "\(path)/\(position)")
    }
  }
  return problems
}
