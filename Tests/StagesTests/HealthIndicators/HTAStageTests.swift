import Foundation
import JSONText
import PipelineModel
import Stages
import Tables
import Testing

struct HTAStageTests {
  private static let people = TableSchema([
    Column("person", .string), Column("diagnosed", .date), Column("region", .string),
    Column("sex", .string), Column("tested", .boolean), Column("days", .integer),
  ])

  /// Two parts; person a stands twice, person f has no sex and no date, e died early.
  private static let parts = [
    """
    a,2024-01-05,N,f,true,3
    a,2024-02-06,N,f,false,90
    b,2024-03-31,N,f,false,

    """,
    """
    c,2024-04-01,S,m,true,70
    d,2024-12-24,S,m,true,5
    e,2024-05-01,N,m,true,-1
    f,,N,,true,1

    """,
  ]

  private func indicators(_ bench: StageBench, _ definition: String) throws -> String {
    let file = try bench.file("u.json", definition)
    var context = try bench.context(
      HTAIndicators.kind, "{\"definitions\": \"u.json\"}",
      edges: [bench.edge("people", .table(Self.people, privacy: .identifiable))])
    let stage = try HTAIndicators(&context)
    let found = stage.preflight(files: ["definitions": [file]])
    #expect(found.isEmpty, "\(found)")
    let output = RecordedOutput()
    let inputs = TaskInputs(
      tables: [("people", try bench.table(Self.people, Self.parts))], documents: [:])
    try stage.run(
      inputs,
      StageResources(
        files: ["definitions": [file]], inputs: inputs, scratchFolder: bench.folder), into: output)
    #expect(stage.outputs["indicators"]?.privacy == .aggregate)
    return output.rows("indicators")
  }

  @Test("Persons are counted once a cell, exclusions left out, missing values named")
  func counting() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let rows = try indicators(
      bench,
      """
      {"indicator": "U1", "title": "t", "version": "1", "table": "people", "subject": "person",
       "denominator": "region IN ('N', 'S')", "numerator": "tested AND days <= 60",
       "exclusions": [{"name": "no survival", "where": "days < 0"}],
       "period": {"column": "diagnosed", "by": "quarter"}, "geography": {"column": "region"},
       "strata": ["sex"], "unit": "percent"}
      """)
    let counts = rows.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      counts.map { $0[..<7].joined(separator: ",") } == [
        "U1,2024-Q1,N,f,1,2,50.0", "U1,2024-Q2,S,m,0,1,0.0", "U1,2024-Q4,S,m,1,1,100.0",
        "U1,unknown,N,unknown,1,1,100.0",
      ])
    #expect(counts.allSatisfy { $0[9] == "wilson" && $0[10] == "percent" })
  }

  @Test("Rows are counted without a subject, and an empty whole has no value")
  func whole() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let rows = try indicators(
      bench,
      """
      [{"indicator": "A", "title": "t", "version": "1", "table": "people", "denominator": "true",
        "numerator": "tested"},
       {"indicator": "B", "title": "t", "version": "1", "table": "people",
        "denominator": "region = 'X'", "numerator": "tested",
        "period": {"column": "diagnosed", "by": "month"}}]
      """)
    #expect(rows.hasPrefix("A,,,5,7,0.7142857142857143,"))
    #expect(rows.split(separator: "\n").count == 1)
  }

  static let refused: [(change: (String, String), rule: String)] = [
    (("\"people\"", "\"peopel\""), "unknown-table"), (("\"sex\"", "\"sax\""), "missing-column"),
    (("tested", "testing"), "condition"), (("\"people\"", "5"), "indicator-file"),
    (("\"U1\",", "\"U1\""), "indicator-file"),
  ]

  @Test(
    "A definition that cannot work is refused before the run, in its own file", arguments: refused)
  func preflight(change: (String, String), rule: String) throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let text = """
      {"indicator": "U1", "title": "t", "version": "1", "table": "people", "denominator": "true",
       "numerator": "tested", "strata": ["sex"]}
      """
    let file = try bench.file("u.json", text.replacing(change.0, with: change.1))
    var context = try bench.context(
      HTAIndicators.kind, "{\"definitions\": \"u.json\"}",
      edges: [bench.edge("people", .table(Self.people, privacy: .identifiable))])
    let found = try HTAIndicators(&context).preflight(files: ["definitions": [file]])
    #expect(found.first?.rule == rule)
    #expect(found.first?.file == file)
    #expect(found.first?.position != nil)
  }

  private static let indicatorTable = TableSchema([
    Column("indicator", .string), Column("period", .string), Column("geography", .string),
    Column("sex", .string), Column("numerator", .integer), Column("denominator", .integer),
    Column("value", .number), Column("lower", .number), Column("upper", .number),
    Column("method", .string), Column("unit", .string),
  ])

  private func suppressed(
    _ bench: StageBench, _ rows: String, settings: String = "{\"minimumCell\": 5}",
    register: [String] = []
  ) throws -> RecordedOutput {
    var context = try bench.context(
      HTASuppress.kind, settings,
      edges: [bench.edge("indicators", .table(Self.indicatorTable, privacy: .aggregate))])
    let stage = try HTASuppress(&context)
    #expect(context.diagnostics.all.isEmpty)
    #expect(stage.outputs["released"]?.privacy == .released)
    let output = RecordedOutput()
    let inputs = TaskInputs(
      tables: [("indicators", try bench.table(Self.indicatorTable, [rows]))], documents: [:])
    try stage.run(
      inputs,
      StageResources(files: ["register": register], inputs: inputs, scratchFolder: bench.folder),
      into: output)
    return output
  }

  @Test("Small counts are blanked with everything computed from them")
  func suppression() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let output = try suppressed(
      bench,
      """
      U1,2024,"N, E",f,20,60,0.3,0.2,0.4,wilson,proportion
      U1,2024,"N, E",m,3,60,0.05,0.01,0.1,wilson,proportion

      """)
    #expect(
      output.rows("released") == """
        U1,2024,"N, E",f,20,60,0.3,0.2,0.4,wilson,proportion,F
        U1,2024,"N, E",m,,,,,,wilson,proportion,A

        """)
    #expect(output.columns("released")?.last == "conf_status")
  }

  private static let totalAndPart = """
    U1,2024,N,,23,120,0.2,0.1,0.3,wilson,proportion
    U1,2024,N,m,3,60,0.05,0.01,0.1,wilson,proportion

    """

  @Test(
    "A total beside a suppressed part is suppressed with it; the proof says what stays possible")
  func secondary() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let output = try suppressed(bench, Self.totalAndPart)
    #expect(
      output.rows("released") == """
        U1,2024,N,,,,,,,wilson,proportion,D
        U1,2024,N,m,,,,,,wilson,proportion,A

        """)
    #expect(
      output.rows("proof") == """
        U1,2024,N,,D,20.0,,40.0,,,,0.0
        U1,2024,N,m,A,0.0,,0.0,,,,5.0

        """)
    #expect(output.rows("summary") == "U1,2,1,1,23.0,23.0,0.0\n")
  }

  @Test("An earlier release, as its proof or as the table itself, is not differenced")
  func register() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let rows = "U1,2024,N,f,20,60,0.3,0.2,0.4,wilson,proportion\n"
    let first = try suppressed(bench, rows)
    let header = try #require(first.columns("proof")).joined(separator: ",")
    let proof = try bench.file("proof.csv", header + "\n" + first.rows("proof"))
    let table = try bench.file(
      "released.csv",
      "indicator,period,geography,sex,numerator,denominator,conf_status\nU1,2024,N,f,20,60,F\n")
    for file in [proof, table] {
      for (later, status) in [(20, "F"), (22, "M"), (30, "F")] {
        let output = try suppressed(
          bench, "U1,2024,N,f,\(later),\(later + 40),0.3,0.2,0.4,wilson,proportion\n",
          register: [file])
        #expect(output.rows("released").hasSuffix(",\(status)\n"), "\(file) \(later)")
      }
    }
  }

  @Test("Counts are rounded instead where that is asked for; the value follows, the limits go")
  func rounding() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let output = try suppressed(
      bench,
      """
      U1,2024,N,f,21,59,0.3,0.2,0.4,wilson,percent
      U1,2024,N,m,3,60,0.05,0.01,0.1,wilson,percent

      """, settings: "{\"rounding\": 5}")
    #expect(
      output.rows("released") == """
        U1,2024,N,f,20,60,33.33333333333333,,,wilson,percent,F
        U1,2024,N,m,5,60,8.333333333333332,,,wilson,percent,F

        """)
  }

  @Test("Without secondary suppression a total beside a suppressed part is refused")
  func refusal() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let error = #expect(throws: StageError.self) {
      try suppressed(
        bench, Self.totalAndPart, settings: "{\"minimumCell\": 5, \"secondary\": false}")
    }
    #expect(error?.category == .contract)
    #expect(error?.description.contains("row 2") == true)
  }

  @Test("A table with numbers that suppression does not know is a compile error at the edge")
  func unknownNumbers() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let schema = TableSchema(Self.indicatorTable.columns + [Column("cost", .number)])
    var context = try bench.context(
      HTASuppress.kind, "{}",
      edges: [bench.edge("indicators", .table(schema, privacy: .aggregate))])
    _ = try HTASuppress(&context)
    #expect(context.diagnostics.all.map(\.rule) == ["unprotected-column"])
    #expect(context.diagnostics.all.first?.position?.line == 7)
    var missing = try bench.context(
      HTASuppress.kind, "{}",
      edges: [
        bench.edge("indicators", .table(TableSchema([Column("x", .string)]), privacy: .aggregate))
      ])
    _ = try HTASuppress(&missing)
    #expect(missing.diagnostics.all.count == 5)
    var persons = try bench.context(
      HTASuppress.kind, "{}",
      edges: [bench.edge("indicators", .table(Self.indicatorTable, privacy: .identifiable))])
    _ = try HTASuppress(&persons)
    #expect(persons.diagnostics.all.map(\.rule) == ["privacy"])
  }

  @Test("The export is the released table with a header line; anything unreleased is refused")
  func export() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let schema = TableSchema([Column("indicator", .string), Column("value", .number)])
    for (privacy, rules) in [
      (Privacy.released, []), (.aggregate, ["privacy"]), (.identifiable, ["privacy"]),
    ] {
      var context = try bench.context(
        HTAExport.kind, "{\"as\": \"csv\"}",
        edges: [bench.edge("released", .table(schema, privacy: privacy))])
      let stage = try HTAExport(&context)
      #expect(context.diagnostics.all.map(\.rule) == rules)
      let inputs = TaskInputs(
        tables: [("released", try bench.table(schema, ["U1,0.5\n", "", "U2,\n"]))], documents: [:])
      let output = RecordedOutput()
      try stage.run(
        inputs, StageResources(files: [:], inputs: inputs, scratchFolder: bench.folder),
        into: output)
      #expect(output.document("file") == "indicator,value\nU1,0.5\nU2,\n")
    }
  }
}
