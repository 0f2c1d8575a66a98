import Foundation
import TestSupport
import Testing

/// The JSON Schema agrees with the compiler, by the word of another program's validator.
@Suite(
  .enabled(
    if: FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/jsonschema"),
    "needs python3-jsonschema"))
struct SchemaTests {
  /// Definitions that stand in the project.
  static let definitions =
    ["pipelines/nightly-registry.json"] + CaseTests.cases.map { "Tests/Cases/\($0)/pipeline.json" }

  /// Validates a definition; comments are taken out first, as JSON Schema knows plain JSON only.
  private func isValid(_ text: String) throws -> Bool {
    let folder = try TemporaryFolder()
    let plain = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//")
    }.joined(separator: "\n")
    try folder.write(plain, to: "definition.json")
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      jsonschema.Draft202012Validator(schema).validate(json.load(open("definition.json")))
      """
    let result = try Program.run(
      "/usr/bin/python3", ["-c", script, SharedData.project("schemas/pipeline.schema.json")],
      in: folder.path)
    if result.exitCode != 0 {
      #expect(result.errors.contains("ValidationError"), "\(result.errors)")
    }
    return result.exitCode == 0
  }

  @Test("definitions of the project are valid", arguments: definitions)
  func valid(path: String) throws {
    #expect(try isValid(String(contentsOfFile: SharedData.project(path), encoding: .utf8)))
  }

  @Test(
    "what the compiler refuses for its form, the schema refuses too",
    arguments: [
      #""use": "vcf.raed", "with": {}"#,
      #""use": "vcf.read", "with": { "files": "a.vcf" }"#,
      #""use": "vcf.read", "with": { "files": "a.vcf", "build": "GRCh38", "regoins": "1" }"#,
      #""use": "vcf.read", "with": { "files": "a.vcf", "build": "hg38" }"#,
      #""use": "vcf.read", "with": { "files": "a.vcf", "build": "GRCh38" }, "timeout": 20"#,
      #""use": "vcf.read""#,
    ])
  func invalid(stage: String) throws {
    let text = "{ \"pipeline\": \"p\", \"stages\": { \"a\": { \(stage) } } }"
    #expect(try !isValid(text))
    let folder = try TemporaryFolder()
    try folder.write(text, to: "p.json")
    #expect(try Program.run("validate", "p.json", in: folder.path).exitCode == 2)
  }
}
