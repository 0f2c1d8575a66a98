import Foundation
import TestSupport

/// The smallest definition over one kind of input, and what a run of it has left.
struct TinyPipeline: Sendable {
  /// What the broken file is.
  enum Input: String, Sendable, CaseIterable {
    case variants, resources, table, scoringFile
  }

  let input: Input
  /// The name of the broken file.
  let file: String
  /// Further settings of the reader, such as `"onBad": "drop"`.
  var settings = ""

  private var more: String { settings.isEmpty ? "" : ", " + settings }

  /// The stage with the broken file stands on line 3, its edges on line 4.
  var definition: String {
    let (first, second, port) =
      switch input {
      case .variants:
        (
          #""in": { "use": "vcf.read", "with": { "files": "\#(file)", "build": "GRCh38"\#(more) } }"#,
          #""out": { "use": "variants.table", "from": "in", "with": { "columns": ["POS", "SAMPLE", "FORMAT/GT"] } }"#,
          "out.table"
        )
      case .resources:
        (
          #""in": { "use": "fhir.read", "with": { "files": "\#(file)"\#(more) } }"#,
          #"""
          "out": { "use": "fhir.view", "from": "in", "with": { "view": { "resource": "Patient", "status": "active",
            "select": [{ "column": [{ "name": "id", "path": "id" }, { "name": "sex", "path": "gender" }] }] } } }
          """#, "out.table"
        )
      case .table:
        (
          #"""
          "in": { "use": "table.read", "with": { "files": "\#(file)"\#(more),
            "columns": { "id": { "type": "string", "required": true, "unique": true }, "age": { "type": "integer" } } } }
          """#,
          #""out": { "use": "table.sql", "from": "in", "with": { "query": "SELECT id FROM \"in\"" } }"#,
          "out.table"
        )
      case .scoringFile:
        (
          #""in": { "use": "vcf.read", "with": { "files": "in.vcf", "build": "GRCh38"\#(more) } }"#,
          #""out": { "use": "prs.score", "from": "in", "with": { "scoringFiles": "\#(file)" } }"#,
          "out.scores"
        )
      }
    return """
      { "pipeline": "tiny",
        "stages": {
          \(first),
          \(second)
        },
        "publish": { "out.csv": { "from": "\(port)", "privacy": "identifiable" } } }
      """
  }

  /// Runs the pipeline in a folder of its own.
  ///
  /// - Parameter prepare: Puts the broken file into the folder.
  func run(_ prepare: (TemporaryFolder) throws -> Void) throws -> Outcome {
    let folder = try TemporaryFolder()
    try folder.write(definition, to: "tiny.json")
    if input == .scoringFile { try folder.write(TinyFiles.variants, to: "in.vcf") }
    try prepare(folder)
    return try Outcome(folder, try Program.run("run", "tiny.json", in: folder.path))
  }
}

/// What a run has left.
struct Outcome {
  let exitCode: Int32
  let errors: String
  /// The published table; nil where nothing was published.
  let published: String?
  let stages: [RunFile.Stage]
  let quarantine: [QuarantineFile.Entry]
  /// The names of persons that appear where they must not, and where.
  let leaks: [String]

  init(_ folder: TemporaryFolder, _ result: Program.Result) throws {
    exitCode = result.exitCode
    errors = result.errors
    published = try? folder.read("results/latest/out.csv")
    var stages: [RunFile.Stage] = []
    var quarantine: [QuarantineFile.Entry] = []
    var leaks = Self.leaks(result.output, "output") + Self.leaks(result.errors, "errors")
    let runs = folder.path + "/.pcmflow/runs"
    for name in FileManager.default.enumerator(atPath: runs)?.allObjects as? [String] ?? [] {
      guard let data = FileManager.default.contents(atPath: runs + "/" + name) else { continue }
      if name.contains("/quarantine/") {
        quarantine += try QuarantineFile(runs + "/" + name).entries
        continue
      }
      if name.hasSuffix("/run.json") {
        stages = try JSONDecoder().decode(RunFile.self, from: data).stages
      }
      leaks += Self.leaks(String(decoding: data, as: UTF8.self), name)
    }
    self.stages = stages
    self.quarantine = quarantine
    self.leaks = leaks
  }

  private static func leaks(_ text: String, _ place: String) -> [String] {
    TinyFiles.names.filter(text.contains).map { "\($0) in \(place)" }
  }
}
