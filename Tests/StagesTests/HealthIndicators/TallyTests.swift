import Foundation
import PipelineModel
import Stages
import Tables
import TestSupport
import Testing

/// Counting part by part, compared with one SQLite query over everything.
struct TallyTests {
  private static let schema = TableSchema([
    Column("person", .string), Column("diagnosed", .date), Column("region", .string),
    Column("sex", .string), Column("tested", .boolean), Column("days", .integer),
    Column("dose", .number), Column("issued", .instant), Column("calendar", .string),
  ])

  /// Rows of 60 people; people come again, cells are missing, names need quotes.
  private static func rows(_ count: Int, seed: UInt64) -> [String] {
    var dice = SeededGenerator(seed: seed)
    let regions = ["N", "S", "\"a, \"\"b\"\"\"", "", "\"\""]
    return (0..<count).map { _ in
      let month = Int.random(in: 1...12, using: &dice)
      let day = Int.random(in: 1...28, using: &dice)
      let date = "2024-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
      let person = Int.random(in: 0..<60, using: &dice)
      let isKnown = Int.random(in: 0..<8, using: &dice) > 0
      return [
        person == 0 ? "" : "\"p\"\"\(person)\"", isKnown ? date : "",
        regions.randomElement(using: &dice) ?? "",
        ["f", "m", ""].randomElement(using: &dice) ?? "",
        ["true", "false", ""].randomElement(using: &dice) ?? "",
        isKnown ? "\(Int.random(in: -3...40, using: &dice))" : "",
        ["1", "0.5", "2.25", "", "1e3"].randomElement(using: &dice) ?? "",
        isKnown ? "\(date)T10:00:00+02:00" : "", "SE",
      ].joined(separator: ",")
    }
  }

  /// Definitions of every family; `SOURCE` is a table or a query that gives it.
  private static let definitions = """
    [
    {"indicator": "A", "title": "t", "version": "1", SOURCE, "subject": "person",
     "denominator": "days >= 0", "numerator": "tested AND days < 20",
     "exclusions": [{"name": "x", "where": "sex = 'm' AND dose > 1"}],
     "period": {"column": "diagnosed", "by": "quarter"}, "geography": {"column": "region"},
     "strata": ["sex"], "divisions": [["period"], ["geography"], ["period", "geography", "sex"]]},
    {"indicator": "B", "title": "t", "version": "1", SOURCE, "numerator": "region = 'N'",
     "denominator": "TRUE", "period": {"column": "issued", "by": "month"}, "unit": "percent"},
    {"indicator": "C", "title": "t", "version": "1", SOURCE, "subject": "person", "denominator": "TRUE",
     "value": "working_days(diagnosed, '2024-12-31', calendar)", "method": "median", "unit": "days",
     "strata": ["tested", "dose", "days"]},
    {"indicator": "D", "title": "t", "version": "1", SOURCE, "denominator": "sex IS NOT NULL",
     "value": "days * 0.25", "method": "mean", "unit": "weeks", "geography": {"constant": "XX"}},
    {"indicator": "E", "title": "t", "version": "1", SOURCE, "subject": "person", "denominator": "TRUE",
     "numerator": "tested", "value": "dose", "method": "sum-ratio", "unit": "mg", "period": {"column": "diagnosed", "by": "year"}},
    {"indicator": "F", "title": "t", "version": "1", SOURCE, "subject": "person", "denominator": "days > 0",
     "numerator": "tested", "compare": {"column": "sex", "reference": "f"}, "method": "risk-ratio"},
    {"indicator": "G", "title": "t", "version": "1", SOURCE, "subject": "days", "denominator": "DAYS > 5",
     "numerator": "Region LIKE 'n%'", "strata": ["sex"]}
    ]
    """

  private func run(
    _ bench: StageBench, _ source: String, _ parts: [String], derived: DerivedFiles? = nil,
    definitions: String = definitions
  ) throws -> String {
    let file = try bench.file(
      "u.json", definitions.replacingOccurrences(of: "SOURCE", with: source))
    let files = [
      "definitions": [file], "calendars": [SharedData.project("pipelines/calendars/SE.json")],
    ]
    var context = try bench.context(
      HTAIndicators.kind, "{\"definitions\": \"u.json\", \"calendars\": \"SE.json\"}",
      edges: [bench.edge("people", .table(Self.schema, privacy: .identifiable))])
    let stage = try HTAIndicators(&context)
    let output = RecordedOutput()
    let inputs = TaskInputs(
      tables: [("people", TableArtifact(schema: Self.schema, parts: parts, rowCount: 0))],
      documents: [:])
    try stage.run(
      inputs,
      StageResources(
        files: files, inputs: inputs, scratchFolder: bench.folder, cores: 2, derived: derived),
      into: output)
    return output.rows("indicators")
  }

  private static let table = "\"table\": \"people\""
  private static let query = "\"rows\": \"SELECT * FROM people\""

  @Test("Counts of parts add up to what one query over everything gives", arguments: [1, 2, 7])
  func sameAsQuery(partCount: Int) throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let rows = Self.rows(700, seed: UInt64(partCount))
    let size = rows.count / partCount
    let parts = try (0..<partCount).map { number in
      try bench.file(
        "part-\(number).rows",
        rows[number * size..<(number + 1) * size].map { $0 + "\n" }.joined())
    }
    let counted = try run(bench, Self.table, parts)
    #expect(counted == (try run(bench, Self.query, parts)))
    #expect(counted.split(separator: "\n").count > 100)
  }

  @Test("A part that changed is counted anew, the others are not, and the bytes are the same")
  func incremental() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let derived = DerivedFiles(
      artifacts: bench.folder + "/artifacts", folder: bench.folder + "/derived")
    func part(_ name: String, seed: UInt64) throws -> String {
      let folder = bench.folder + "/artifacts/" + name
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let text = Self.rows(200, seed: seed).map { $0 + "\n" }.joined()
      try Data(text.utf8).write(to: URL(filePath: folder + "/table.rows"))
      return folder + "/table.rows"
    }
    func stamps(_ name: String) throws -> [String: Date] {
      let folder = bench.folder + "/derived/" + name
      var found: [String: Date] = [:]
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)
        found[file] = attributes[.modificationDate] as? Date
      }
      return found
    }
    let first = [try part("aa/1", seed: 1), try part("aa/2", seed: 2), try part("aa/3", seed: 3)]
    _ = try run(bench, Self.table, first, derived: derived)
    let before = try stamps("aa/1")
    #expect(!before.isEmpty)
    let second = [first[0], try part("bb/2", seed: 9), first[2]]
    let changed = try run(bench, Self.table, second, derived: derived)
    #expect(changed == (try run(bench, Self.table, second)))
    #expect(changed == (try run(bench, Self.query, second)))
    #expect(try stamps("aa/1") == before)
    // What was cut short, as by a power failure, is made again.
    for file in before.keys {
      let path = bench.folder + "/derived/aa/1/" + file
      let bytes = try Data(contentsOf: URL(filePath: path))
      try bytes.dropLast(60).write(to: URL(filePath: path))
    }
    #expect(try run(bench, Self.table, second, derived: derived) == changed)
  }

  @Test("A condition that fails names its indicator, however it is counted")
  func failure() throws {
    let definition = """
      {"indicator": "H", "title": "t", "version": "1", SOURCE, "denominator": "TRUE",
       "numerator": "working_days(diagnosed, diagnosed, calendar) = 0"}
      """
    for source in [Self.table, Self.query] {
      let bench = try StageBench()
      defer { bench.remove() }
      let part = try bench.file("part.rows", "a,2024-01-05,N,f,true,3,1,,XX\n")
      let error = try #require(throws: StageError.self) {
        try run(bench, source, [part], definitions: definition)
      }
      #expect(error.message.hasPrefix("indicator H cannot be counted: working_days"))
    }
  }
}
