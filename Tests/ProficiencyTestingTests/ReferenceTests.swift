import Foundation
import ProficiencyTesting
import Statistics
import TestSupport
import Testing

/// Random rounds against the slow reference, which asks SciPy.
struct ReferenceTests {
  private struct Case: Encodable {
    let scaled: [Int]
    let decimals: Int
    let subjects: [[String]]
    let pairs: [[String]]
    let items: [[Int]]
    let count: Int
    let total: Int
  }

  private static func random(_ random: inout SeededGenerator) -> Case {
    let decimals = Int.random(in: 1...4, using: &random)
    let middle = Int.random(in: 100...900, using: &random)
    let scaled = (0..<Int.random(in: 5...60, using: &random)).map { _ in
      Int.random(in: 0..<10, using: &random) == 0
        ? Int.random(in: 0...2000, using: &random)
        : middle + Int.random(in: -40...40, using: &random)
    }
    let letters = ["a", "b", "c", "d"]
    func subjects(_ count: Int, _ raters: Int) -> [[String]] {
      (0..<count).map { _ in
        (0..<raters).map { _ in letters.randomElement(using: &random) ?? "a" }
      }
    }
    let total = Int.random(in: 1...500, using: &random)
    return Case(
      scaled: scaled, decimals: decimals, subjects: subjects(12, 5), pairs: subjects(2, 30),
      items: (0..<20).map { _ in (0..<4).map { _ in Int.random(in: 0...1, using: &random) } },
      count: Int.random(in: 0...total, using: &random), total: total)
  }

  @Test(
    "400 random rounds have the estimates, kappas and intervals of the slow reference",
    .enabled(
      if: SharedData.isPresent && Validators.arePresent, "needs ../shared and .build/validators"))
  func rounds() throws {
    var generator = SeededGenerator(seed: 9)
    let cases = (0..<400).map { _ in Self.random(&generator) }
    let folder = try TemporaryFolder()
    let lines = try cases.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    let input = try folder.write(lines.joined(separator: "\n") + "\n", to: "cases.ndjson")
    let reference = SharedData.folder.appending(path: "reference/eqa_reference.py")
      .path(percentEncoded: false)
    let run = try Validators.run("proficiency.py", [reference, input], in: folder.path)
    #expect(run.exitCode == 0, "\(run.errors)")
    let answers = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode([String: Double].self, from: Data($0.utf8))
    }
    #expect(answers.count == cases.count)
    for (number, (one, wanted)) in zip(cases, answers).enumerated() {
      func expect(_ name: String, _ found: Double?) {
        let value = wanted[name] ?? .nan
        #expect(
          abs((found ?? .nan) - value) <= 1e-9 * max(1, abs(value)),
          "round \(number), \(name): \(found ?? .nan) is not \(value)")
      }
      let decimals = DecimalValues(scaled: one.scaled, decimals: one.decimals)
      let values = decimals.values
      let robust = RobustEstimate.algorithmA(values)
      expect("location", robust?.location)
      expect("spread", robust?.spread)
      let q = QMethod.spread(decimals, laboratories: values.indices.map { [$0] })
      expect("q", q)
      expect("hampel", hampelMean(values, spread: q ?? 0))
      expect("deviation", RobustEstimate.scaledDeviation(values))
      expect("range", RobustEstimate.normalisedRange(values))
      let fleiss = FleissKappa(subjects: one.subjects)
      expect("fleiss", fleiss?.kappa)
      expect("error", fleiss?.standardError)
      expect("exact", fleiss?.exact)
      expect("cohen", CohenKappa.estimate(one.pairs[0], one.pairs[1], weights: .linear)?.kappa)
      let cochran = CochranQ(items: one.items.map { $0.map { $0 == 1 } })
      expect("cochran", cochran?.statistic)
      expect("p", cochran?.pValue)
      let interval = ConfidenceInterval.jeffreys(
        count: one.count, total: one.total, confidence: 0.95)
      expect("low", interval?.lower)
      expect("high", interval?.upper)
    }
  }
}
