import Foundation
import ProficiencyTesting
import TestSupport
import Testing

struct RoundTests {
  @Test(
    "Values are understood by named rules, or refused",
    arguments: [
      ("0.5", "0.5", ""), ("0,5", "0.5", "decimal-comma"), ("5 %", "0.05", "percent"),
      (" 0,5 % ", "0.005", "decimal-comma,percent,trimmed"),
      ("<0.5 %", "<0.005", "percent,censored"), ("12.34%", "0.1234", "percent"),
      ("-1 %", "-0.01", "percent"), ("n.d.", "<", "censored"), ("", "", ""),
      ("1,234", "ambiguous-number", ""), ("1,2,3", "ambiguous-number", ""),
      ("0,123", "0.123", "decimal-comma"), (">50 %", "above-limit", ""),
      ("ten", "not-a-number", ""), ("0x1p3", "not-a-number", ""), ("inf", "not-a-number", ""),
    ])
  func values(text: String, found: String, rules: String) {
    do throws(ReportedValue.Refusal) {
      let value = try ReportedValue(text, unit: .fraction)
      switch value.content {
      case .measured(let number): #expect(number == found)
      case .below(let limit): #expect("<" + (limit ?? "") == found)
      case .missing: #expect(found.isEmpty)
      }
      #expect(value.rules.map(\.rawValue).joined(separator: ",") == rules)
    } catch {
      #expect(error.rawValue == found)
    }
  }

  private static func results(_ values: [String]) -> [MeasurandRound.Result] {
    values.enumerated().map { .init(laboratory: "L\($0)", replicates: [$1]) }
  }

  @Test("Two kits that read differently refuse a consensus; one wild result does not")
  func modes() {
    let rules = RoundRules(assignedValue: .algorithmA, spread: .algorithmA)
    let low = (0..<12).map { "\(1.0 + Double($0) / 100)" }
    let two = MeasurandRound(
      Self.results(low + low.map { "\((Double($0) ?? 0) + 1)" }), rules: rules)
    #expect(two.refusal == .severalModes)
    #expect(two.modes.count == 2)
    #expect(two.scores.allSatisfy { $0.z == nil && $0.verdict == nil })
    let wild = MeasurandRound(Self.results(low + ["9"]), rules: rules)
    #expect(wild.refusal == nil)
    #expect(wild.scores.last?.verdict == .action)
    let few = MeasurandRound(Self.results(["1", "1.1"]), rules: rules)
    #expect(few.refusal == .tooFewLaboratories)
    let same = MeasurandRound(Self.results(["1", "1", "1"]), rules: rules)
    #expect(same.refusal == .noSpread)
  }

  /// Seeded results of one or two values.
  private enum Shape: String, CaseIterable {
    case normal, skewed, exponential, contaminated, wild, rounded
    case second30At6, second30At4, second50At4

    var isOne: Bool { ![.second30At6, .second30At4, .second50At4].contains(self) }

    func results(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
      func uniform() -> Double { Double.random(in: 0..<1, using: &random) }
      func normal() -> Double {
        (-2 * log(1 - uniform())).squareRoot() * cos(2 * Double.pi * uniform())
      }
      return (0..<count).map { place in
        let share = (Double(place) + 0.5) / Double(count)
        switch self {
        case .normal: return normal()
        case .skewed: return exp(0.5 * normal())
        case .exponential: return -log(1 - uniform())
        case .contaminated: return uniform() < 0.1 ? 5 * normal() : normal()
        case .wild: return uniform() < 0.1 ? 1000 * normal() : normal()
        case .rounded: return (2 * normal()).rounded() / 2
        case .second30At6: return normal() + (share < 0.3 ? 6 : 0)
        case .second30At4: return normal() + (share < 0.3 ? 4 : 0)
        case .second50At4: return normal() + (share < 0.5 ? 4 : 0)
        }
      }
    }
  }

  private static func refusals(_ shape: Shape, _ count: Int, rounds: Int) -> Double {
    var random = SeededGenerator(seed: UInt64(65_000 + count))
    let refused = (0..<rounds).count { _ in
      let results = shape.results(count, &random)
      let unit = shape == .rounded ? 0.5 : 0.001
      return ResultModes(results, share: 0.2, unit: unit).places.count > 1
    }
    return Double(refused) / Double(rounds)
  }

  @Test(
    "Results about one value, of whatever shape, are hardly ever taken for two",
    arguments: Shape.allCases.filter(\.isOne), [10, 20, 40, 100, 300, 1000])
  private func oneValue(shape: Shape, laboratories: Int) {
    let rounds = min(500, 40_000 / laboratories)
    let allowed = (laboratories == 20 ? 0.05 : 0.03) + 1 / Double(rounds)
    #expect(Self.refusals(shape, laboratories, rounds: rounds) <= allowed)
  }

  @Test("Results about two values are found out, the more surely the more laboratories there are")
  func twoValues() {
    #expect(Self.refusals(.second30At4, 300, rounds: 200) >= 0.99)
    #expect(Self.refusals(.second30At4, 100, rounds: 200) >= 0.7)
    #expect(Self.refusals(.second30At6, 40, rounds: 200) >= 0.9)
    #expect(Self.refusals(.second50At4, 40, rounds: 200) >= 0.8)
    // Of ten laboratories three have another value, in which both groups hardly scatter.
    let few = [1.0, 1.01, 1.02, 0.99, 0.98, 1.0, 1.01, 2.0, 2.01, 1.99]
    #expect(ResultModes(few, share: 0.2).places.count == 2)
    // A wild result hides nothing.
    let kits = few.prefix(7) + few.prefix(7).map { $0 + 1 }
    #expect(ResultModes(kits + [1e6], share: 0.2).places.count == 2)
  }

  @Test("Values that differ by no more than results are rounded to are one")
  func rounding() {
    let rules = RoundRules(assignedValue: .algorithmA, spread: .algorithmA)
    let coarse = (0..<40).map { $0 % 2 == 0 ? "5" : "6" }
    #expect(MeasurandRound(Self.results(coarse), rules: rules).refusal == nil)
    let fine = (0..<40).map { $0 % 2 == 0 ? "5.00" : "6.00" }
    #expect(MeasurandRound(Self.results(fine), rules: rules).refusal == .severalModes)
  }

  @Test("Scores hold to their formulae, and an uncertain assigned value is judged by z prime")
  func scores() throws {
    let known = RoundRules(
      assignedValue: .known(10, uncertainty: 0.4), spread: .fixed(1))
    let round = MeasurandRound(
      [.init(laboratory: "A", replicates: ["12.0", "12.2"], uncertainty: 0.3)], rules: known)
    let score = try #require(round.scores.first)
    #expect(score.value.map { abs($0 - 12.1) < 1e-12 } == true)
    #expect(abs((score.z ?? 0) - 2.1) < 1e-12)
    #expect(abs((score.zPrime ?? 0) - 2.1 / 1.16.squareRoot()) < 1e-12)
    #expect(abs((score.zeta ?? 0) - 2.1 / 0.5) < 1e-12)
    #expect(abs((score.normalisedError ?? 0) - 2.1) < 1e-12)
    #expect(score.verdict == .acceptable)
    let exact = MeasurandRound(
      [.init(laboratory: "A", replicates: ["12.1"])],
      rules: RoundRules(assignedValue: .known(10, uncertainty: 0), spread: .fixed(1)))
    #expect(exact.scores.first?.verdict == .warning)
  }

  @Test("A spread of allele fractions is never below what molecules leave")
  func molecules() {
    let rules = RoundRules(
      assignedValue: .known(0.01, uncertainty: 0),
      spread: .relative(0.1, molecules: 1000, scale: 1))
    let round = MeasurandRound(Self.results(["0.012"]), rules: rules)
    #expect(abs((round.spread ?? 0) - (0.01 * 0.99 / 1000).squareRoot()) < 1e-15)
  }

  @Test(
    "Answers meet the criteria of the pilot, in its order",
    arguments: [
      ("EGFR p.L858R", "correct"), ("egfr  p.(Leu858Arg)", "correct"),
      ("EGFR exon 21", "correct_unspecified"), ("failed", "failed"),
      ("wt", "false_negative_at_or_below_lod"), ("KRAS p.G12D", "wrong_variant_therapeutic"),
      ("EGFR p.L861Q", "wrong_variant_no_therapeutic"),
      ("EGFR p.L858R;KRAS p.G12D", "false_positive"), ("", "no_answer"),
      ("EGFR c.2573T>G p.L858R", "correct"), ("EGFR c.257 p.L858R", "correct_nomenclature_error"),
    ])
  func criteria(text: String, criterion: String) {
    let marking = GenotypeMarking(treatments: ["egfr p.l858r": "TKI", "egfr p.l861q": "TKI"])
    let expected = GenotypeMarking.Expected(
      variant: "egfr p.l858r", alleleFraction: 0.01, unspecified: ["egfr exon 21"])
    let found = marking.criterion(
      GenotypeText(text), expected: [expected], claim: .init(limit: 0.01, targets: ["egfr"]))
    #expect(found.rawValue == criterion)
    if text == "wt" {
      let other = GenotypeMarking.Claim(limit: 0.005, targets: ["kras"])
      #expect(
        marking.criterion(GenotypeText(text), expected: [expected], claim: other) == .notTested)
      let lower = GenotypeMarking.Claim(limit: 0.005)
      #expect(marking.criterion(GenotypeText(text), expected: [expected], claim: lower) == .missed)
    }
  }

  @Test(
    "Cohen's kappa of a table of two has the standard error that Fleiss, Cohen and Everitt give")
  func cohen() throws {
    let first = Array(repeating: "a", count: 25) + Array(repeating: "b", count: 25)
    let second =
      Array(repeating: "a", count: 20) + Array(repeating: "b", count: 5)
      + Array(repeating: "a", count: 10) + Array(repeating: "b", count: 15)
    let found = try #require(CohenKappa.estimate(first, second))
    #expect(abs(found.kappa - 0.4) < 1e-12)
    // By hand: [Σ p_ii (1 - pe - (p_i. + p_.i)(1 - po))² + (1 - po)² Σ p_ij (p_.i + p_j.)² - (po pe - 2 pe + po)²] / (n (1 - pe)⁴).
    let diagonal = 0.4 * pow2(0.5 - 1.1 * 0.3) + 0.3 * pow2(0.5 - 0.9 * 0.3)
    let others = 0.09 * (0.1 * pow2(0.6 + 0.5) + 0.2 * pow2(0.4 + 0.5))
    let variance = (diagonal + others - pow2(0.7 * 0.5 - 1 + 0.7)) / (50 * 0.0625)
    #expect(abs(found.standardError - variance.squareRoot()) < 1e-12)
  }

  private func pow2(_ value: Double) -> Double { value * value }
}
