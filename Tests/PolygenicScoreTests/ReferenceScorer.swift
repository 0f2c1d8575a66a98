import Foundation
import PolygenicScore
import TestSupport

/// The slow reference: a plain Python program that stands beside the shared test files.
struct ReferenceScorer {
  struct Match: Equatable {
    var status: String
    var reference = ""
    var alternative = ""
    var matchedAllele = ""
    var type = ""
    var reasons = ""
  }

  /// For each row its best candidate, or `unmatched`.
  var matches: [Match] = []
  var accession = ""
  var score: [Double] = []
  var dosage: [Double] = []
  var alleleCount: [Int] = []
  var denominator: [Int] = []
  var summary = Summary(status: [:], match_rate: 0, score_pass: false, n_rows: 0)

  struct Summary: Decodable {
    var status: [String: Int]
    var match_rate: Double
    var score_pass: Bool
    var n_rows: Int
  }

  static var isPresent: Bool { FileManager.default.fileExists(atPath: script) }
  private static let script = SharedData.folder.appending(path: "reference/prs_reference.py").path(
    percentEncoded: false)

  init(variants: String, scoringFile: String, options: [String], folder: TemporaryFolder) throws {
    let out = folder.path("reference")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["python3", Self.script, "--vcf", variants, "--score", scoringFile, "--out", out] + options
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    for cells in try Self.rows(out + ".scores.tsv") {
      accession = cells[1]
      score.append(Double(cells[3]) ?? .nan)
      alleleCount.append(Int(cells[5]) ?? -1)
      denominator.append(Int(cells[6]) ?? -1)
      dosage.append(Double(cells[7]) ?? .nan)
    }
    for cells in try Self.rows(out + ".match.tsv") where cells[12] != "not_best" {
      matches.append(
        Match(
          status: cells[12], reference: cells[8], alternative: cells[9],
          matchedAllele: cells[10], type: cells[11], reasons: cells[13]))
    }
    summary = try JSONDecoder().decode(
      Summary.self, from: Data(contentsOf: URL(filePath: out + ".summary.json")))
  }

  private static func rows(_ path: String) throws -> [[String]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}

extension ScoreResults {
  /// The outcomes of the first score's rows in the words of the reference.
  var referenceMatches: [ReferenceScorer.Match] {
    outcomes.enumerated().map { row, outcome in
      guard let match = match(ofRow: row) else { return .init(status: outcome.name) }
      let (reference, alternative) = alleles(of: match)
      return .init(
        status: outcome.name, reference: reference, alternative: alternative,
        matchedAllele: match.type.effectIsAlternative ? alternative : reference,
        type: match.type.name, reasons: match.exclusions.names.joined(separator: ","))
    }
  }
}
