import Foundation
import ProficiencyTesting
import Statistics
import Testing

/// Published examples of agreement, to the digits that were printed.
struct AgreementTests {
  private static func rounded(_ value: Double?, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value ?? .nan)
  }

  @Test("Bland and Altman's peak flow meters differ by -2.1 with 38.8, as in the Lancet of 1986")
  func peakFlow() throws {
    let large: [Double] = [
      494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427,
    ]
    let mini: [Double] = [
      512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451,
    ]
    let found = try #require(BlandAltman(mini, large))
    #expect(Self.rounded(found.bias, 1) == "-2.1")
    #expect(Self.rounded(found.deviation, 1) == "38.8")
    // The paper takes limits of two standard deviations: -79.7 and 75.5.
    #expect(Self.rounded(found.bias - 2 * found.deviation, 1) == "-79.6")
    #expect(Self.rounded(found.bias + 2 * found.deviation, 1) == "75.4")
    #expect(Self.rounded(found.lower, 1) == "-78.1")
    #expect(Self.rounded(found.upper, 1) == "73.9")
    #expect(Self.rounded(found.biasInterval?.lower, 1) == "-22.0")
    #expect(Self.rounded(found.biasInterval?.upper, 1) == "17.8")
    let limit = try #require(found.lowerInterval)
    #expect(Self.rounded((limit.upper - limit.lower) / 2, 1) == "34.5")
  }

  @Test("Shrout and Fleiss' table has the six correlations and intervals that are known of it")
  func intraclass() throws {
    let table: [[Double]] = [
      [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
    ]
    let found = try #require(IntraclassCorrelation(subjects: table))
    func expect(
      _ estimate: IntraclassCorrelation.Estimate, _ value: String, _ lower: String, _ upper: String
    ) {
      #expect(Self.rounded(estimate.value, 2) == value)
      #expect(Self.rounded(estimate.interval?.lower, 2) == lower)
      #expect(Self.rounded(estimate.interval?.upper, 2) == upper)
    }
    expect(found.single, "0.17", "-0.13", "0.72")
    expect(found.absolute, "0.29", "0.02", "0.76")
    expect(found.consistent, "0.71", "0.34", "0.95")
    expect(found.ofMeans.single, "0.44", "-0.88", "0.91")
    expect(found.ofMeans.absolute, "0.62", "0.07", "0.93")
    expect(found.ofMeans.consistent, "0.91", "0.68", "0.99")
    #expect(Self.rounded(found.single.ratio, 1) == "1.8")
    #expect(Self.rounded(found.consistent.ratio, 1) == "11.0")
  }

  @Test("Fleiss' kappa of ten subjects, fourteen raters and five categories is .210")
  func textbook() throws {
    let counts = [
      [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]
    let subjects = counts.map { row in
      row.enumerated().flatMap { Array(repeating: "\($0)", count: $1) }
    }
    #expect(Self.rounded(FleissKappa(subjects: subjects)?.kappa, 3) == "0.210")
  }

  @Test(
    "Mandel's h and k have the critical values of ASTM E691, table 5",
    arguments: [
      (3, "1.15", "1.72", "1.67"), (4, "1.49", "1.95", "1.82"), (5, "1.74", "2.11", "1.92"),
      (6, "1.92", "2.22", "1.98"), (7, "2.05", "2.30", "2.03"), (8, "2.15", "2.36", "2.06"),
    ])
  func mandel(laboratories: Int, h: String, two: String, three: String) throws {
    let pairs = try #require(Mandel.critical(laboratories: laboratories, replicates: 2))
    #expect(Self.rounded(pairs.h, 2) == h)
    #expect(Self.rounded(pairs.k, 2) == two)
    let triples = Mandel.critical(laboratories: laboratories, replicates: 3)
    #expect(Self.rounded(triples?.k, 2) == three)
  }

  @Test("Quantiles of Student and Fisher are those of the tables")
  func quantiles() {
    #expect(Self.rounded(studentQuantile(0.975, degrees: 16), 3) == "2.120")
    #expect(Self.rounded(studentQuantile(0.025, degrees: 1), 3) == "-12.706")
    #expect(Self.rounded(studentQuantile(0.5, degrees: 5), 6) == "0.000000")
    #expect(
      Self.rounded(varianceRatioQuantile(0.95, numerator: 5, denominator: 10), 2) == "3.33")
    #expect(
      Self.rounded(varianceRatioQuantile(0.99, numerator: 1, denominator: 4), 2) == "21.20")
  }

  @Test("A Youden plot tells what errors have in common from what they have not")
  func youden() throws {
    let plot = try #require(
      YoudenPlot([10, 11, 9, 10, 12, 8], [20, 21, 19, 22, 20, 18]))
    #expect(plot.centre.first == 10)
    #expect(plot.centre.second == 20)
    #expect(plot.points.map(\.quadrant) == [0, 1, 3, 0, 0, 3])
    #expect(abs(plot.points[1].systematic - 2.0.squareRoot()) < 1e-12)
    #expect(abs(plot.points[1].random) < 1e-12)
    #expect(plot.points[4].random < 0)
    #expect(abs(plot.radius(holding: 0.95) / plot.randomDeviation - 2.4477) < 1e-4)
  }

  @Test("Interpretations have grades of their own")
  func interpretations() {
    var expected = InterpretationMarks.Expected()
    expected.add(
      correct: "Sensitive to osimertinib; sensitive to EGFR TKI", incomplete: "sensitive")
    #expect(expected.grade("sensitive  to Osimertinib") == .correct)
    #expect(expected.grade("Sensitive") == .incomplete)
    #expect(expected.grade("resistant") == .incorrect)
    #expect(expected.grade(" ") == .missing)
  }
}
