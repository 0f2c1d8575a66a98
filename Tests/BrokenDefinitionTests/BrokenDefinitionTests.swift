import Foundation
import JSONText
import PipelineModel
import PipelinePlanner
import Stages
import TestSupport
import Testing

@Suite("Broken definitions")
struct BrokenDefinitionTests {
  @Test("A broken definition is refused at its line and column", arguments: BrokenDefinition.all)
  func refused(_ definition: BrokenDefinition) throws {
    let errors = definition.errors()
    let isAsExpected =
      errors.count == definition.expectations.count
      && definition.expectations.allSatisfy { expectation in
        errors.contains(where: expectation.matches)
      }
    #expect(
      isAsExpected,
      """
      expected \(definition.expectations.map(\.description).joined(separator: "\n         "))
      found    \(Self.list(errors))
      """)
    // Files that the definition names do not exist; the compiler must not have looked.
    #expect(
      !errors.contains { $0.rule == "no-such-file" || ($0.file ?? "case.json") != "case.json" })
    let places = errors.map { $0.position ?? .start }
    #expect(places == places.sorted())
  }

  @Test("A byte-order mark and line ends of Windows do not move a place")
  func placesOfOtherEditors() {
    for definition in BrokenDefinition.all {
      var other = definition
      other.text = "\u{FEFF}" + definition.text.replacing("\n", with: "\r\n")
      #expect(
        other.errors().map { "\($0.rule) \(String(describing: $0.position))" }
          == definition.errors().map { "\($0.rule) \(String(describing: $0.position))" },
        "\(definition.testDescription)")
    }
  }

  @Test("There are more than a hundred broken definitions, each with a title of its own")
  func enough() {
    #expect(BrokenDefinition.all.count >= 120)
    #expect(Set(BrokenDefinition.all.map(\.testDescription)).count == BrokenDefinition.all.count)
    #expect(BrokenDefinition.all.allSatisfy { !$0.expectations.isEmpty })
  }

  @Test("A secret's value never comes back in a message")
  func secretStaysSecret() {
    for definition in BrokenDefinition.all where definition.text.contains("hunter2") {
      #expect(!definition.errors().contains { "\($0)".contains("hunter2") })
    }
  }

  @Test("Every shipped definition compiles", arguments: Self.shipped)
  func shippedDefinition(_ path: String) throws {
    let text = try Data(contentsOf: URL(filePath: path))
    let folder = (path as NSString).deletingLastPathComponent
    let pipeline = try Compiler(registry: builtinStages).compile(
      Array(text), file: path, folder: folder,
      arguments: RunArguments(currentFolder: folder, date: "2026-01-31", runID: "run"))
    #expect(pipeline.warnings.isEmpty, "\(Self.list(pipeline.warnings))")
  }

  private static let shipped: [String] = {
    let folder = SharedData.project("pipelines")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
  }()

  private static func list(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.isEmpty
      ? "nothing" : diagnostics.map(\.description).joined(separator: "\n         ")
  }
}
