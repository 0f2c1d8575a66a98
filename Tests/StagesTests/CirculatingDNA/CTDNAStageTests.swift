import Foundation
import PipelineModel
import Stages
import TestSupport
import Testing

struct CTDNAStageTests {
  private static let header = "sample,chrom,pos,ref,alt,alt_count,ref_count\n"
  private static let tumour = "chrom,pos,ref,alt,vaf\nchr1,100,C,T,0.5\n1,200,G,A,0.4\n"

  private static func line(_ row: [String: String], _ names: [String]) -> String {
    let cells: [String] = names.map { row[$0] ?? "" }
    return cells.joined(separator: ",") + "\n"
  }

  private func failure(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing failed"
    } catch let error as StageError {
      return error.description
    } catch {
      return "another error"
    }
  }

  private func call(_ rows: String, columns: String = header) throws -> [[String: String]] {
    try CTDNABench.run(
      CTDNACall.self, #"{"errorRate": 1e-5}"#, [("counts", columns + rows)])["calls"] ?? []
  }

  static let broken: [(String, String)] = [
    ("a,chr1,100,C,T,-1,500\n", "negative"), ("a,chr1,100,C,T,,500\n", "no count of the alternate"),
    ("a,chr1,100,C,T,3,\n", "no count of the reference"),
    ("a,chrZ,100,C,T,3,500\n", "no chromosome"), ("a,chr1,0,C,T,3,500\n", "no position"),
    ("a,chr1,100,C,<DEL>,3,500\n", "no other sequence"),
    ("a,chr1,100,C,T,3,500\na,1,100,C,T,3,500\n", "an earlier row gives too"),
    (",chr1,100,C,T,3,500\n", "names no sample"), ("a,chr1,100,C,T,2.5,500\n", "no whole number"),
  ]

  @Test("a row of counts that cannot be is refused by its number and field", arguments: broken)
  func brokenCounts(rows: String, reason: String) {
    let message = failure { _ = try call(rows) }
    #expect(message.contains(reason) && message.contains("row "), "\(message)")
    #expect(!message.contains("chrZ"))
  }

  @Test("an alternate count above the depth is refused, and so are molecules of one allele only")
  func depth() {
    #expect(
      failure {
        _ = try call(
          "a,1,5,C,T,9,0,8\n", columns: "sample,chrom,pos,ref,alt,alt_count,ref_count,depth\n")
      }.contains("above its depth"))
    #expect(
      failure {
        _ = try call(
          "a,1,5,C,T,9,20,8,\n",
          columns: "sample,chrom,pos,ref,alt,alt_count,ref_count,alt_molecules,ref_molecules\n")
      }.contains("not of the other"))
  }

  @Test("molecules count where there are some, and every site has its limit")
  func calls() throws {
    let rows = try call(
      "a,1,5,C,T,30,5000,4,2996\na,1,6,C,T,9,4991,0,3000\nb,1,5,C,T,0,3000,,\nb,1,6,C,T,0,0,,\n",
      columns: "sample,chrom,pos,ref,alt,alt_count,ref_count,alt_molecules,ref_molecules\n")
    #expect(rows.map { $0["call"] } == ["called", "not_called", "not_called", "not_tested"])
    #expect(rows.map { $0["depth"] } == ["3000", "3000", "3000", "0"])
    #expect(rows.map { $0["tested"] } == ["2", "2", "1", "1"])
    #expect(rows[3]["reasons"] == "no_coverage" && rows[3]["lod95"] == "")
    for row in rows.dropLast() { #expect(Double(row["lod95"] ?? "") ?? 0 > 1e-3) }
  }

  @Test("calls need to know of errors, and sites that no one knows about are not tested")
  func background() throws {
    let counts = Self.header + "a,1,100,C,T,9,991\na,1,200,G,GA,9,991\n"
    #expect(
      failure { _ = try CTDNABench.run(CTDNACall.self, [("counts", counts)]) }
        .contains("nothing says how often"))
    let normals =
      Self.header + (0..<20).map { "n\($0),chr1,100,C,T,\($0 % 2),2000\n" }.joined()
    let background = try #require(
      try CTDNABench.run(CTDNABackground.self, [("counts", normals)])["background"])
    #expect(background.count == 1)
    let row = background[0]
    #expect(row["normals"] == "20" && row["normals_with_alt"] == "10" && row["alt_sum"] == "10")
    #expect(row["depth_sum"] == "40010" && row["error_class"] == "C>T")
    let (alpha, beta) = (Double(row["prior_alpha"]!)!, Double(row["prior_beta"]!)!)
    #expect(abs(alpha + beta - 1e4) < 1e-6 && abs(alpha / 1e4 - 10.0 / 40010) < 1e-12)
    #expect(abs(Double(row["rate"]!)! - (alpha + 10) / (1e4 + 40010)) < 1e-15)
    let names = [
      "chrom", "pos", "ref", "alt", "normals", "normals_with_alt", "alt_sum", "depth_sum",
      "prior_alpha", "prior_beta",
    ]
    let table =
      names.joined(separator: ",") + "\n"
      + names.map { row[$0] ?? "" }.joined(separator: ",") + "\n"
    let calls = try #require(
      try CTDNABench.run(
        CTDNACall.self, [("counts", counts), ("background", table)])["calls"])
    #expect(calls.map { $0["call"] } == ["called", "not_tested"])
    #expect(calls[1]["reasons"] == "no_background")
  }

  @Test("a tumour list of another build is refused, by its name, its bases or its positions")
  func builds() {
    let counts = Self.header + "a,1,100,C,T,0,1000\na,1,200,G,A,0,1000\n"
    func run(_ settings: String, _ tumour: String) -> String {
      failure {
        _ = try CTDNABench.run(
          CTDNAMRD.self, "{\"errorRate\": 1e-5, \(settings)}",
          [("counts", counts), ("tumour", tumour)])
      }
    }
    let build = #""build": "GRCh38""#
    #expect(run(build, Self.tumour) == "nothing failed")
    #expect(
      run(build, "chrom,pos,ref,alt,vaf,build\n1,100,C,T,0.5,GRCh37\n").contains("another build"))
    #expect(
      run(build, "chrom,pos,ref,alt,vaf\n1,100,A,T,0.5\n").contains("different reference bases"))
    #expect(
      run(build, "chrom,pos,ref,alt,vaf\n1,249000000,A,T,0.5\n").contains("another build"))
    #expect(run(build, "chrom,pos,ref,alt,vaf\n1,100,C,T,1.5\n").contains("no vaf"))
    #expect(run(build, "chrom,pos,ref,alt,vaf\nHPV16,100,C,T,0.5\n").contains("no chromosome"))
    #expect(
      run(build, "chrom,pos,ref,alt,vaf\n1,100,C,T,0.5\nchr1,100,C,T,0.5\n").contains("too"))
  }

  @Test("a sample is positive, negative or indeterminate; answers do not depend on cores")
  func residualDisease() throws {
    let counts =
      Self.header + "a,1,100,C,T,6,4994\na,1,200,G,A,4,4996\nb,1,100,C,T,0,5000\n"
      + "b,1,200,G,A,0,5000\nc,1,100,C,T,0,50\n"
    let settings =
      #"{"errorRate": 1e-5, "requiredLod": 0.005, "simulations": 500, "seed": 4}"#
    let tables = [("counts", counts), ("tumour", Self.tumour)]
    let found = try CTDNABench.run(CTDNAMRD.self, settings, tables)
    let rows = try #require(found["mrd"])
    #expect(rows.map { $0["call"] } == ["positive", "negative", "indeterminate"])
    #expect(rows.map { $0["informative_sites"] } == ["2", "2", "1"])
    #expect(rows[1]["ctdna_fraction"] == "0.0" && Double(rows[1]["fraction_high"]!)! < 1e-3)
    #expect(rows[1]["p_simulated"] == "1.0" && rows[0]["simulations"] == "500")
    #expect(found["sites"]?.count == 6)
    #expect(try CTDNABench.run(CTDNAMRD.self, settings, cores: 3, tables) == found)
  }

  @Test("trajectories give fractions and copies, and an upper limit where nothing is seen")
  func monitoring() throws {
    let mrd =
      "sample,alt_molecules,total_molecules,lod95,call\na,100,10000,0.001,positive\n"
      + "b,0,10000,0.001,negative\nc,0,100,0.2,indeterminate\n"
    let samples =
      "sample,patient,date,cfdna_ng_per_ml\nb,P,2025-03-01,6.6\na,P,2025-01-01,33\n"
      + "c,P,2025-04-01,\nd,P,2025-05-01,10\n"
    let rows = try #require(
      try CTDNABench.run(
        CTDNAMonitor.self, #"{"responseCutoff": 0.5}"#, [("samples", samples), ("mrd", mrd)])[
          "trajectory"])
    #expect(rows.map { $0["sample"] } == ["a", "b", "c", "d"])
    #expect(
      rows.map { $0["status"] } == ["baseline", "undetected", "indeterminate", "not_measured"])
    #expect(abs(Double(rows[0]["hge_per_ml"]!)! - 100) < 1e-9)
    #expect(rows[1]["ratio_to_baseline"] == "0.0")
    #expect(abs(Double(rows[1]["ratio_high"]!)! - 0.03) < 1e-12)
    #expect(abs(Double(rows[1]["hge_high"]!)! - 0.6) < 1e-12)
    #expect(rows.map { $0["response"] } == ["", "response", "open", ""])
    #expect(rows.map { $0["days"] } == ["0", "59", "90", "120"])
    #expect(
      failure { _ = try CTDNABench.run(CTDNAMonitor.self, [("samples", samples)]) }
        .contains("needs either"))
  }

  @Test("a dilution series gives the limits of blank, detection and quantitation")
  func validation() throws {
    var results = "level,value\n"
    for value in [0, 0, 1, 2, 0, 3, 1, 0, 2, 1] { results += "0,\(value)\n" }
    for (level, values) in [
      (1, [0, 2, 1, 0, 3]), (5, [5, 0, 4, 6, 5]), (20, [19, 21, 20, 22, 18]),
    ] {
      for value in values { results += "\(level),\(value)\n" }
    }
    let found = try CTDNABench.run(CTDNAValidate.self, [("results", results)])
    let limits = try #require(found["limits"])
    #expect(limits.map { $0["method"] } == ["classical", "rank", "classical", "probit", "cv"])
    #expect(limits.allSatisfy { $0["remark"] == "" })
    #expect(limits[1]["value"] == "3.0" && limits[4]["value"] == "20.0")
    let levels = try #require(found["levels"])
    #expect(levels.map { $0["detected"] } == ["6", "3", "4", "5"])
    #expect(levels.map { $0["detection_rate"] } == ["0.6", "0.6", "0.8", "1.0"])
  }

  /// The counts of ctDNAtools' test data: three normals, and two follow-up samples of one patient.
  @Test(
    "of real counts the first follow-up is positive; the second and the normals are not",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func realCounts() throws {
    func rows(_ name: String, _ delimiter: Character) throws -> [[String]] {
      try String(
        contentsOfFile: SharedData.file("ctdna/ctdnatools/" + name), encoding: .utf8
      ).split(separator: "\n").dropFirst().map {
        $0.split(separator: delimiter, omittingEmptySubsequences: false).map(String.init)
      }
    }
    var (normals, all) = (Self.header, Self.header)
    for row in try rows("allele_counts.tsv", "\t") {
      let bases = ["A": 4, "C": 5, "G": 6, "T": 7]
      guard let reference = bases[row[3]] else { continue }
      for (base, place) in bases.sorted(by: { $0.key < $1.key }) where base != row[3] {
        let line =
          "\(row[0]),\(row[1]),\(row[2]),\(row[3]),\(base),\(row[place]),\(row[reference])\n"
        all += line
        if row[0].hasPrefix("N") { normals += line }
      }
    }
    var tumour = "chrom,pos,ref,alt,vaf\n"
    for row in try rows("mutations.csv", ",") {
      tumour += "\(row[0]),\(row[1]),\(row[2]),\(row[3]),0.5\n"
    }
    let background = try #require(
      try CTDNABench.run(CTDNABackground.self, [("counts", normals)])["background"])
    let summary = try #require(CTDNABackground.kind.outputs.first?.summary)
    let listed = summary.split(separator: ":")[1].split(separator: ".")[0]
    let names = listed.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let table =
      names.joined(separator: ",") + "\n"
      + background.map { Self.line($0, names) }.joined()
    let found = try CTDNABench.run(
      CTDNAMRD.self, #"{"simulations": 2000, "simulatedErrorRate": 3e-5}"#,
      [("counts", all), ("tumour", tumour), ("background", table)])
    let tested = try #require(found["mrd"])
    var answers: [String: [String: String]] = [:]
    for row in tested { answers[row["sample"] ?? ""] = row }
    #expect(answers["T1"]?["call"] == "positive")
    #expect(Double(answers["T1"]!["p_simulated"]!)! == 1.0 / 2001)
    for name in ["T2", "N1", "N2", "N3"] {
      #expect(answers[name]?["call"] != "positive")
      #expect(Double(answers[name]!["p_simulated"]!)! == 1)
    }
  }
}
