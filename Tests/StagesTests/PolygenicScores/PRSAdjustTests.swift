import Foundation
import PipelineModel
import Stages
import Tables
import TestSupport
import Testing

struct PRSAdjustTests {
  private static let scores = TableSchema([
    Column("sample", .string), Column("pgs_id", .string), Column("variants_used", .integer),
    Column("allele_count", .integer), Column("denominator", .integer), Column("score_sum", .number),
  ])

  private static func places(_ components: Int) -> [Column] {
    (1..<components + 1).map { Column("PC\($0)", .number) }
  }

  private static func reference(_ components: Int, columns: [Column] = []) -> TableSchema {
    TableSchema(
      [Column("sample", .string), Column("population", .string), Column("unrelated", .boolean)]
        + columns + [Column("score", .number)] + places(components))
  }

  private static func projections(_ components: Int) -> TableSchema {
    TableSchema(
      [Column("sample", .string), Column("most_similar_population", .string)] + places(components))
  }

  /// Runs a stage over tables; gives the rows of `adjusted` as cells by column, and of `models` as text.
  private func run(
    _ bench: StageBench, _ settings: String, _ tables: [(String, TableSchema, [String])]
  ) throws -> (adjusted: [[String: String]], models: String) {
    let edges = tables.map { bench.edge($0.0, .table($0.1, privacy: .identifiable)) }
    var context = try bench.context(PRSAdjust.kind, settings, edges: edges)
    let stage = try PRSAdjust(&context)
    #expect(context.diagnostics.all.isEmpty, "\(context.diagnostics.all)")
    let output = RecordedOutput()
    let inputs = TaskInputs(
      tables: try tables.map { ($0.0, try bench.table($0.1, $0.2)) }, documents: [:])
    try stage.run(
      inputs, StageResources(files: [:], inputs: inputs, scratchFolder: bench.folder), into: output)
    let columns = try #require(output.columns("adjusted"))
    let rows = output.rows("adjusted").split(separator: "\n").map { line in
      Dictionary(
        uniqueKeysWithValues: zip(
          columns,
          line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
    }
    #expect(output.count("adjusted") == rows.count)
    return (rows, output.rows("models"))
  }

  // MARK: known answer

  /// A tab-separated file with a header as rows by column.
  private static func rows(_ path: String) throws -> [[String: String]] {
    var text = try String(contentsOfFile: path, encoding: .utf8)
    if text.contains("\r") { text = text.replacing("\r", with: "") }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  private static func inflated(_ path: String, in folder: String) throws -> String {
    let name = folder + "/" + (path as NSString).lastPathComponent + ".txt"
    let made = try Program.run(
      "/bin/sh", ["-c", "gzip -dc '\(SharedData.file(path))' > '\(name)'"], in: folder)
    #expect(made.exitCode == 0)
    return name
  }

  @Test(
    "HGDP beside 1000 Genomes is what pgsc_calc published, to 1e-12, 1e-6 and 1e-9",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func knownAnswer() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let folder = "prs/pygscatalog/"
    let score = try Self.rows(SharedData.file(folder + "ancestry/aggregated_scores.txt"))
    let panel = try Self.rows(SharedData.file(folder + "ancestry/ref.psam"))
    let related = Set(
      try String(
        contentsOfFile: SharedData.file(folder + "ancestry/ref.king.cutoff.id"), encoding: .utf8
      ).split(separator: "\n").map(String.init))
    let similar = try Self.rows(
      Self.inflated(folder + "ancestry_expected/hgdp_popsimilarity.txt.gz", in: bench.folder))
    let published = try Self.rows(
      Self.inflated(folder + "ancestry_expected/hgdp_pgs.txt.gz", in: bench.folder))
    let sums = Dictionary(
      uniqueKeysWithValues: score.map { (($0["sampleset"] ?? "") + $0["IID"]!, $0["SUM"]!) })
    let populations = Dictionary(uniqueKeysWithValues: panel.map { ($0["#IID"]!, $0["SuperPop"]!) })
    let labels = Dictionary(
      uniqueKeysWithValues: similar.filter { $0["REFERENCE"] == "False" }
        .map { ($0["IID"]!, $0["MostSimilarPop"]!) })
    func place(_ row: [String: String]) -> String {
      (1...5).map { row["PC\($0)"]! }.joined(separator: ",")
    }
    let reference = try Self.rows(SharedData.file(folder + "ancestry/ref.pcs")).map { row in
      let name = row["IID"]!
      return
        "\(name),\(populations[name]!),\(!related.contains(name)),\(sums["reference" + name]!),"
        + place(row)
    }
    let targets = try Self.rows(SharedData.file(folder + "ancestry/target.pcs"))
    let (adjusted, _) = try run(
      bench, "{}",
      [
        (
          "scores", Self.scores,
          [targets.map { "\($0["IID"]!),P,1,2,2,\(sums["hgdp" + $0["IID"]!]!)\n" }.joined()]
        ),
        ("reference", Self.reference(5), [reference.joined(separator: "\n") + "\n"]),
        (
          "projections", Self.projections(5),
          [targets.map { "\($0["IID"]!),\(labels[$0["IID"]!]!),\(place($0))\n" }.joined()]
        ),
      ])
    let wanted = Dictionary(uniqueKeysWithValues: published.map { ($0["IID"]!, $0) })
    #expect(adjusted.count == 929)
    for row in adjusted {
      let expected = try #require(wanted[row["sample"]!])
      for (ours, theirs, limit) in [
        ("z_most_similar_population", "Z_MostSimilarPop", 1e-12), ("z_norm1", "Z_norm1", 1e-12),
        ("z_norm2", "Z_norm2", 1e-6), ("percentile", "percentile_MostSimilarPop", 1e-9),
      ] {
        #expect(abs(Double(row[ours]!)! - Double(expected[theirs]!)!) <= limit, "\(ours)")
      }
    }
  }

  // MARK: small tables

  /// Twelve people of two populations on a line, three of them related to others.
  private static let small = (0..<15).map { number in
    let isFirst = number % 2 == 0
    let place = (isFirst ? -1.0 : 1.0) + Double(number) / 100
    return
      "r\(number),\(isFirst ? "N" : "S"),\(number < 12),\(Double(number * number % 7)),\(place)\n"
  }.joined()

  @Test("a population is found where the projections give none; who is not projected is named so")
  func ownLabels() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let (rows, models) = try run(
      bench, #"{"components": 1, "minimumReference": 12}"#,
      [
        ("scores", Self.scores, ["a,P,1,2,2,3\nb,P,1,2,2,3\n", "c,P,1,2,2,3\nd,P,1,2,2,\n"]),
        ("reference", Self.reference(1), [Self.small]),
        ("projections", Self.projections(1), ["a,,-0.95\nb,,40\nd,,-0.9\n"]),
      ])
    #expect(rows.map { $0["most_similar_population"] } == ["N", "S", "", ""])
    #expect(rows.map { $0["low_confidence"] } == ["false", "true", "", ""])
    #expect(rows.map { $0["remark"] } == ["", "", "not_projected", ""])
    #expect(rows[2]["z_norm1"] == "" && rows[0]["z_norm1"] != "")
    #expect(Set(rows.map { $0["reference_digest"]!.count }) == [71, 0])
    #expect(models.contains("P,mostSimilarPopulation,N,people,6.0\n"))
    #expect(models.contains("P,norm2,,logVariance:PC1,"))
  }

  @Test("published constants travel with the z that they give, and refuse other variants")
  func published() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let (rows, models) = try run(
      bench,
      #"""
      {"method": "published", "parameters": {"version": "BCAC 313", "scores": {
        "P": {"mean": -0.423912567501208, "sd": 0.611145385948092, "alpha": 0.501, "variants": 313}}}}
      """#,
      [
        (
          "scores", Self.scores,
          [
            "a,P,313,626,626,0.187232818446884\nb,P,312,624,624,0.1\nc,P,313,624,626,0.1\nd,Q,1,2,2,1\n"
          ]
        )
      ])
    #expect(abs(Double(rows[0]["z_published"]!)! - 1) < 1e-12)
    #expect(rows[0]["alpha"] == "0.501" && rows[0]["parameters_version"] == "BCAC 313")
    #expect(rows[0]["published_mean"] == "-0.423912567501208")
    #expect(
      rows.map { $0["remark"] } == ["", "other_variants", "missing_genotypes", "no_constants"])
    #expect(rows[1...].allSatisfy { $0["z_published"] == "" })
    #expect(models.isEmpty)
  }

  @Test("several scores need a reference that says which score each row holds")
  func severalScores() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let tables: [(String, TableSchema, [String])] = [
      ("scores", Self.scores, ["a,P,1,2,2,3\na,Q,1,2,2,3\n"]),
      ("reference", Self.reference(1), [Self.small]),
      ("projections", Self.projections(1), ["a,,-0.95\n"]),
    ]
    let settings = #"{"components": 1, "minimumReference": 12}"#
    #expect(throws: StageError.self) { try run(bench, settings, tables) }
    let both = Self.small.split(separator: "\n").flatMap { line in
      ["P", "Q"].map { score in
        var cells = line.split(separator: ",").map(String.init)
        cells.insert(score, at: 3)
        return cells.joined(separator: ",") + "\n"
      }
    }
    let (rows, _) = try run(
      bench, settings,
      [
        tables[0], ("reference", Self.reference(1, columns: [Column("pgs_id", .string)]), both),
        tables[2],
      ])
    #expect(rows.map { $0["z_norm1"] }.count == 2 && rows[0]["z_norm1"] == rows[1]["z_norm1"])
    #expect(throws: StageError.self) {
      try run(bench, #"{"components": 1}"#, [tables[0], tables[1], tables[2]])
    }
  }

  static let refused: [(settings: String, ports: [String], rule: String)] = [
    ("{}", ["scores"], "missing-edge"),
    (#"{"method": "norm1"}"#, ["scores", "reference"], "missing-edge"),
    (#"{"method": "published"}"#, ["scores"], "bad-value"),
    (#"{"method": "published", "mean": 1}"#, ["scores"], "bad-value"),
    (#"{"method": "published", "mean": 1, "sd": 0}"#, ["scores"], "bad-value"),
    (
      #"{"method": "published", "parameters": {"version": "1", "scores": {"P": {"mean": 1}}}}"#,
      ["scores"], "published-parameters"
    ),
    (
      #"{"method": "published", "parameters": {"version": "1", "scores": {"P": {"mean": 1, "sd": 1, "alpa": 1}}}}"#,
      ["scores"], "published-parameters"
    ),
    (#"{"components": 6}"#, ["scores", "reference", "projections"], "missing-column"),
  ]

  @Test("what cannot work is refused before anything is read", arguments: refused)
  func refuse(settings: String, ports: [String], rule: String) throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let types = [
      "scores": Self.scores, "reference": Self.reference(5), "projections": Self.projections(5),
    ]
    var context = try bench.context(
      PRSAdjust.kind, settings,
      edges: ports.map { bench.edge($0, .table(types[$0]!, privacy: .identifiable)) })
    _ = try? PRSAdjust(&context)
    #expect(context.diagnostics.all.map(\.rule).contains(rule))
  }
}
