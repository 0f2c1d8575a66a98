import Foundation
import PolygenicScore
import TestSupport
import Testing

/// Every combination of the options that the slow reference has, on random cohorts.
@Suite(.enabled(if: ReferenceScorer.isPresent, "needs ../shared/reference"))
struct ReferenceGridTests {
  /// One answer of the reference; it loads a cohort once and prints a line for each combination.
  private struct Answer: Decodable {
    var options: [Bool]
    var matches: [[String]]
    var SUM: [Double]
    var AVG: [Double?]
    var ALLELE_CT: [Int]
    var DENOM: [Int]
    var NAMED_ALLELE_DOSAGE_SUM: [Double]

    var matchRules: MatchRules {
      MatchRules(
        ambiguous: options[1] ? .keep : .drop, multiallelic: options[2] ? .keep : .drop,
        duplicates: options[3] ? .first : .drop, strandFlips: options[4] ? .drop : .match)
    }

    var scoringRules: ScoringRules {
      ScoringRules(
        missing: options[5] ? .mean : .zero, haploid: options[0] ? .observed : .diploid)
    }
  }

  private static let driver = """
    import importlib.util, itertools, json, math, sys
    spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
    r = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(r)
    _, _, _, rows = r.read_score(sys.argv[3])
    for observed in (False, True):
        samples, records = r.read_vcf(sys.argv[2], "GT", "observed" if observed else "diploid")
        for options in itertools.product((False, True), repeat=4):
            candidates, matched = r.match(rows, records, *options)
            best = {c["row_nr"]: c for c in candidates if c["best"]}
            found = []
            for row in rows:
                c = best.get(row["row_nr"])
                found.append(["unmatched"] + [""] * 5 if c is None else [
                    c["status"], c["REF"], c["ALT"], c["ALT"] if c["allele_index"] else c["REF"],
                    r.TYPES[c["type"]], ",".join(c["reasons"])])
            for mean in (False, True):
                answer = r.score(rows, records, samples, matched, mean)
                answer["AVG"] = [None if math.isnan(x) else x for x in answer["AVG"]]
                answer["options"] = [observed] + list(options) + [mean]
                answer["matches"] = found
                print(json.dumps(answer))
    """

  private static func answers(_ variants: String, _ scoring: String) throws -> [Answer] {
    let reference = SharedData.folder.appending(path: "reference/prs_reference.py")
      .path(percentEncoded: false)
    let result = try Program.run(
      "/usr/bin/env", ["python3", "-B", "-c", driver, reference, variants, scoring], in: "/")
    guard result.exitCode == 0 else { throw CocoaError(.executableLoad) }
    return try result.output.split(separator: "\n").map {
      try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
    }
  }

  @Test(
    "50 random cohorts give the matches, counts and sums of the slow reference under all 64 combinations",
    arguments: 101...150 as ClosedRange<UInt64>)
  func grid(seed: UInt64) throws {
    let input = RandomCohort(seed: seed)
    let folder = try TemporaryFolder()
    let variants = folder.path("cohort.vcf")
    let scoring = folder.path("score.txt")
    try Data(input.cohort.text.utf8).write(to: URL(filePath: variants))
    try Data(input.scoringFile.utf8).write(to: URL(filePath: scoring))
    let index = try ScoreIndex([try ScoringFile(Array(input.scoringFile.utf8))])
    let answers = try Self.answers(variants, scoring)
    #expect(answers.count == 64)
    for answer in answers {
      let scorer = PolygenicScorer(
        index, matchRules: answer.matchRules, scoringRules: answer.scoringRules)
      let results = try scorer.results(input.cohort, positionsPerBatch: 11)
      #expect(
        results.referenceMatches.map {
          [$0.status, $0.reference, $0.alternative, $0.matchedAllele, $0.type, $0.reasons]
        } == answer.matches, "\(answer.options)")
      for sample in results.samples.indices {
        let totals = results.totals[0]
        let expected = answer.SUM[sample]
        #expect(abs(totals.score(sample) - expected) <= 1e-12 * max(abs(expected), 1e-2))
        #expect(totals.dosage(sample) == answer.NAMED_ALLELE_DOSAGE_SUM[sample])
        #expect(totals.alleleCount(sample) == answer.ALLELE_CT[sample])
        #expect(totals.denominator(sample) == answer.DENOM[sample])
      }
      expectEveryRowCountedOnce(results)
    }
  }
}

/// Checks that each row of the first score stands in one category, and that categories add up to the totals.
func expectEveryRowCountedOnce(_ results: ScoreResults) {
  let file = results.index.files[0]
  let categories = results.categories(ofScore: 0)
  #expect(categories.reduce(0) { $0 + $1.rows } == file.rows.count)
  let summary = results.summaries[0]
  for (status, count) in [
    ("matched", summary.matched), ("excluded", summary.excluded), ("unmatched", summary.unmatched),
  ] {
    #expect(categories.filter { $0.status == status }.reduce(0) { $0 + $1.rows } == count)
  }
  let weight = file.rows.reduce(0) { $0 + abs($1.weight) }
  #expect(abs(categories.reduce(0) { $0 + $1.weight } - weight) <= 1e-12 * weight)
  let share = categories.filter { $0.status == "matched" }.reduce(0) { $0 + $1.weight } / weight
  #expect(abs(share - (summary.weightShare ?? .nan)) <= 1e-12)
}
