import ByteIO
import Foundation
import JSONText
import PipelineModel
import Stages
import Tables
import TestSupport
import Testing

private let view = """
  {"resource": "Patient", "select": [{"column": [
    {"name": "id", "path": "getResourceKey()", "type": "id"},
    {"name": "family", "path": "name.family", "type": "string"}]}]}
  """

@Suite("fhir.read and fhir.view")
struct FHIRStageTests {
  private func read(
    _ file: (String, String), settings: String = "", view: String = view,
    onBad: ReaderContract.BadRecords = .quarantine
  ) throws -> ShardResult {
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try bench.context(FHIRRead.kind, "{\"files\": \"x\"\(settings)}")
    let reader = try FHIRRead(&context)
    var viewContext = try bench.context(FHIRView.kind, "{\"view\": \(view)}")
    let stage = try FHIRView(&viewContext)
    return try runShard(reader, stage, [try bench.file(file.0, file.1)], onBad: onBad)
  }

  private func patient(_ id: String, _ families: String...) -> String {
    let names = families.map { "{\"family\":\"\($0)\"}" }.joined(separator: ",")
    return "{\"resourceType\":\"Patient\",\"id\":\"\(id)\",\"name\":[\(names)]}"
  }

  @Test("lines become rows; bad lines and resources are kept aside with their line and rule")
  func lines() throws {
    let lines = [
      patient("a", "A"), "", "{\"resourceType\":\"Patient\"", patient("b"), patient("c", "C", "D"),
      "{\"resourceType\":\"Device\"}", "{}", patient("d", "E,F"),
    ]
    let result = try read(("p.ndjson", lines.joined(separator: "\n")))
    #expect(result.rows == "a,A\nb,\nd,\"E,F\"\n")
    #expect(result.quarantined == ["3:json", "7:resourceType", "5:family:collection"])
    #expect(result.raw[0] == lines[2])
    #expect(result.offsets[0] == UInt64(lines[0].utf8.count + 2))
    #expect(result.dropped == ["otherType": 1])
    #expect(result.read == 7)
  }

  @Test("a Bundle and a single resource become rows")
  func documents() throws {
    let bundle = """
      {"resourceType": "Bundle", "type": "searchset", "entry": [
        {"resource": \(patient("a", "A"))},
        {"resource": \(patient("b", "B", "C"))}]}
      """
    let result = try read(("b.json", bundle))
    #expect(result.rows == "a,A\n")
    #expect(result.quarantined == ["3:family:collection"])
    #expect(try read(("p.json", "\n" + patient("a", "A"))).rows == "a,A\n")
  }

  @Test("types are kept or dropped under a rule")
  func types() throws {
    let text = patient("a", "A") + "\n{\"resourceType\":\"Device\"}\n"
    let result = try read(("p.ndjson", text), settings: ", \"types\": [\"Device\", \"Group\"]")
    #expect(result.rows.isEmpty)
    #expect(result.dropped == ["type": 1, "otherType": 1])
  }

  @Test("a bad line fails the task when the definition says so, without its content")
  func failing() throws {
    let error = try #require(throws: StageError.self) {
      _ = try read(("p.ndjson", patient("a") + "\n{\"id\": \"secret\"}\n"), onBad: .fail)
    }
    #expect(error.line == 2)
    #expect(error.category == .input)
    #expect(!error.description.contains("secret"))
  }

  @Test("an empty file is refused")
  func empty() {
    #expect(throws: StageError.self) { try read(("p.ndjson", "")) }
  }

  @Test("many lines come out in order over many chunks")
  func large() throws {
    var text = ""
    var expected = ""
    for number in 0..<40_000 {
      text += patient("p\(number)", "F\(number)") + "\n"
      expected += "p\(number),F\(number)\n"
    }
    text += "x\n"
    let result = try read(("p.ndjson", text))
    #expect(result.rows == expected)
    #expect(result.chunks > 2)
    #expect(result.quarantined == ["40001:json"])
    #expect(result.offsets == [UInt64(text.utf8.count - 2)])
  }

  @Test("a type that FHIR does not have is refused with the nearest one")
  func unknownType() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try bench.context(FHIRRead.kind, #"{"files": "x", "types": ["Pateint"]}"#)
    _ = try FHIRRead(&context)
    #expect(context.diagnostics.all.map(\.rule) == ["bad-value"])
    #expect(context.diagnostics.all.first?.remedy == "did you mean \"Patient\"?")
  }

  @Test("a view in place gives the columns of the table, and what is wrong with it its place")
  func inlineView() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try bench.context(FHIRView.kind, "{\"view\": \(view)}")
    let stage = try FHIRView(&context)
    let schema = TableSchema([Column("id", .string), Column("family", .string)])
    #expect(stage.outputs["table"] == .table(schema, privacy: .identifiable))
    var bad = try bench.context(
      FHIRView.kind, "{\"view\":\n{\"resource\": \"Patient\", \"select\": [{\"colum\": []}]}}")
    #expect(throws: StageRefusal.self) { try FHIRView(&bad) }
    #expect(bad.diagnostics.all.map(\.rule) == ["bad-view", "bad-view"])
    #expect(bad.diagnostics.all.first?.position == SourcePosition(line: 2, column: 37))
  }

  @Test("a view in a file is read when the pipeline is compiled; its faults name the file")
  func viewFile() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    _ = try bench.file("good.json", "// people\n" + view)
    var context = try bench.context(FHIRView.kind, #"{"view": "good.json"}"#)
    let stage = try FHIRView(&context)
    #expect(stage.outputs["table"]?.columns?.map(\.name) == ["id", "family"])
    for (text, rule, line) in [
      ("{\n\"resource\": \"Patient\",\n\"select\": [{}]}", "bad-view", 3), ("{\n,", "syntax", 2),
    ] {
      let path = try bench.file("bad.json", text)
      var bad = try bench.context(FHIRView.kind, #"{"view": "bad.json"}"#)
      #expect(throws: StageRefusal.self) { try FHIRView(&bad) }
      #expect(bad.diagnostics.all.map(\.rule) == [rule])
      #expect(bad.diagnostics.all.first?.file == path)
      #expect(bad.diagnostics.all.first?.position?.line == line)
    }
    var absent = try bench.context(FHIRView.kind, #"{"view": "absent.json"}"#)
    #expect(try FHIRView(&absent).outputs["table"]?.columns == nil)
  }

  @Test("a view of resources that the reader does not give is refused")
  func otherTypes() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    var reading = try bench.context(
      FHIRRead.kind, #"{"files": "x", "types": ["Condition", "Group"]}"#)
    let type = try #require(try FHIRRead(&reading).outputs["resources"])
    var context = try bench.context(
      FHIRView.kind, "{\"view\": \(view)}", edges: [bench.edge("resources", type)])
    _ = try FHIRView(&context)
    #expect(context.diagnostics.all.map(\.rule) == ["resource-type"])
  }
}

@Suite("fhir.read on real files", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct RealFHIRStageTests {
  @Test("each of the 2,768 resources makes one row", arguments: [false, true])
  func oneRowEach(compressed: Bool) throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let folder = SharedData.file("fhir/synthea-onco/ndjson")
    var rows = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      var path = folder + "/" + name
      if compressed {
        path = bench.folder + "/" + name + ".gz"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "gzip -c '\(folder)/\(name)' > '\(path)'"]
        try process.run()
        process.waitUntilExit()
      }
      let type = String(name.prefix { $0 != "." })
      var context = try bench.context(FHIRRead.kind, "{\"files\": \"x\", \"types\": \"\(type)\"}")
      let reader = try FHIRRead(&context)
      var viewContext = try bench.context(
        FHIRView.kind,
        """
        {"view": {"resource": "\(type)", "select": [{"column": [
          {"name": "id", "path": "getResourceKey()", "type": "id"}]}]}}
        """)
      let result = try runShard(reader, try FHIRView(&viewContext), [path], onBad: .fail)
      #expect(result.read == result.rowCount)
      rows += result.rowCount
    }
    #expect(rows == 2_768)
  }
}
