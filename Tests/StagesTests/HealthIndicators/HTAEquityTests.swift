import Foundation
import PipelineModel
import Stages
import Tables
import Testing

struct HTAEquityTests {
  private static let schema = TableSchema([
    Column("indicator", .string), Column("period", .string), Column("geography", .string),
    Column("income", .string), Column("sex", .string), Column("numerator", .integer),
    Column("denominator", .integer), Column("value", .number), Column("lower", .number),
    Column("upper", .number), Column("method", .string), Column("unit", .string),
    Column("conf_status", .string),
  ])

  private static let fifths = """
    U1,2024,,Q3,,65,162,40,32.8,47.7,wilson,percent,F
    U1,2024,,Q1,,16,78,20,12.9,30.6,wilson,percent,F
    U1,2024,,Q5,,63,105,60,50.4,68.9,wilson,percent,F
    U1,2024,,Q2,,27,91,30,21.2,39.8,wilson,percent,F
    U1,2024,,Q4,,52,103,50,41.0,59.9,wilson,percent,F
    U1,2024,,,,223,539,41.4,37.3,45.6,wilson,percent,F

    """

  private func rows(
    _ bench: StageBench, _ table: String, _ settings: String, privacy: Privacy = .released
  ) throws -> [[String]] {
    var context = try bench.context(
      HTAEquity.kind, settings,
      edges: [bench.edge("indicators", .table(Self.schema, privacy: privacy))])
    let stage = try HTAEquity(&context)
    #expect(context.diagnostics.all.isEmpty)
    #expect(stage.outputs["equity"]?.privacy == privacy)
    let inputs = TaskInputs(
      tables: [("indicators", try bench.table(Self.schema, [table]))], documents: [:])
    let output = RecordedOutput()
    try stage.run(
      inputs, StageResources(files: [:], inputs: inputs, scratchFolder: bench.folder), into: output)
    return output.rows("equity").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static let ordered =
    #"{"dimension": "income", "order": ["Q1", "Q2", "Q3", "Q4", "Q5"], "draws": 500}"#

  @Test("Groups are ordered as the setting says, totals left out, measures named")
  func measures() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let rows = try self.rows(bench, Self.fifths, Self.ordered)
    for (measure, value) in [
      ("SII", 46.25381094243094), ("ACI", 7.32842032073413), ("RCI", 0.17776861174058037),
      ("SII_logit", 44.90526404360246), ("Gini", 0.1777686117405803), ("RD", 40.0), ("RR", 3.0),
    ] {
      let row = try #require(rows.first { $0[3] == measure })
      #expect(row[..<3] == ["U1", "2024", "income"])
      #expect(abs((Double(row[4]) ?? .nan) - value) <= 1e-9 * value, "\(measure)")
      #expect((Double(row[5]) ?? .nan) < value && (Double(row[6]) ?? .nan) > value, "\(measure)")
    }
    #expect(rows.count == 19)
  }

  @Test("Without an order there is no slope; with a suppressed group no measure has a value")
  func absent() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let plain = try self.rows(bench, Self.fifths, #"{"dimension": "income", "draws": 0}"#)
    #expect(!plain.contains { $0[3].hasPrefix("SII") || $0[3] == "ACI" } && plain.count == 9)
    let hidden = Self.fifths.replacing(
      "16,78,20,12.9,30.6,wilson,percent,F", with: ",,,,,wilson,percent,A")
    let rows = try self.rows(bench, hidden, Self.ordered)
    #expect(rows.allSatisfy { $0[4].isEmpty && $0.last?.contains("suppressed") == true })
  }

  @Test("A group that the order does not name is refused; people of unknown group are left out")
  func foreign() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let error = #expect(throws: StageError.self) {
      try self.rows(bench, Self.fifths.replacing("Q5", with: "Q6"), Self.ordered)
    }
    #expect(error?.category == .contract && error?.description.contains("Q6") == true)
    let more = Self.fifths + "U1,2024,,unknown,,5,10,50,23,76,wilson,percent,F\n"
    let rows = try self.rows(bench, more, Self.ordered)
    #expect(rows.first { $0[3] == "RD" }?[4] == "40.0")
    #expect(rows.allSatisfy { $0.last?.contains("unknown") == true })
  }

  @Test("Aggregates stay aggregates, and a column that is not there is refused")
  func edges() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    _ = try self.rows(bench, Self.fifths, Self.ordered, privacy: .aggregate)
    var context = try bench.context(
      HTAEquity.kind, #"{"dimension": "wealth"}"#,
      edges: [bench.edge("indicators", .table(Self.schema, privacy: .aggregate))])
    _ = try HTAEquity(&context)
    #expect(context.diagnostics.all.count == 1)
  }

  @Test("The page marks suppressed cells, escapes names, and refers to nothing outside")
  func page() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let table =
      Self.fifths
        + """
        U1,2024,A<b>,,,20,60,33.3,22.7,45.9,wilson,percent,F
        U1,2024,B,,,,,,,,wilson,percent,A
        U1,2024,C,,,40,60,66.7,54,77,wilson,percent,F
        U1,2024,D,,,30,60,50,37.7,62.3,wilson,percent,F
        U1,2023,,,,200,539,37.1,33.1,41.3,wilson,percent,F

        """
    var context = try bench.context(
      HTAReport.kind, #"{"title": "Uptake & more"}"#,
      edges: [bench.edge("indicators", .table(Self.schema, privacy: .released))])
    let stage = try HTAReport(&context)
    #expect(stage.outputs["documents"]?.privacy == .released)
    let inputs = TaskInputs(
      tables: [("indicators", try bench.table(Self.schema, [table]))], documents: [:])
    let output = RecordedOutput()
    try stage.run(
      inputs, StageResources(files: [:], inputs: inputs, scratchFolder: bench.folder), into: output)
    let page = output.document("documents")
    #expect(page.contains("Uptake &amp; more") && page.contains("A&lt;b&gt;"))
    #expect(!page.contains("A<b>") && !page.contains("<script") && !page.contains("http"))
    #expect(page.contains("class=\"hidden-cell\"") && page.contains(">suppressed<"))
    for title in ["U1 over time", "U1 by place", "funnel of places", "U1 by income"] {
      #expect(page.contains(title), "\(title)")
    }
  }
}
