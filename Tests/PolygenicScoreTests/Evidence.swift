import Foundation
import Genomics
import PolygenicScore
import ReferenceGenome

/// A genome of one short sequence, and scorers that know it.
struct TestGenome {
  private let folder: TemporaryFolder
  let sites: ReferenceSites

  init(_ bases: String, contig: String = "1") throws {
    folder = try TemporaryFolder()
    let path = folder.path("genome.fa")
    try Data(">\(contig)\n\(bases)\n".utf8).write(to: URL(filePath: path))
    sites = ReferenceSites(try ReferenceGenome(path: path))
  }
}

extension PolygenicScorer {
  /// A scorer for one scoring file, with something known beside the variants.
  init(
    _ file: ScoringFile, _ evidence: ScoringEvidence, match: MatchRules = MatchRules(),
    missing: ScoringRules.Missing = .mean, absent: ScoringRules.Absent = .unmatched,
    keeps: KeptDetails = .all
  ) throws {
    var rules = ScoringRules(missing: missing)
    rules.absent = absent
    try self.init(
      ScoreIndex([file]), matchRules: match, scoringRules: rules, evidence: evidence, keeps: keeps)
  }
}

extension ScoreResults {
  /// `status type-or-reason` of every row of all scores.
  var fates: [String] {
    outcomes.enumerated().map { row, outcome in
      if case .unmatched(let reason) = outcome { return "unmatched \(reason.name)" }
      let match = match(ofRow: row)
      let reasons = match?.exclusions.names ?? []
      return ([outcome.name, match?.typeName ?? ""] + reasons).joined(separator: " ")
    }
  }

  /// The first score of every sample.
  var scores: [Double] { samples.indices.map { totals[0].score($0) } }
}
