import Foundation
import PolygenicScore
import TestSupport
import Testing

struct ReferenceComparisonTests {
  /// Rules and the options by which the reference follows them.
  struct Options: Sendable, CustomTestStringConvertible {
    var match = MatchRules()
    var scoring = ScoringRules()
    var arguments: [String] = []
    var testDescription: String {
      arguments.isEmpty ? "defaults" : arguments.joined(separator: " ")
    }
  }

  static let options: [Options] = [
    Options(),
    Options(match: MatchRules(ambiguous: .keep), arguments: ["--keep-ambiguous"]),
    Options(
      match: MatchRules(ambiguous: .keep, multiallelic: .keep, duplicates: .first),
      scoring: ScoringRules(haploid: .observed),
      arguments: [
        "--keep-ambiguous", "--keep-multiallelic", "--keep-first-match", "--haploid", "observed",
      ]),
    Options(
      match: MatchRules(multiallelic: .keep), scoring: ScoringRules(missing: .zero),
      arguments: ["--keep-multiallelic", "--no-mean-imputation"]),
    Options(
      match: MatchRules(duplicates: .first),
      scoring: ScoringRules(missing: .zero, haploid: .observed),
      arguments: ["--keep-first-match", "--no-mean-imputation", "--haploid", "observed"]),
  ]

  @Test(
    "Random cohorts give the matches, counts and sums of the slow reference",
    .enabled(if: ReferenceScorer.isPresent, "needs ../shared/reference"),
    arguments: 1...24 as ClosedRange<UInt64>)
  func randomCohorts(seed: UInt64) throws {
    let input = RandomCohort(seed: seed)
    let folder = try TemporaryFolder()
    let variants = folder.path("cohort.vcf")
    let scoring = folder.path("score.txt")
    try Data(input.cohort.text.utf8).write(to: URL(filePath: variants))
    try Data(input.scoringFile.utf8).write(to: URL(filePath: scoring))
    let index = try ScoreIndex([try ScoringFile(Array(input.scoringFile.utf8))])
    for options in [
      Self.options[0], Self.options[1 + Int(seed % 2)], Self.options[3 + Int(seed / 2 % 2)],
    ] {
      let reference = try ReferenceScorer(
        variants: variants, scoringFile: scoring, options: options.arguments, folder: folder)
      let scorer = PolygenicScorer(
        index, matchRules: options.match, scoringRules: options.scoring)
      let results = try scorer.results(input.cohort, positionsPerBatch: 11)
      expectEqual(results, reference)
    }
  }

  @Test("The random cohorts exercise every type of match and every reason")
  func coverage() throws {
    var seen: Set<String> = []
    for seed in 1...24 as ClosedRange<UInt64> {
      let input = RandomCohort(seed: seed)
      let index = try ScoreIndex([try ScoringFile(Array(input.scoringFile.utf8))])
      for match in try PolygenicScorer(index).results(input.cohort).referenceMatches {
        seen.formUnion(["\(match.status) \(match.type)", match.reasons])
      }
    }
    for type in MatchType.allCases {
      #expect(seen.contains("matched \(type.name)"), "\(type)")
      #expect(seen.contains("excluded \(type.name)"), "\(type)")
    }
    #expect(seen.isSuperset(of: ["duplicate_ID", "ambiguous", "multiallelic", "unmatched "]))
  }
}

/// Compares results of one score with the reference: matches and counts exactly, sums to 1e-12.
func expectEqual(_ results: ScoreResults, _ reference: ReferenceScorer) {
  let summary = results.summaries[0]
  #expect(results.index.files[0].accession == reference.accession)
  #expect(results.referenceMatches == reference.matches)
  #expect(summary.rows == reference.summary.n_rows)
  #expect(summary.matched == reference.summary.status["matched", default: 0])
  #expect(summary.excluded == reference.summary.status["excluded", default: 0])
  #expect(summary.unmatched == reference.summary.status["unmatched", default: 0])
  #expect(summary.matchRate == reference.summary.match_rate)
  #expect(summary.passed == reference.summary.score_pass)
  let totals = results.totals[0]
  for sample in results.samples.indices {
    let score = totals.score(sample)
    let expected = reference.score[sample]
    #expect(abs(score - expected) <= 1e-12 * max(abs(expected), 1e-3))
    #expect(totals.dosage(sample) == reference.dosage[sample])
    #expect(totals.alleleCount(sample) == reference.alleleCount[sample])
    #expect(totals.denominator(sample) == reference.denominator[sample])
  }
}
