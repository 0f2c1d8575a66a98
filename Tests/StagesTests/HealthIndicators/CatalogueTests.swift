import Foundation
import PipelineModel
import Stages
import Tables
import TestSupport
import Testing

/// The catalogue of indicators over tables that are small enough to count by hand.
struct CatalogueTests {
  /// A table as its columns, `name:type`, and its rows.
  private struct Source {
    let name: String
    let columns: String
    let rows: String

    var schema: TableSchema {
      TableSchema(
        columns.split(separator: " ").map { column in
          let parts = column.split(separator: ":").map(String.init)
          return Column(parts[0], ColumnType(rawValue: parts[1]) ?? .string)
        })
    }
  }

  private static let sources = [
    Source(
      name: "cohort",
      columns:
        "person:string region:string sex:string age_band:string diagnosed:date advanced:boolean died_within_30_days:boolean ordered_within_60_days:boolean income:string education:string urbanisation:string",
      rows: """
        a,N,f,60-69,2024-01-05,true,false,true,Q1,low,rural
        b,N,m,60-69,2024-02-05,true,false,false,Q1,low,rural
        c,S,f,70-79,2024-03-05,true,false,true,Q5,high,city
        d,S,m,70-79,2024-04-05,true,true,false,Q5,high,city
        e,S,m,70-79,2024-05-05,false,false,true,Q5,high,city
        f,S,f,70-79,2024-06-05,true,false,true,Q5,high,city

        """),
    Source(
      name: "reports",
      columns:
        "report_id:string region:string method:string material:string payer:string issued:date",
      rows:
        "1,N,NGS,tissue,public,2024-01-05\n2,S,PCR,plasma,trial,2024-02-05\n3,S,NGS,tissue,self,2024-03-05\n"
    ),
    Source(
      name: "regions", columns: "region:string year:integer population:integer",
      rows: "N,2024,1000\nS,2024,3000\n"),
    Source(
      name: "laboratories",
      columns:
        "laboratory:string region:string year:integer accredited:boolean offers_test:boolean eqa_participation:boolean",
      rows: "L1,N,2024,false,true,true\nL2,S,2024,true,true,true\nL3,S,2024,true,false,false\n"),
    Source(
      name: "pathways",
      columns:
        "person:string country:string ordered:date received:date issued:date discussed:date treated:date",
      rows: """
        a,SE,2024-06-18,2024-06-20,2024-06-24,2024-06-25,2024-07-01
        b,SE,2024-01-08,2024-01-09,2024-01-30,,

        """),
    Source(
      name: "boards",
      columns:
        "person:string region:string reported:date referred:date discussed:date recommended:boolean implemented:boolean died_within_30_days:boolean",
      rows: """
        a,N,2024-01-05,2024-01-06,2024-01-12,true,true,false
        b,N,2024-01-05,2024-01-06,2024-01-16,true,false,true
        c,S,2024-01-05,,,,,false

        """),
    Source(
      name: "treatments",
      columns:
        "person:string region:string sex:string reported:date actionable:boolean matched:boolean off_label:boolean in_trial:boolean died_within_30_days:boolean",
      rows:
        "a,N,f,2024-01-05,true,true,true,false,false\nb,N,m,2024-01-05,true,false,false,true,false\n"
    ),
    Source(
      name: "outcomes",
      columns:
        "person:string cohort:string evaluable:boolean benefit_week_16:boolean pfs_days:integer previous_pfs_days:integer treatment_days:integer",
      rows: (0..<30).map {
        "p\($0),nivolumab-MSI,true,\($0 < 19),\($0 < 10 ? 130 : 90),100,\(10 * $0)"
      }
      .joined(separator: "\n") + "\n"),
    Source(
      name: "tests", columns: "person:string region:string day:date age_band:integer",
      rows: (0..<24).map {
        "t\($0),\($0 < 12 ? "N" : "S"),2024-03-0\($0 % 9 + 1),\($0 < 18 ? 55 : 75)"
      }
      .joined(separator: "\n") + "\n"),
    Source(
      name: "population",
      columns: "region:string year:integer age_band:string population:integer",
      rows: "N,2024,0-69,1000\nN,2024,70+,200\nS,2024,0-69,2000\nS,2024,70+,400\n"),
    Source(
      name: "ledger",
      columns:
        "person:string day:date kind:string payer:string amount:number benefit_week_16:boolean",
      rows: """
        p0,2024-01-05,drug,manufacturer,1000,true
        p0,2024-05-05,drug,public,500,true
        p25,2024-01-05,drug,manufacturer,1000,false
        p26,2024-01-05,test,public,300,

        """),
    Source(
      name: "relatives",
      columns: "relative:string region:string informed:date at_risk:boolean tested:date",
      rows: "r,N,2024-01-01,true,2024-02-01\ns,N,2024-01-01,true,\n"),
    Source(
      name: "invitations",
      columns: "person:string region:string sex:string invited:date participated:boolean",
      rows: "a,N,f,2024-01-01,true\nb,N,m,2024-01-01,false\n"),
    Source(
      name: "questionnaires",
      columns:
        "region:string due:date completed:date alert:boolean answered_hours:number summary_score:number baseline_score:number",
      rows:
        "N,2024-01-01,2024-01-02,true,48,70,60\nN,2024-01-01,2024-01-02,true,90,60,56\nN,2024-01-01,,false,,,\n"
    ),
  ]

  private func run(_ bench: StageBench) throws -> [[String]] {
    let catalogue = SharedData.project("pipelines/catalogue")
    let files = try FileManager.default.contentsOfDirectory(atPath: catalogue).sorted()
      .map { "\(catalogue)/\($0)" }
    let settings = [
      "definitions": files, "calendars": [SharedData.project("pipelines/calendars/SE.json")],
    ]
    var context = try bench.context(
      HTAIndicators.kind, "{\"definitions\": \"*.json\", \"calendars\": \"SE.json\"}",
      edges: Self.sources.map {
        bench.edge($0.name, .table($0.schema, privacy: .identifiable))
      })
    let stage = try HTAIndicators(&context)
    let found = stage.preflight(files: settings)
    #expect(found.isEmpty, "\(found)")
    let inputs = TaskInputs(
      tables: try Self.sources.map { ($0.name, try bench.table($0.schema, [$0.rows])) },
      documents: [:])
    let output = RecordedOutput()
    try stage.run(
      inputs, StageResources(files: settings, inputs: inputs, scratchFolder: bench.folder),
      into: output)
    let names = try #require(output.columns("indicators"))
    let kept = ["indicator", "period", "geography", "numerator", "denominator", "value", "unit"]
      .map { names.firstIndex(of: $0) ?? 0 }
    let strata = names.indices.dropFirst(3).prefix(names.count - 10)
    return output.rows("indicators").split(separator: "\n").map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return kept.map { cells[$0] } + [strata.map { cells[$0] }.joined()]
    }
  }

  /// Cells as indicator, place, stratum; numerator, denominator, value.
  static let expected: [(String, String, String, Int, Int, Double)] = [
    ("U1", "", "", 3, 4, 75), ("U1", "N", "", 1, 2, 50), ("U1", "", "m", 0, 1, 0),
    ("U2.ngs", "", "", 2, 3, 200.0 / 3), ("U2.liquid", "S", "", 1, 2, 50),
    ("U3.laboratory", "", "", 1, 2, 75), ("U3.test", "", "", 2, 2, 100), ("U4", "", "", 1, 2, 50),
    ("U5.eqa", "", "", 2, 2, 100), ("U5.accredited", "", "", 1, 2, 50),
    ("U6.sample.median", "", "", 2, 2, 1.5), ("U6.report.median", "", "", 2, 2, 8),
    ("U6.report.p90", "", "", 2, 2, 13.6), ("U6.within10", "SE", "", 1, 2, 50),
    ("U6.within14", "SE", "", 1, 2, 50), ("U6.treatment.median", "", "", 1, 1, 4),
    ("U7.referral", "", "", 2, 3, 200.0 / 3), ("U7.recommendation", "", "", 2, 2, 100),
    ("U7.implementation", "", "", 1, 1, 100), ("U7.days", "", "", 2, 2, 9),
    ("U8.matched", "", "", 1, 2, 50), ("U8.offlabel", "", "", 1, 1, 100),
    ("U8.trial", "", "", 1, 2, 50), ("U9.benefit", "", "nivolumab-MSI", 19, 30, 1900.0 / 30),
    ("U9.pfsratio", "", "", 10, 30, 1000.0 / 30), ("U9.ontreatment", "", "", 30, 30, 145),
    ("U10.crude", "N", "", 12, 1200, 1000), ("U10.crude", "", "", 24, 3600, 24.0 / 0.036),
    ("U10.standardised", "N", "", 12, 1200, 0.012 * 86_000),
    ("U10.ratio", "N", "", 12, 1200, 12 / (6.0 + 2)), ("U11.income", "", "Q1", 1, 2, 50),
    ("U11.difference", "", "rural", 1, 2, -50.0 / 3), ("U11.ratio", "", "rural", 1, 2, 0.75),
    ("U12.treated", "", "", 2, 2, 1250), ("U12.benefitting", "", "", 1, 2, 2500),
    ("U12.public", "", "", 1, 2, 20), ("U12.tested", "", "", 1, 1, 300),
    ("U13.cascade", "", "", 1, 2, 50), ("U13.prs", "", "f", 1, 1, 100),
    ("U14.completion", "", "", 2, 3, 200.0 / 3), ("U14.answered", "", "", 1, 2, 50),
    ("U14.change", "", "", 2, 2, 7),
  ]

  @Test("Every indicator of the catalogue gives what counting by hand gives")
  func byHand() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let rows = try run(bench)
    for (indicator, place, stratum, numerator, denominator, value) in Self.expected {
      let row = rows.first { $0[0] == indicator && $0[2] == place && $0[7] == stratum }
      guard let row else {
        Issue.record("\(indicator) \(place) \(stratum) has no row")
        continue
      }
      #expect(row[3] == "\(numerator)" && row[4] == "\(denominator)", "\(row)")
      #expect(abs((Double(row[5]) ?? .nan) - value) < 1e-9 * max(1, value), "\(row) \(value)")
    }
    #expect(Set(Self.expected.map(\.0)).count >= 36)
  }
}
