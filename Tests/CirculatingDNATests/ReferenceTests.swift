import CirculatingDNA
import Foundation
import Statistics
import TestSupport
import Testing

/// Random inputs against the slow reference, which runs as a process of its own.
struct ReferenceTests {
  private struct Case: Encodable {
    let kind: String
    let values: [Double]
  }

  private static let isPresent =
    SharedData.isPresent && Validators.arePresent
    && FileManager.default.fileExists(
      atPath: SharedData.folder.appending(path: "reference/ctdna_reference.py").path(
        percentEncoded: false))

  private func answers(_ cases: [Case]) throws -> [[Double]] {
    let folder = try TemporaryFolder()
    let (input, output) = (folder.path + "/cases.json", folder.path + "/answers.json")
    try JSONEncoder().encode(cases).write(to: URL(filePath: input))
    let reference = SharedData.folder.appending(path: "reference").path(percentEncoded: false)
    let result = try Validators.run("ctdna.py", [reference, input, output], in: folder.path)
    try #require(result.exitCode == 0, "\(result.errors)")
    return try JSONDecoder().decode(
      [[Double]].self, from: Data(contentsOf: URL(filePath: output)))
  }

  private func difference(_ found: Double, _ wanted: Double) -> Double {
    found == wanted ? 0 : abs(found - wanted) / max(abs(wanted), 1e-300)
  }

  @Test(
    "tails of 900 random counts are the reference's to 1e-10",
    .enabled(if: isPresent, "needs ../shared and SciPy of Tests/Validators/install.sh"))
  func tails() throws {
    var random = RandomStream(seed: 1)
    var cases: [Case] = []
    for _ in 0..<300 {
      let total = [50, 1000, 5000, 20000][Int(random.next() % 4)]
      let rate = pow(10, -6 + 5.5 * random.uniform())
      let expected = Double(total) * rate
      let count = min(total, Int(expected * (0.5 + 2 * random.uniform())) + Int(random.next() % 9))
      cases.append(Case(kind: "binomial", values: [Double(count), Double(total), rate]))
      cases.append(Case(kind: "poisson", values: [Double(count), expected]))
      let strength = pow(10, 2 + 5 * random.uniform())
      let parameters = [rate * strength, (1 - rate) * strength]
      cases.append(
        Case(kind: "betaBinomial", values: [Double(count), Double(total)] + parameters))
    }
    for (item, answer) in zip(cases, try answers(cases)) where answer[0] > 1e-300 {
      let (x, count) = (item.values, Int(item.values[0]))
      let model: ErrorModel
      let tolerance: Double
      switch item.kind {
      case "binomial": (model, tolerance) = (.binomial(rate: x[2]), 1e-10)
      case "poisson": (model, tolerance) = (.poisson(rate: x[1]), 1e-10)
      // The reference adds logarithms of gamma functions, which leave it fewer digits.
      default: (model, tolerance) = (.betaBinomial(alpha: x[2], beta: x[3]), 1e-6)
      }
      let found = model.pValue(count, of: item.kind == "poisson" ? 1 : Int(x[1]))
      #expect(difference(found, answer[0]) < tolerance, "\(item)")
    }
  }

  @Test(
    "limits of 250 sites, rates of 50 families and 50 responses are the reference's",
    .enabled(if: isPresent, "needs ../shared and SciPy of Tests/Validators/install.sh"))
  func sites() throws {
    var random = RandomStream(seed: 2)
    var cases: [Case] = []
    for _ in 0..<250 {
      let total = 200 + Int(random.next() % 20000)
      let rate = pow(10, -6 + 3 * random.uniform())
      let count = Int(random.next() % 12)
      cases.append(Case(kind: "site", values: [Double(count), Double(total), rate]))
    }
    for _ in 0..<50 {
      cases.append(
        Case(kind: "rates", values: (0..<40).map { _ in pow(10, -6 * random.uniform()) }))
      var counts: [Double] = []
      for place in 0..<10 {
        counts += [Double((place < 5 ? 3 : 0) + Int(random.next() % 4)), 2000 + Double(place)]
      }
      cases.append(Case(kind: "response", values: counts))
    }
    for (item, answer) in zip(cases, try answers(cases)) {
      let x = item.values
      var found: [Double] = []
      switch item.kind {
      case "site":
        let (count, total) = (Int(x[0]), Int(x[1]))
        let interval = try #require(
          ConfidenceInterval.clopperPearson(count: count, total: total, confidence: 0.95))
        let model = ErrorModel.binomial(rate: x[2])
        found = [
          interval.lower, interval.upper, Double(model.criticalCount(of: total, level: 1e-4)),
          try #require(DetectionLimit.site(molecules: total, model, level: 1e-4)),
        ]
      case "rates": found = falseDiscoveryRates(x)
      default:
        let counts = stride(from: 0, to: x.count, by: 2).map { (Int(x[$0]), Int(x[$0 + 1])) }
        let response = try #require(
          MolecularResponse(first: Array(counts[..<5]), later: Array(counts[5...])))
        found = [response.ratio, response.interval.lower, response.interval.upper]
        // The reference rounds z to 1.96.
        #expect(difference(found[0], answer[0]) < 1e-12)
        #expect(difference(found[1], answer[1]) < 1e-4 && difference(found[2], answer[2]) < 1e-4)
        continue
      }
      // The reference's search for a limit ends at a step of 2e-12.
      #expect(
        zip(found, answer).allSatisfy { difference($0, $1) < 1e-9 || abs($0 - $1) < 4e-12 },
        "\(item)")
    }
  }

  @Test(
    "fractions, intervals, exact p-values and limits of 400 random samples are the reference's to 1e-9",
    .enabled(if: isPresent, "needs ../shared and SciPy of Tests/Validators/install.sh"))
  func samples() throws {
    var random = RandomStream(seed: 3)
    var cases: [Case] = []
    var samples: [[InformedSite]] = []
    for _ in 0..<400 {
      // The reference's convolution takes the square of the molecules seen.
      let fraction = [0, 0, 1e-4, 5e-4, 2e-3][Int(random.next() % 5)]
      let sites = try (0..<[1, 3, 10, 20][Int(random.next() % 4)]).map { _ in
        let rate = pow(10, -6 + 3 * random.uniform())
        var site = InformedSite(
          mutant: 0, molecules: 300 + Int(random.next() % 5000),
          tumourShare: 0.05 + 0.85 * random.uniform(), errorRate: rate)
        let sampler = try #require(
          BinomialSampler(trials: site.molecules, probability: site.shown(at: fraction)))
        site.mutant = sampler.draw(&random)
        return site
      }
      samples.append(sites)
      cases.append(
        Case(
          kind: "mrd",
          values: sites.flatMap {
            [Double($0.mutant), Double($0.molecules), $0.tumourShare, $0.errorRate]
          }))
    }
    for (sites, answer) in zip(samples, try answers(cases)) {
      let found = ResidualDisease(sites, level: 0.01, requiredLimit: nil)
      #expect(difference(found.fraction, answer[0]) < 1e-9)
      #expect(difference(found.interval.lower, answer[1]) < 1e-9)
      #expect(difference(found.interval.upper, answer[2]) < 1e-9)
      #expect(difference(found.pPoisson, answer[3]) < 1e-10)
      #expect(difference(found.expected, answer[4]) < 1e-12)
      // The reference takes the sum below from one, which leaves it few digits of a small tail.
      #expect(abs(found.pValue - answer[5]) < 1e-9 * max(found.pValue, 1e-4))
      let limit = DetectionLimit.sites(sites, level: 0.01)
      #expect(limit.criticalCount == Int(answer[7]))
      if let fraction = limit.fraction { #expect(difference(fraction, answer[6]) < 1e-9) }
      #expect((found.call == .positive) == (answer[5] <= 0.01))
    }
  }
}
