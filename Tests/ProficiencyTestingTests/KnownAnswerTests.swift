import Foundation
import ProficiencyTesting
import Statistics
import TestSupport
import Testing

/// Published answers, to the digits that were printed.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct KnownAnswerTests {
  private static func rows(_ name: String) throws -> [[String]] {
    try String(contentsOfFile: SharedData.file("eqa/tables/" + name), encoding: .utf8)
      .split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  private static func rounded(_ value: Double?, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value ?? .nan)
  }

  private static func atrazine() throws -> DecimalValues {
    try #require(DecimalValues(try rows("iso13528_atrazine_34labs.csv").map { $0[1] }))
  }

  @Test("Algorithm A, MADe, nIQR, Q and Hampel of 34 laboratories are those of ISO 13528")
  func robust() throws {
    let decimals = try Self.atrazine()
    let values = decimals.values
    #expect(values.count == 34)
    #expect(Self.rounded(median(values), 4) == "0.2620")
    #expect(Self.rounded(RobustEstimate.scaledDeviation(values), 5) == "0.03855")
    #expect(Self.rounded(RobustEstimate.normalisedRange(values), 5) == "0.04023")
    let estimate = try #require(RobustEstimate.algorithmA(values))
    #expect(Self.rounded(estimate.location, 6) == "0.257011")
    #expect(Self.rounded(estimate.spread, 6) == "0.039520")
    let binary = try #require(QMethod.binarySpread(values.map { [$0] }))
    #expect(Self.rounded(binary, 6) == "0.042566")
    #expect(Self.rounded(hampelMean(values, spread: binary), 6) == "0.259984")
    let exact = try #require(
      QMethod.spread(decimals, laboratories: values.indices.map { [$0] }))
    let asPairs = try #require(
      QMethod.binarySpread(decimals.scaled.map { [Double($0)] }))
    #expect(abs(exact - asPairs / 10_000) < 1e-12 * exact || abs(exact - asPairs / 1000) < 1e-12)
  }

  @Test("The homogeneity of ten items in duplicate is that of the published sheet")
  func homogeneity() throws {
    let pairs = try Self.rows("iso13528_homogeneity_koch.csv").map {
      (try #require(Double($0[1])), try #require(Double($0[2])))
    }
    let found = try #require(Homogeneity(duplicates: pairs, spread: 0.02807))
    #expect(Self.rounded(found.withinVariance * 1e5, 3) == "3.095")
    #expect(Self.rounded(found.betweenVariance * 1e7, 4) == "3.6111")
    #expect(Self.rounded(found.expandedCriterion, 10) == "0.0128287331")
    #expect(found.isHomogeneous)
    #expect(found.isHomogeneousExpanded == true)
  }

  @Test("Fleiss' kappa of 30 patients and 6 raters is .4302 with z 17.65, and exact .4418")
  func fleiss() throws {
    let kappa = try #require(FleissKappa(subjects: try Self.rows("irr_diagnoses.csv")))
    #expect(Self.rounded(kappa.kappa, 4) == "0.4302")
    #expect(Self.rounded(kappa.z, 2) == "17.65")
    #expect(Self.rounded(kappa.exact, 4) == "0.4418")
  }

  @Test("Passing and Bablok's line through creatinine is that of R's mcr, to all its digits")
  func passingBablok() throws {
    let pairs = try Self.rows("mcr_creatinine.csv").filter {
      $0.count == 2 && Double($0[0]) != nil && Double($0[1]) != nil
    }
    let x = pairs.compactMap { Double($0[0]) }
    let y = pairs.compactMap { Double($0[1]) }
    let line = try #require(PassingBablok(x, y))
    #expect(Self.rounded(line.slope, 10) == "1.0880089027")
    #expect(Self.rounded(line.intercept, 10) == "-0.1171728644")
    #expect(Self.rounded(line.slopeInterval.lower, 6) == "1.000000")
    #expect(Self.rounded(line.slopeInterval.upper, 7) == "1.1730046")
    let first = try #require(DecimalValues(pairs.map { $0[0] }))
    let second = try #require(DecimalValues(pairs.map { $0[1] }))
    let exact = try #require(PassingBablok(first, second))
    #expect(abs(exact.slope - line.slope) < 2e-4)
    #expect(exact.slope != line.slope)
  }

  @Test("Shrout and Fleiss' table has the correlations .17, .29 and .71")
  func intraclass() throws {
    let table: [[Double]] = [
      [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
    ]
    let found = try #require(IntraclassCorrelation(subjects: table))
    #expect(Self.rounded(found.oneWay, 2) == "0.17")
    #expect(Self.rounded(found.agreement, 2) == "0.29")
    #expect(Self.rounded(found.consistency, 2) == "0.71")
  }
}
