import Foundation
import TestSupport
import Testing

/// A made-up round with planted errors, through the program as an organiser runs it.
struct EQARoundTests {
  private struct Planted: Decodable {
    struct Variants: Decodable {
      let fp: Int
      let fn: Int
      let beyond_claim: Int
      let vaf_rejected: Int
      let kinds: String
    }
    let criteria: [String: String]
    let verdicts: [String: String?]
    let variants: Variants?
  }

  @Test("Every laboratory of the round gets exactly what was planted for it")
  func round() throws {
    let folder = try TemporaryFolder()
    let run = try Program.run(
      "run", SharedData.project("pipelines/eqa-round.json"), "--out", folder.path + "/out",
      "--work", folder.path + "/work", in: folder.path)
    #expect(run.exitCode == 0, "\(run.errors)")
    let out = folder.path + "/out/latest/"
    let expected = try JSONDecoder().decode(
      [String: Planted].self,
      from: Data(contentsOf: URL(filePath: SharedData.project("samples/eqa-round/expected.json"))))
    #expect(expected.count == 40)
    let marks = Dictionary(grouping: try CSVRows.read(out + "marks.csv")) { $0["laboratory"] ?? "" }
    let scores = Dictionary(grouping: try CSVRows.read(out + "scores.csv")) {
      $0["laboratory"] ?? ""
    }
    let calls = Dictionary(grouping: try CSVRows.read(out + "variants.csv")) {
      $0["laboratory"] ?? ""
    }
    for (laboratory, planted) in expected where planted.variants != nil {
      let criteria = (marks[laboratory] ?? []).map { ($0["sample"] ?? "", $0["criterion"] ?? "") }
      #expect(Dictionary(uniqueKeysWithValues: criteria) == planted.criteria, "\(laboratory)")
      let verdicts = (scores[laboratory] ?? []).map { ($0["measurand"] ?? "", $0["verdict"] ?? "") }
      #expect(
        Dictionary(uniqueKeysWithValues: verdicts) == planted.verdicts.mapValues { $0 ?? "" },
        "\(laboratory)")
      let rows = calls[laboratory] ?? []
      func count(_ column: String, _ value: String) -> Int { rows.count { $0[column] == value } }
      #expect(count("decision", "FP") == planted.variants?.fp, "\(laboratory)")
      #expect(count("decision", "FN") == planted.variants?.fn, "\(laboratory)")
      #expect(count("decision", "UNK") == 0, "\(laboratory)")
      #expect(
        rows.count { $0["decision"] == "FN" && $0["reason"] != "" }
          == planted.variants?.beyond_claim, "\(laboratory)")
      #expect(count("vaf_accepted", "false") == planted.variants?.vaf_rejected, "\(laboratory)")
      let kinds = Set(rows.compactMap { $0["match_kind"] }).subtracting(["", "exact"])
      #expect(kinds == Set([planted.variants?.kinds ?? ""]).subtracting(["exact"]), "\(laboratory)")
    }
    #expect(marks["LAB13"] == nil && scores["LAB13"] == nil && calls["LAB13"] == nil)
    try checkNotes(out)
  }

  private func checkNotes(_ out: String) throws {
    func notes(_ name: String) throws -> Set<String> {
      Set(
        try CSVRows.read(out + name).map {
          "\($0["laboratory"] ?? "") \($0["subject"] ?? "") \($0["rule"] ?? "")"
        })
    }
    let values = try notes("value-notes.csv")
    for note in [
      "LAB20 S4 censored", "LAB25 S1 decimal-comma", "LAB28 S1 duplicate",
      "LAB29 S2 contradicting-duplicate", "LAB32 S2 not-a-number", "LAB27 S1 percent",
    ] {
      #expect(values.contains(note), "\(note)")
    }
    let genotypes = try notes("genotype-notes.csv")
    for note in [
      "LAB18 S9 unknown-sample", "LAB19 S1 duplicate", "LAB21 S1 contradicting-duplicate",
    ] {
      #expect(genotypes.contains(note), "\(note)")
    }
    let receipts = Dictionary(
      uniqueKeysWithValues: try CSVRows.read(out + "value-receipts.csv").map {
        ($0["laboratory"] ?? "", $0)
      })
    #expect(receipts.count == 39)
    #expect(receipts["LAB25"]?["encoding"] == "Windows-1252")
    #expect(receipts["LAB25"]?["delimiter"] == "semicolon")
    #expect(receipts["LAB26"]?["rules"]?.contains("byte-order-mark") == true)
    #expect(receipts["LAB27"]?["rules"]?.contains("unit-in-header") == true)
    #expect(receipts["LAB31"]?["refused"] == "1")
    #expect(receipts["LAB33"]?["rules"]?.contains("name-spelling") == true)
    #expect(receipts["LAB34"]?["rules"]?.contains("unknown-name") == true)
    #expect(receipts["LAB35"]?["rules"]?.contains("separator-line") == true)
    #expect(receipts["LAB36"]?["rules"] == "workbook" && receipts["LAB36"]?["rows"] == "0")
    #expect(receipts["LAB37"]?["rules"] == "missing-column" && receipts["LAB37"]?["rows"] == "0")
  }
}
