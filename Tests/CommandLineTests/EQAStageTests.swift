import Foundation
import TestSupport
import Testing

/// Stages of a round by themselves, each through a real run.
@Suite struct EQAStageTests {
  /// Runs one stage on tables and gives the rows of its outputs.
  private func run(
    _ kind: String, tables: [String: String], settings: String = "", outputs: [String]
  ) throws -> [String: [[String: String]]] {
    let folder = try TemporaryFolder()
    var stages: [String] = []
    for (name, text) in tables.sorted(by: { $0.key < $1.key }) {
      try folder.write(text, to: "\(name).csv")
      let columns = text.prefix { $0 != "\n" }.split(separator: ",")
        .map { "\"\($0)\": { \"type\": \"string\" }" }.joined(separator: ", ")
      stages.append(
        "\"\(name)\": { \"use\": \"table.read\", \"with\": { \"files\": \"\(name).csv\", "
          + "\"privacy\": \"released\", \"columns\": { \(columns) } } }")
    }
    let from = tables.keys.sorted().map { "\"\($0)\": \"\($0)\"" }.joined(separator: ", ")
    stages.append("\"done\": { \"use\": \"\(kind)\", \"from\": { \(from) }\(settings) }")
    let publish = outputs.map { "\"\($0).csv\": \"done.\($0)\"" }.joined(separator: ", ")
    let definition = try folder.write(
      "{ \"pipeline\": \"p\", \"stages\": { \(stages.joined(separator: ", ")) }, \"publish\": { \(publish) } }",
      to: "pipeline.json")
    let result = try Program.run("run", definition, in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    var rows: [String: [[String: String]]] = [:]
    for output in outputs {
      rows[output] = try CSVRows.read(folder.path + "/results/latest/\(output).csv")
    }
    return rows
  }

  private func rounded(_ text: String?, _ digits: Int) -> String {
    String(format: "%.\(digits)f", text.flatMap { Double($0) } ?? .nan)
  }

  // MARK: Agreement

  @Test("eqa.agreement gives Bland and Altman's peak flow meters the figures of the Lancet of 1986")
  func agreement() throws {
    let large = [
      494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427,
    ]
    let mini = [
      512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451,
    ]
    var table = "laboratory,measurand,value\n"
    for (place, (one, other)) in zip(large, mini).enumerated() {
      table += "large,P\(place),\(one)\nmini,P\(place),\(other)\n"
    }
    let found = try run(
      "eqa.agreement", tables: ["results": table],
      settings: #", "with": { "reference": "mini", "youden": ["P0", "P1"] }"#,
      outputs: ["pairs", "correlation", "notes"])
    let pairs = found["pairs"] ?? []
    #expect(pairs.allSatisfy { $0["first"] == "mini" && $0["second"] == "large" })
    func pair(_ statistic: String) -> [String: String] {
      pairs.first { $0["statistic"] == statistic } ?? [:]
    }
    #expect(rounded(pair("bias")["value"], 1) == "-2.1")
    #expect(rounded(pair("bias")["lower"], 1) == "-22.0")
    #expect(rounded(pair("deviation")["value"], 1) == "38.8")
    #expect(rounded(pair("limit_upper")["value"], 1) == "73.9")
    #expect(pair("slope")["items"] == "17")
    #expect(found["correlation"]?.count == 6)
    #expect(found["correlation"]?.allSatisfy { $0["items"] == "17" } == true)
    #expect(found["notes"]?.isEmpty == true)
  }

  @Test("eqa.agreement flags the laboratory that scatters and the one that lies apart")
  func laboratories() throws {
    var table = "laboratory,measurand,replicate,value\n"
    for laboratory in 0..<12 {
      for (measurand, base) in [("A", 100), ("B", 200)] {
        for replicate in 0..<3 {
          let wide = laboratory == 3 ? 30 : 1
          let value =
            base + laboratory % 3 + (replicate - 1) * wide + (laboratory == 7 ? 20 : 0)
          table += "L\(laboratory),\(measurand),\(replicate),\(value)\n"
        }
      }
    }
    let found = try run(
      "eqa.agreement", tables: ["results": table], outputs: ["pairs", "mandel", "youden"])
    // Every two of more than eight laboratories are not compared.
    #expect(found["pairs"]?.isEmpty == true)
    let mandel = found["mandel"] ?? []
    #expect(mandel.count == 24)
    func flags(_ laboratory: String) -> Set<String?> {
      Set(mandel.filter { $0["laboratory"] == laboratory }.map { $0["flag"] })
    }
    #expect(flags("L3") == ["k"] && flags("L7") == ["h"] && flags("L1") == [""])
    let youden = found["youden"] ?? []
    #expect(youden.count == 12)
    // What lies apart in both errs the same way in both.
    func systematic(_ row: [String: String]) -> Double { Double(row["systematic"] ?? "") ?? .nan }
    #expect(youden.max { systematic($0) < systematic($1) }?["laboratory"] == "L7")
    #expect(youden.first { $0["laboratory"] == "L7" }?["within_95"] == "false")
    #expect(youden.allSatisfy { abs(Double($0["random"] ?? "") ?? .nan) < 1e-9 })
  }

  // MARK: Measured values

  @Test("a measurand of which the scheme says too little is refused by name, and no other")
  func refusals() throws {
    let table = """
      laboratory,measurand,value
      A,M1,1.0
      B,M1,1.1
      A,M2,5
      B,M2,6

      """
    let found = try run(
      "eqa.quantitative", tables: ["results": table],
      settings: #"""
        , "with": { "assignedValue": { "method": "formulation", "value": { "M1": 1, "M3": 2 } },
        "spread": { "method": "fitness", "value": { "M1": 0.1 } } }
        """#, outputs: ["scores", "scheme", "notes"])
    let scheme = found["scheme"] ?? []
    #expect(scheme.map { $0["measurand"] } == ["M1", "M2"])
    #expect(scheme.map { $0["refusal"] } == ["", "no-assigned-value"])
    #expect(scheme.map { $0["sigma_pt"] } == ["0.1", ""])
    let scores = found["scores"] ?? []
    #expect(
      scores.filter { $0["measurand"] == "M1" }.map { $0["verdict"] } == [
        "acceptable", "acceptable",
      ])
    #expect(scores.filter { $0["measurand"] == "M2" }.map { $0["value"] } == ["5.0", "6.0"])
    #expect(scores.filter { $0["measurand"] == "M2" }.allSatisfy { $0["z"] == "" })
    let notes = (found["notes"] ?? []).map { "\($0["subject"] ?? "") \($0["rule"] ?? "")" }
    #expect(notes == ["M2 no-assigned-value", "M3 unknown-measurand"])
    let other = try run(
      "eqa.quantitative", tables: ["results": table],
      settings: #"""
        , "with": { "assignedValue": { "method": "formulation", "value": 1 },
        "spread": { "method": "fitness", "value": { "M1": 0.1 } } }
        """#, outputs: ["scheme"])
    #expect(other["scheme"]?.map { $0["refusal"] } == ["", "no-sigma-pt"])
  }

  // MARK: Names and interpretations

  @Test(
    "eqa.qualitative holds names against transcripts and keeps the spelling of whoever wrote them")
  func names() throws {
    // ATG GCA GCA CAG TTG TTG GAA TAA behind five bases.
    let transcripts = """
      transcript,gene,cds_start,cds_end,sequence
      NM_000001.2,GENE,6,29,GGCACATGGCAGCACAGTTGTTGGAATAACAGT

      """
    let expected = "sample,result\nS1,GENE p.(Leu5Trp)\nS2,GENE c.7_9del\nS3,wild type\n"
    let results = """
      laboratory,sample,result
      A,S1,Gene  c.14T>G
      A,S2,GENE c.4_6delGCA
      A,S3,WT
      B,S1,GENE c.14T>G p.L5R
      B,S2,GENE c.4_6delTTT
      B,S3,GENE p.Leu5Trp

      """
    let found = try run(
      "eqa.qualitative",
      tables: ["results": results, "expected": expected, "transcripts": transcripts],
      outputs: ["marks", "names"])
    let marks = (found["marks"] ?? []).map {
      [$0["laboratory"], $0["sample"], $0["criterion"], $0["result"], $0["expected"]]
        .map { $0 ?? "" }.joined(separator: " | ")
    }
    #expect(
      marks == [
        "A | S1 | correct | Gene c.14T>G | GENE p.(Leu5Trp)",
        "A | S2 | correct | GENE c.4_6delGCA | GENE c.7_9del",
        "A | S3 | correct | wild type | wild type",
        "B | S1 | wrong_variant_therapeutic | GENE c.14T>G p.L5R | GENE p.(Leu5Trp)",
        "B | S2 | correct_nomenclature_error | GENE c.4_6delTTT | GENE c.7_9del",
        "B | S3 | false_positive | GENE p.Leu5Trp | wild type",
      ])
    let names = (found["names"] ?? []).map {
      [$0["reported"], $0["dna_normalised"], $0["protein_expected"], $0["verdict"], $0["reason"]]
        .map { $0 ?? "" }.joined(separator: " | ")
    }
    #expect(
      names == [
        "Gene c.14T>G | c.14T>G | p.Leu5Trp | not_checked | ",
        "GENE c.4_6delGCA | c.7_9del | p.Ala3del | not_checked | ",
        "GENE c.14T>G p.L5R | c.14T>G | p.Leu5Trp | contradiction | ",
        "GENE c.4_6delTTT |  |  | malformed | other-bases", "GENE p.Leu5Trp |  |  | not_checked | ",
      ])
  }

  @Test("eqa.qualitative marks interpretations apart, by the scheme's points")
  func interpretations() throws {
    let expected = """
      sample,result,interpretation,interpretation_incomplete
      S1,GENE p.L5W,Sensitive to osimertinib;sensitive to EGFR TKI,sensitive
      S2,wild type,,

      """
    let results = """
      laboratory,sample,result,interpretation
      A,S1,GENE p.L5W,sensitive to Osimertinib
      B,S1,GENE p.L5W,Sensitive
      C,S1,wild type,resistant
      D,S1,GENE p.L5W,
      D,S2,wild type,nothing to say

      """
    let found = try run(
      "eqa.qualitative", tables: ["results": results, "expected": expected],
      settings:
        #", "with": { "scheme": { "interpretation": { "correct": 4, "incomplete": 1.5 } } }"#,
      outputs: ["interpretation", "marks"])
    let rows = (found["interpretation"] ?? []).map {
      [$0["laboratory"], $0["sample"], $0["grade"], $0["marks"], $0["interpretation"]]
        .map { $0 ?? "" }.joined(separator: " | ")
    }
    #expect(
      rows == [
        "A | S1 | correct | 4.0 | sensitive to Osimertinib",
        "B | S1 | incomplete | 1.5 | Sensitive",
        "C | S1 | incorrect | 0.0 | resistant", "D | S1 | missing | 0.0 | ",
      ])
    // The genotype has its marks whatever was said of it.
    let marks = found["marks"]?.filter { $0["sample"] == "S1" }.map { $0["marks"] }
    #expect(marks == ["2.0", "2.0", "0.0", "2.0"])
  }
}
