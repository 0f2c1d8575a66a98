import Foundation
import TestSupport
import Testing

/// The same stages on data from outside the project.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct RealInputTests {
  private static let scoringFile = SharedData.file("prs/pgsc_calc_v3/PGS000586_hmPOS_GRCh38.txt.gz")
  private static let genotypes = SharedData.file("prs/pgsc_calc_v3/PGS000586_GRCh38.vcf.gz")

  /// Scores PGS000586 on 3,202 people of the 1000 Genomes Project.
  private func score(_ folder: TemporaryFolder, regions: String? = nil) throws -> Program.Result {
    let limit = regions.map { ", \"regions\": \($0)" } ?? ""
    try folder.write(
      """
      { "pipeline": "real", "stages": {
          "genotypes": { "use": "vcf.read", "with": { "files": "\(Self.genotypes)", "build": "GRCh38"\(limit) } },
          "scores": { "use": "prs.score", "from": { "variants": "genotypes" },
            "with": { "scoringFiles": "\(Self.scoringFile)" } } },
        "publish": { "scores.csv": { "from": "scores.scores", "privacy": "identifiable" },
          "summary.csv": "scores.summary" } }
      """, to: "real.json")
    return try Program.run("run", "real.json", in: folder.path)
  }

  /// Checks counts and scores against the slow reference, run on the same rows.
  private func check(_ folder: TemporaryFolder, counts: [String], reference vcf: String) throws {
    let summary = try CSVFile(folder.path + "/results/latest/summary.csv").rows[0]
    #expect([summary["matched"], summary["excluded"], summary["unmatched"]] == counts)
    let script = SharedData.folder.appending(path: "reference/prs_reference.py").path(
      percentEncoded: false)
    let python = try Program.run(
      "/usr/bin/env",
      ["python3", script, "--vcf", vcf, "--score", Self.scoringFile, "--out", "reference"],
      in: folder.path)
    #expect(python.exitCode == 0, "\(python.errors)")
    let lines = try folder.read("reference.scores.tsv").split(separator: "\n").dropFirst()
    let rows = try CSVFile(folder.path + "/results/latest/scores.csv").rows
    #expect(lines.count == 3202)
    #expect(rows.count == 3202)
    for (line, row) in zip(lines, rows) {
      let cells = line.split(separator: "\t").map(String.init)
      #expect(row["sample"] == cells[0])
      let ours = try #require(Double(row["score_sum"] ?? ""))
      let theirs = try #require(Double(cells[3]))
      #expect(abs(ours - theirs) <= 1e-12 * max(1, abs(theirs)))
      #expect(row["allele_count"] == cells[5])
      #expect(row["denominator"] == cells[6])
    }
  }

  @Test(
    "PGS000586 on the whole file: 845 matched, 140 excluded, 38 unmatched, scores as the reference")
  func wholeFile() throws {
    let folder = try TemporaryFolder()
    let result = try score(folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    try check(folder, counts: ["845", "140", "38"], reference: Self.genotypes)
  }

  @Test("PGS000586 on the autosomes: 809 matched, 135 excluded, 79 unmatched, scores as published")
  func autosomes() throws {
    let folder = try TemporaryFolder()
    let regions = "[" + (1...22).map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    let result = try score(folder, regions: regions)
    #expect(result.exitCode == 0, "\(result.errors)")
    let all = try Program.run("/bin/gzip", ["-dc", Self.genotypes], in: folder.path).output
    let kept = all.split(separator: "\n", omittingEmptySubsequences: true).filter { line in
      !line.hasPrefix("chrX\t") && !line.hasPrefix("X\t")
    }
    let vcf = try folder.write(kept.joined(separator: "\n") + "\n", to: "autosomes.vcf")
    try check(folder, counts: ["809", "135", "79"], reference: vcf)
    let published = try Program.run(
      "/bin/gzip", ["-dc", SharedData.file("prs/pgsc_calc_v3/expected_scores.txt.gz")],
      in: folder.path
    ).output.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
    let scores = Dictionary(
      uniqueKeysWithValues: try CSVFile(folder.path + "/results/latest/scores.csv").rows.map {
        ($0["sample"] ?? "", $0["score_sum"] ?? "")
      })
    #expect(published.count == 3202)
    for row in published {
      let ours = try #require(Double(scores[row[2]] ?? ""))
      #expect(String(format: "%.6f", ours) == row[6])
    }
  }

  @Test("four Synthea patients: one row per resource, 2,768 in all, none lost")
  func syntheticPatients() throws {
    let folder = try TemporaryFolder()
    let source = SharedData.file("fhir/synthea-onco/ndjson")
    let types = try FileManager.default.contentsOfDirectory(atPath: source).map {
      ($0 as NSString).deletingPathExtension
    }.sorted()
    let views = types.map { type in
      """
      "\(type)": { "use": "fhir.view", "from": "resources", "with": { "view": {
        "resourceType": "ViewDefinition", "status": "active", "name": "v", "resource": "\(type)",
        "select": [{ "column": [{ "name": "id", "path": "getResourceKey()" }] }] } } }
      """
    }.joined(separator: ",\n")
    let union = types.map { "SELECT '\($0)' AS type, id FROM \($0)" }.joined(
      separator: " UNION ALL ")
    let from = types.map { "\"\($0)\": \"\($0)\"" }.joined(separator: ", ")
    try folder.write(
      """
      { "pipeline": "real", "stages": {
          "resources": { "use": "fhir.read", "with": { "files": "\(source)/*.ndjson" } },
          \(views),
          "everything": { "use": "table.sql", "from": { \(from) }, "with": { "query": "\(union)" } } },
        "publish": { "everything.csv": { "from": "everything", "privacy": "identifiable" } } }
      """, to: "real.json")
    let result = try Program.run("run", "real.json", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let rows = try CSVFile(folder.path + "/results/latest/everything.csv").rows
    #expect(rows.count == 2768)
    #expect(Set(rows.map { "\($0["type"] ?? "")/\($0["id"] ?? "")" }).count == 2768)
    let record = try RunFile.latest(folder.path)
    let reader = try #require(record.stages.first { $0.name == "resources" })
    #expect(reader.read == 2768)
    #expect(reader.kept == 2768)
  }
}
