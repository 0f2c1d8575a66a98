import FHIR
import Foundation
import JSONText
import Tables
import TestSupport
import Testing

/// A test of the official SQL-on-FHIR v2 suite that is not passed, and why.
private struct KnownGap {
  let file: String
  let title: String
  let reason: String
}

/// Tests that are not passed; a test that is listed here and passes fails the run, as does one that is
/// not listed and fails.
private let knownGaps: [KnownGap] = []

/// One test of the suite, with the resources of its file.
struct SuiteTest: CustomTestStringConvertible {
  let file: String
  let title: String
  let resources: [JSONNode]
  let body: JSONNode

  var testDescription: String { "\(file): \(title)" }

  static let all: [SuiteTest] = {
    guard SharedData.isPresent else { return [] }
    let folder = SharedData.file("fhir/sql-on-fhir-tests")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasSuffix(".json") && !$0.hasPrefix("_") }.flatMap { name in
      guard let data = try? Data(contentsOf: URL(filePath: folder + "/" + name)),
        let document = try? JSONParser.parse([UInt8](data))
      else { return [SuiteTest]() }
      return (document["tests"]?.elements ?? []).map {
        SuiteTest(
          file: name, title: $0["title"]?.string ?? "",
          resources: document["resources"]?.elements ?? [], body: $0)
      }
    }
  }()

  /// Runs the view and compares rows, without regard to their order, as the suite's own runner does.
  func problem() -> String? {
    guard let view = body["view"] else { return "no view" }
    let isErrorExpected = body["expectError"]?.bool ?? false
    let rows: [[String?]]
    let definition: ViewDefinition
    do {
      definition = try ViewDefinition.parse(view)
      rows = try SuiteTest.rows(of: definition, resources)
    } catch {
      return isErrorExpected ? nil : "error: \(error)"
    }
    if isErrorExpected { return "an error was expected, \(rows.count) rows came" }
    let columns = definition.schema.columns
    if let names = body["expectColumns"]?.elements?.compactMap(\.string),
      names != columns.map(\.name)
    {
      return "columns are \(columns.map(\.name))"
    }
    let expected = (body["expect"]?.elements ?? []).map { row in
      columns.map { column in row[column.name].flatMap { SuiteTest.cell($0) } }
    }
    let isComplete = (body["expect"]?.elements ?? []).allSatisfy {
      Set($0.members?.map(\.key) ?? []) == Set(columns.map(\.name))
    }
    let left = rows.map { $0.map { $0 ?? "∅" }.joined(separator: "¦") }.sorted()
    let right = expected.map { $0.map { $0 ?? "∅" }.joined(separator: "¦") }.sorted()
    return left == right && isComplete ? nil : "rows are \(left), expected \(right)"
  }

  private static func cell(_ node: JSONNode) -> String? {
    switch node.value {
    case .null: nil
    case .string(let text): text
    default: node.canonicalText
    }
  }

  private static func rows(
    of view: ViewDefinition, _ resources: [JSONNode]
  ) throws -> [[String?]] {
    let text = Array(resources.map(\.canonicalText).joined(separator: "\n").utf8)
    let batch = ResourceReader().read(lines: text).batch
    var evaluator = ViewEvaluator(view)
    var writer = RowWriter()
    for resource in batch.resources {
      _ = try evaluator.appendRows(
        of: resource.root, in: batch.text.span, batch.index, to: &writer)
    }
    var reader = RowReader.parts(of: view.schema)
    let bytes = writer.takeBytes()
    var rows: [[String?]] = []
    while try reader.next(bytes.span) {
      rows.append(reader.cells.map { RowReader.string($0, in: bytes.span) })
    }
    return rows
  }
}

@Suite(
  "The official SQL-on-FHIR v2 suite", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct SQLOnFHIRSuiteTests {
  @Test("the view makes the rows that the suite expects", arguments: SuiteTest.all)
  func passes(test: SuiteTest) {
    let problem = test.problem()
    if let gap = knownGaps.first(where: { $0.file == test.file && $0.title == test.title }) {
      #expect(
        problem != nil, "listed as a gap (\(gap.reason)), but passed; remove it from the list")
    } else {
      #expect(problem == nil)
    }
  }

  @Test("all 134 tests of the suite are run")
  func isComplete() {
    #expect(SuiteTest.all.count == 134)
  }
}
