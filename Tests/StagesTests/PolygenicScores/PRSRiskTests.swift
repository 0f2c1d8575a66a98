import Foundation
import JSONText
import PipelineModel
import Stages
import Tables
import Testing

struct PRSRiskTests {
  private static let adjusted = TableSchema([
    Column("sample", .string), Column("pgs_id", .string), Column("z_norm2", .number),
  ])
  private static let people = TableSchema([
    Column("sample", .string), Column("age", .integer), Column("sex", .string),
    Column("family", .boolean),
  ])
  private static let strata = #""strata": [{"name": "usual", "below": 0.05}, {"name": "raised"}]"#

  /// Rates of both sexes from 40 to 59, twice as high for women.
  private func rates(_ bench: StageBench, bySex: Bool) throws -> (String, String) {
    let ages = Array(40..<60)
    let incidence =
      bySex
      ? "age,sex,rate\n" + ages.map { "\($0),f,0.004\n" }.joined()
        + ages.map { "\($0),m,0.002\n" }.joined()
      : "age,rate\n" + ages.map { "\($0),0.004\n" }.joined()
    return (
      try bench.file("incidence.csv", incidence),
      try bench.file("mortality.csv", "age,rate\n" + ages.map { "\($0),0.01\n" }.joined())
    )
  }

  private func run(
    _ bench: StageBench, _ settings: String, bySex: Bool = false, people: String?
  ) throws -> (risk: [[String]], strata: String) {
    let (incidence, mortality) = try rates(bench, bySex: bySex)
    var tables = [
      ("adjusted", Self.adjusted, "a,P,0\nb,P,2\nc,P,\nd,P,1\n")
    ]
    if let people { tables.append(("people", Self.people, people)) }
    var context = try bench.context(
      PRSRisk.kind,
      "{\"incidence\": \"incidence.csv\", \"mortality\": \"mortality.csv\", \(Self.strata), \(settings)}",
      edges: tables.map { bench.edge($0.0, .table($0.1, privacy: .identifiable)) })
    let stage = try PRSRisk(&context)
    #expect(context.diagnostics.all.isEmpty, "\(context.diagnostics.all)")
    let files = ["incidence": [incidence], "mortality": [mortality]]
    #expect(stage.preflight(files: files).isEmpty)
    let output = RecordedOutput()
    let inputs = TaskInputs(
      tables: try tables.map { ($0.0, try bench.table($0.1, [$0.2])) }, documents: [:])
    try stage.run(
      inputs, StageResources(files: files, inputs: inputs, scratchFolder: bench.folder),
      into: output)
    let rows = output.rows("risk").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return (rows, output.rows("strata"))
  }

  @Test("without effect a risk is the sum by hand, and has no limits unless errors are given")
  func byHand() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let (rows, strata) = try run(
      bench, #""horizonYears": 2, "age": 45, "logOddsPerSD": 0"#, people: nil)
    // 0.004 in the first year; in the second of those who neither fell ill nor died.
    let wanted = 0.004 + 0.004 * exp(-0.014)
    #expect(abs(Double(rows[0][1])! - wanted) < 1e-15)
    #expect(abs(Double(rows[0][7])! - wanted) < 1e-15)
    #expect(rows.map { $0[8] } == ["", "", "no_z", ""])
    #expect(rows.allSatisfy { $0[2].isEmpty && $0[3].isEmpty })
    #expect(strata == "P,usual,3,0.75,\(Double(rows[0][1])!)\nP,raised,0,0.0,\nP,,1,0.25,\n")
  }

  @Test("age, sex and other factors are each person's; what is missing is named, not guessed")
  func people() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let (rows, _) = try run(
      bench,
      #"""
      "untilAge": 60, "logOddsPerSD": {"P": 0.5}, "logOddsStandardError": 0.05,
      "factors": [{"column": "family", "logRelativeRisk": 0.7, "prevalence": 0.1}]
      """#, bySex: true, people: "a,45,f,true\nb,59,m,false\nc,50,f,false\nd,50,f,\n")
    #expect(rows.map { $0[8] } == ["", "", "no_z", "factor_missing"])
    let (risk, lower, upper) = (Double(rows[0][1])!, Double(rows[0][2])!, Double(rows[0][3])!)
    #expect(lower < risk && risk < upper && rows[0][4] == "raised" && rows[0][6] == "45")
    #expect(rows[1][4] == "usual")
    let (other, _) = try run(
      bench,
      #"""
      "untilAge": 60, "logOddsPerSD": 0.5,
      "factors": [{"column": "family", "logRelativeRisk": 0.7, "prevalence": 0.1}]
      """#, bySex: true, people: "a,45,x,true\nb,60,m,true\nd,39,m,true\n")
    #expect(other.map { $0[8] } == ["no_rates_of_sex", "past_horizon", "no_z", "beyond_rates"])
  }

  static let refused: [(settings: String, rule: String)] = [
    (#""age": 40, "logOddsPerSD": 1"#, "bad-value"),
    (#""age": 40, "logOddsPerSD": 1, "horizonYears": 5, "untilAge": 60"#, "bad-value"),
    (#""horizonYears": 5, "logOddsPerSD": 1"#, "missing-edge"),
    (#""age": 40, "horizonYears": 5, "logOddsPerSD": "x""#, "wrong-type"),
    (#""age": 40, "horizonYears": 5, "logOddsPerSD": 1, "z": "z_norm1""#, "missing-column"),
    (
      #""age": 40, "horizonYears": 5, "logOddsPerSD": 1, "factors": [{"column": "x", "logRelativeRisk": 1}]"#,
      "bad-value"
    ),
    (
      #""age": 40, "horizonYears": 5, "logOddsPerSD": 1, "strata": [{"name": "a", "below": 0.1}]"#,
      "bad-value"
    ),
  ]

  @Test("what cannot work is refused before anything is read", arguments: refused)
  func refuse(settings: String, rule: String) throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let strata = settings.contains("strata") ? "" : Self.strata + ", "
    var context = try bench.context(
      PRSRisk.kind,
      "{\"incidence\": \"i.csv\", \"mortality\": \"m.csv\", \(strata)\(settings)}",
      edges: [bench.edge("adjusted", .table(Self.adjusted, privacy: .identifiable))])
    _ = try? PRSRisk(&context)
    #expect(context.diagnostics.all.map(\.rule).contains(rule), "\(context.diagnostics.all)")
  }

  @Test(
    "a table of rates is refused at the line that is wrong",
    arguments: [
      ("age,rate\n40,0.1\n42,0.1\n", 3), ("age,rate\n40,1.5\n", 2), ("age,rate\n4x,0.1\n", 2),
      ("age,rates\n40,0.1\n", 2),
    ])
  func rates(text: String, line: Int) throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let good = try bench.file("good.csv", "age,rate\n40,0.1\n")
    let bad = try bench.file("bad.csv", text)
    var context = try bench.context(
      PRSRisk.kind,
      "{\"incidence\": \"bad.csv\", \"mortality\": \"good.csv\", \(Self.strata), \"age\": 40, \"horizonYears\": 1, \"logOddsPerSD\": 1}",
      edges: [bench.edge("adjusted", .table(Self.adjusted, privacy: .identifiable))])
    let found = try PRSRisk(&context).preflight(files: ["incidence": [bad], "mortality": [good]])
    #expect(found.count == 1 && found[0].file == bad)
    #expect(found[0].message.contains("line \(line)") || found[0].position?.line == line)
  }
}
