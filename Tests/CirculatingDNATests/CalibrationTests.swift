import CirculatingDNA
import Foundation
import Statistics
import Testing

/// What tests and intervals promise, held against seeded simulations.
struct CalibrationTests {
  /// Sites of one panel, drawn anew for each sample.
  private struct Plasma {
    let sites: [InformedSite]
    let samplers: [BinomialSampler]

    init(sites count: Int, molecules: Int, expected: Double, fraction: Double) throws {
      let rate = expected / Double(count * molecules)
      sites = (0..<count).map { place in
        // Rates differ by a factor of up to three between sites.
        InformedSite(
          mutant: 0, molecules: molecules, tumourShare: 0.2 + 0.03 * Double(place % 20),
          errorRate: rate * (0.5 + Double(place % 5) / 4))
      }
      samplers = try sites.map {
        try #require(
          BinomialSampler(trials: $0.molecules, probability: $0.shown(at: fraction)))
      }
    }

    func draw(_ random: inout RandomStream) -> [InformedSite] {
      var drawn = sites
      for place in drawn.indices { drawn[place].mutant = samplers[place].draw(&random) }
      return drawn
    }
  }

  @Test(
    "a sample without ctDNA is positive no more often than alpha, however few errors are expected",
    arguments: [0.1, 0.5, 2, 8, 20])
  func typeIError(expected: Double) throws {
    let plasma = try Plasma(sites: 20, molecules: 2000, expected: expected, fraction: 0)
    var random = RandomStream(seed: 31, stream: UInt64(expected * 10))
    let draws = 4000
    var pValues: [Double] = []
    for _ in 0..<draws {
      let sites = plasma.draw(&random)
      pValues.append(
        SumOfCounts.upperTail(
          from: sites.reduce(0) { $0 + $1.mutant },
          sites.map { .init(trials: $0.molecules, probability: $0.errorRate) }))
    }
    for alpha in [0.05, 0.01, 0.001] {
      let share = Double(pValues.count { $0 <= alpha }) / Double(draws)
      let error = (alpha * (1 - alpha) / Double(draws)).squareRoot()
      #expect(share <= alpha + 3 * error, "\(alpha): \(share)")
    }
  }

  @Test("nine in ten intervals and more hold the fraction", arguments: [5e-4, 2e-3, 1e-2])
  func coverage(fraction: Double) throws {
    let plasma = try Plasma(sites: 20, molecules: 2000, expected: 1, fraction: fraction)
    var random = RandomStream(seed: 32)
    let draws = 800
    let covered = (0..<draws).count { _ in
      let likelihood = FractionLikelihood(plasma.draw(&random))
      let interval = likelihood.interval(about: likelihood.mostLikely(), confidence: 0.95)
      return interval.lower <= fraction && fraction <= interval.upper
    }
    #expect(Double(covered) / Double(draws) >= 0.93)
  }

  @Test("at its limit a sample is positive as often as the limit says")
  func power() throws {
    let blank = try Plasma(sites: 16, molecules: 5000, expected: 0.8, fraction: 0)
    let limit = try #require(DetectionLimit.sites(blank.sites, level: 0.01).fraction)
    let plasma = try Plasma(sites: 16, molecules: 5000, expected: 0.8, fraction: limit)
    var random = RandomStream(seed: 33)
    let draws = 800
    let positive = (0..<draws).count { _ in
      ResidualDisease(plasma.draw(&random), level: 0.01, requiredLimit: nil).call == .positive
    }
    #expect(
      abs(Double(positive) / Double(draws) - 0.95) < 3 * (0.0475 / Double(draws)).squareRoot())
  }

  /// A dilution series with sites at which chemistry, not chance, makes errors.
  private struct Titration {
    static let artefacts = [3: 2e-3, 17: 9e-4, 44: 6e-4]
    static let molecules = 8000
    static let sites = 60

    static func rate(_ site: Int) -> Double { artefacts[site] ?? 1e-5 }

    static func draw(_ random: inout RandomStream, fraction: Double) throws -> [Int] {
      try (0..<sites).map { site in
        // Each sample has somewhat more or less of an artefact.
        let rate = rate(site) * (artefacts[site] == nil ? 1 : 0.6 + 0.8 * random.uniform())
        let share = site % 4 == 1 ? fraction : 0
        let sampler = try #require(
          BinomialSampler(trials: molecules, probability: rate + share * (1 - 2 * rate)))
        return sampler.draw(&random)
      }
    }

    static func called(_ counts: [Int], _ models: [ErrorModel], panel: [PanelSite]?) -> [Int] {
      var caller = SiteCaller(CallingRules(), models: models)
      let calls = caller.calls(
        counts.enumerated().map { site, count in
          SiteEvidence(
            mutant: count, molecules: molecules, model: site, panel: panel.map { $0[site] })
        })
      return calls.indices.filter { calls[$0].verdict == .called }
    }
  }

  @Test("a blank arm has no calls with a panel of normals, and has artefacts called without one")
  func titration() throws {
    var random = RandomStream(seed: 34)
    var panel = PanelOfNormals()
    for _ in 0..<Titration.sites { _ = panel.addSite(errorClass: 0) }
    for _ in 0..<24 {
      for (site, count) in try Titration.draw(&random, fraction: 0).enumerated() {
        panel.add((count, Titration.molecules), at: site)
      }
    }
    let background = try #require(panel.backgrounds(classes: 1, maximumFraction: 0.1)[0])
    let known = panel.sites.map { background.prior.predictive($0) }
    let unknown = [ErrorModel](repeating: .binomial(rate: 1e-5), count: Titration.sites)
    var (blankWith, blankWithout, missed) = (0, 0, 0)
    for _ in 0..<20 {
      let blank = try Titration.draw(&random, fraction: 0)
      blankWith += Titration.called(blank, known, panel: panel.sites).count
      blankWithout += Titration.called(blank, unknown, panel: nil).count
      let spiked = try Titration.draw(&random, fraction: 5e-3)
      let found = Titration.called(spiked, known, panel: panel.sites)
      missed += (0..<Titration.sites).count { $0 % 4 == 1 && !found.contains($0) }
    }
    #expect(blankWith == 0)
    #expect(blankWithout >= 40)
    #expect(missed == 0)
  }
}
