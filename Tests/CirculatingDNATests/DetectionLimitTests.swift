import CirculatingDNA
import Foundation
import Statistics
import Testing

struct DetectionLimitTests {
  /// Molecules, error rate, critical count, and the limit in percent as it is printed.
  static let sites: [(Int, Double, Int?, String)] = [
    (2000, 1e-5, 3, "0.313"), (5000, 1e-5, 3, "0.125"), (10_000, 1e-5, 4, "0.0765"),
    (20_000, 1e-5, 4, "0.0378"), (5000, 1e-4, nil, "0.200"), (10_000, 1e-4, nil, "0.108"),
    (20_000, 1e-4, nil, "0.0685"),
  ]

  @Test("limits of one site are those of the printed table", arguments: sites)
  func site(molecules: Int, rate: Double, critical: Int?, percent: String) throws {
    let model = ErrorModel.binomial(rate: rate)
    if let critical { #expect(model.criticalCount(of: molecules, level: 1e-4) == critical) }
    let limit = try #require(DetectionLimit.site(molecules: molecules, model, level: 1e-4))
    let places = percent.split(separator: ".")[1].count
    #expect(String(format: "%.\(places)f", limit * 100) == percent)
  }

  /// Sites, molecules at each, and the printed limits at errors of 1e-4, 1e-5 and 1e-6.
  static let panels: [(Int, Int, [String])] = [
    (16, 5000, ["3.8e-04", "1.7e-04", "1.2e-04"]), (30, 5000, ["2.7e-04", "1.2e-04", "8.2e-05"]),
    (500, 1000, ["1.3e-04", "5.3e-05", "2.9e-05"]),
    (1800, 1000, ["6.4e-05", "2.4e-05", "1.1e-05"]),
  ]

  @Test("limits of all sites together are those of the printed table", arguments: panels)
  func panel(count: Int, molecules: Int, printed: [String]) throws {
    for (rate, wanted) in zip([1e-4, 1e-5, 1e-6], printed) {
      let site = InformedSite(mutant: 0, molecules: molecules, tumourShare: 0.5, errorRate: rate)
      let limit = DetectionLimit.sites(Array(repeating: site, count: count), level: 0.01)
      #expect(String(format: "%.1e", try #require(limit.fraction)) == wanted)
    }
  }

  @Test("without errors three molecules in four nines of a percent are 6.296 expected ones")
  func support() throws {
    for (molecules, printed) in [(796, "0.79"), (3529, "0.18"), (24_000, "0.026")] {
      let limit = try #require(DetectionLimit.support(molecules: molecules, minimumSupport: 3))
      let places = printed.split(separator: ".")[1].count
      #expect(String(format: "%.\(places)f", limit * 100) == printed)
      #expect(abs(limit * Double(molecules) - 6.296) < 5e-4)
    }
  }

  @Test("critical counts that are looked up are those that are computed")
  func lookedUp() {
    var random = RandomStream(seed: 5)
    for model in [
      ErrorModel.binomial(rate: 3e-4), .poisson(rate: 1e-5), .betaBinomial(alpha: 0.4, beta: 9000),
    ] {
      var rules = CallingRules()
      rules.limitLevel = 1e-3
      var caller = SiteCaller(rules, models: [model])
      for _ in 0..<20 {
        let totals = (0..<10).map { _ in 1 + Int(random.next() % 30_000) }
        let calls = caller.calls(totals.map { SiteEvidence(mutant: 0, molecules: $0, model: 0) })
        for (total, call) in zip(totals, calls) {
          #expect(call.limit == DetectionLimit.site(molecules: total, model, level: 1e-3))
        }
      }
    }
  }

  @Test("the classical and rank limits are those by hand")
  func limitsOfBlank() throws {
    let blanks = [0.0, 0, 1, 2, 0, 3, 1, 0, 2, 1]
    let classical = try #require(LimitsOfBlank.classical(blanks: blanks))
    // Mean 1, SD 1.0540925533894598, multiplier 1.645 / (1 - 1/36).
    #expect(abs(classical - (1 + 1.645 / (1 - 1.0 / 36) * 1.0540925533894598)) < 1e-12)
    #expect(LimitsOfBlank.rank(blanks: blanks) == 3)
    #expect(LimitsOfBlank.rank(blanks: Array(stride(from: 0.0, to: 60, by: 1))) == 56.5)
    let limit = try #require(
      LimitsOfBlank.detection(limitOfBlank: 2, low: [[4, 6], [3, 5, 7]]))
    let pooled = ((2.0 + 8) / 3).squareRoot()
    #expect(abs(limit - (2 + 1.645 / (1 - 1.0 / 12) * pooled)) < 1e-12)
    #expect(LimitsOfBlank.classical(blanks: [1]) == nil)
    let levels = [(0.1, [1.0, 3]), (1, [9.0, 11]), (0.5, [4.0, 6])]
    #expect(LimitsOfBlank.quantitation(levels: levels, goal: 0.3) == 0.5)
  }

  @Test("probit finds the curve that levels were detected by, and none where none is defined")
  func probit() throws {
    // Φ(3 + 2 log₁₀ level) of 100,000 each, so the limit is 10^((1.6449 - 3) / 2).
    let levels = [1e-2, 3e-2, 0.1, 0.3].map { level in
      ProbitLimit.Level(
        level, detected: Int((1e5 * normalCumulative(3 + 2 * log10(level))).rounded()), of: 100_000)
    }
    let curve = try #require(ProbitLimit(levels))
    #expect(abs(curve.slope - 2) < 1e-3 && abs(curve.intercept - 3) < 1e-3)
    #expect(abs(curve.probability(curve.level(0.95)) - 0.95) < 1e-12)
    #expect(ProbitLimit([.init(0.1, detected: 0, of: 9), .init(1, detected: 9, of: 9)]) == nil)
    #expect(ProbitLimit([.init(0.1, detected: 5, of: 9)]) == nil)
  }
}
