import Foundation
import Statistics
import Testing

/// Tails and limits of counts. Values with 17 digits were computed with mpmath 1.3.0 (50 digits), those of intervals and of
/// Fisher's test with SciPy 1.17.1.
struct CountTailTests {
  private static func agrees(_ value: Double, _ wanted: Double, _ tolerance: Double = 1e-10) -> Bool
  {
    value == wanted || abs(value - wanted) <= tolerance * abs(wanted)
  }

  static let binomial: [(Int, Int, Double, Double)] = [
    (1, 5000, 1e-5, 0.048770813308197788), (3, 5000, 1e-5, 2.005590185988831e-5),
    (4, 20000, 1e-4, 0.14286751632212057), (40, 50, 0.5, 1.1930665838377763e-5),
    (90, 2000, 1e-5, 1.0705680627284224e-292), (60, 100, 1e-5, 1.3740826828874489e-272),
    (1000, 2000, 0.5, 0.50891950557292716),
  ]

  @Test("binomial tails keep ten digits down to 1e-300", arguments: binomial)
  func binomialTail(count: Int, trials: Int, probability: Double, tail: Double) throws {
    let found = try #require(BinomialDistribution(trials: trials, probability: probability))
    #expect(Self.agrees(found.upperTail(from: count), tail))
    #expect(Self.agrees(found.lowerTail(upTo: count - 1), 1 - tail))
  }

  static let poisson: [(Int, Double, Double)] = [
    (1, 0.1, 0.095162581964040432), (5, 0.1, 7.667801686189311e-8),
    (10, 20, 0.99500458769169241), (40, 20, 5.3202025112462176e-5),
    (80, 0.01, 1.3835120705070276e-279), (300, 250, 0.0011623936310546183),
  ]

  @Test("Poisson tails keep ten digits down to 1e-300", arguments: poisson)
  func poissonTail(count: Int, mean: Double, tail: Double) throws {
    let found = try #require(PoissonDistribution(mean: mean))
    #expect(Self.agrees(found.upperTail(from: count), tail))
  }

  static let betaBinomial: [(Int, Int, Double, Double, Double)] = [
    (1, 5000, 0.5, 49999.5, 0.046538060850589027),
    (3, 5000, 0.5, 49999.5, 0.00024313187700808416),
    (5, 1000, 2.168, 3531.6, 0.003113889051191784),
    (100, 1000, 2.168, 3531.6, 6.4499547159178945e-66),
    (900, 1000, 0.3, 0.4, 0.19934568144143913), (60, 2000, 5, 1e6, 2.6417942519171188e-157),
  ]

  @Test("beta-binomial tails keep ten digits, also where they rise again", arguments: betaBinomial)
  func betaBinomialTail(
    count: Int, trials: Int, alpha: Double, beta: Double, tail: Double
  ) throws {
    let found = try #require(BetaBinomialDistribution(trials: trials, alpha: alpha, beta: beta))
    #expect(Self.agrees(found.upperTail(from: count), tail))
  }

  @Test("tails that have a closed form equal it")
  func closedForms() throws {
    let trials = 5000
    for probability in [1e-9, 1e-5, 0.003, 0.4] {
      let found = try #require(BinomialDistribution(trials: trials, probability: probability))
      #expect(
        Self.agrees(found.upperTail(from: 1), -expm1(Double(trials) * log1p(-probability)), 1e-13))
      #expect(Self.agrees(found.logUpperTail(from: trials), 5000 * log(probability), 1e-13))
      #expect(found.upperTail(from: 0) == 1)
      #expect(found.upperTail(from: trials + 1) == 0)
    }
    // Every count of a uniform probability is equally likely.
    let uniform = try #require(BetaBinomialDistribution(trials: 99, alpha: 1, beta: 1))
    for count in [1, 10, 55, 99] {
      #expect(Self.agrees(uniform.upperTail(from: count), Double(100 - count) / 100, 1e-12))
    }
    #expect(BinomialDistribution(trials: -1, probability: 0.1) == nil)
    #expect(BinomialDistribution(trials: 1, probability: .nan) == nil)
    #expect(PoissonDistribution(mean: -1) == nil)
    #expect(BetaBinomialDistribution(trials: 1, alpha: 0, beta: 1) == nil)
  }

  static let intervals: [(Int, Int, Double, Double)] = [
    (0, 5000, 0, 0.000737503801108105), (1, 5000, 5.06354877705159e-06, 0.001113819380333972),
    (7, 350, 0.008077935169007771, 0.040771776167226), (20, 20, 0.8315665290169146, 1),
    (10, 30, 0.17287422152603915, 0.5281200447898806),
  ]

  @Test(
    "Clopper and Pearson's limits are the quantiles that they are defined by", arguments: intervals)
  func clopperPearson(count: Int, total: Int, lower: Double, upper: Double) throws {
    let found = try #require(
      ConfidenceInterval.clopperPearson(count: count, total: total, confidence: 0.95))
    #expect(Self.agrees(found.lower, lower))
    #expect(Self.agrees(found.upper, upper))
  }

  static let jeffreysLimits: [(Int, Int, Double, Double)] = [
    (0, 5000, 0, 0.000502237335462098), (3, 5000, 0.00016901489450098605, 0.0016003949302265427),
    (7, 350, 0.008989347515123767, 0.038863824815159376),
  ]

  @Test("Jeffreys' limits are those of SciPy", arguments: jeffreysLimits)
  func jeffreys(count: Int, total: Int, lower: Double, upper: Double) throws {
    let found = try #require(
      ConfidenceInterval.jeffreys(count: count, total: total, confidence: 0.95))
    #expect(Self.agrees(found.lower, lower))
    #expect(Self.agrees(found.upper, upper))
  }

  static let sums: [(Int, Double)] = [
    (3, 0.30978159979945862), (8, 0.0009227015536187231), (30, 2.0782654673547243e-25),
  ]

  @Test("the sum of binomials is exact, by the recursion and by convolution", arguments: sums)
  func sumOfCounts(count: Int, tail: Double) {
    let parts: [SumOfCounts.Part] = [
      .init(trials: 2000, probability: 1e-4), .init(trials: 5000, probability: 3e-5),
      .init(trials: 800, probability: 2e-3),
    ]
    #expect(Self.agrees(SumOfCounts.upperTail(from: count, parts), tail))
    // One part with a large probability and no trials that matter keeps the recursion out.
    let wide = parts + [.init(trials: 1, probability: 0.5)]
    let below = SumOfCounts.upperTail(from: count, parts)
    let above = SumOfCounts.upperTail(from: count - 1, parts)
    #expect(Self.agrees(SumOfCounts.upperTail(from: count, wide), (below + above) / 2))
  }

  @Test("sums of ten thousand binomials agree with one binomial of all trials")
  func manyParts() throws {
    let parts = [SumOfCounts.Part](repeating: .init(trials: 1000, probability: 2e-5), count: 10_000)
    let whole = try #require(BinomialDistribution(trials: 10_000_000, probability: 2e-5))
    for count in [120, 200, 260, 500] {
      #expect(
        Self.agrees(SumOfCounts.upperTail(from: count, parts), whole.upperTail(from: count), 1e-9))
    }
  }

  @Test("the Poisson-binomial tail adds up by hand")
  func poissonBinomial() {
    let probabilities = [0.01, 0.2, 0.003, 0.5]
    #expect(Self.agrees(SumOfCounts.upperTail(from: 2, probabilities: probabilities), 0.106497))
    #expect(Self.agrees(SumOfCounts.upperTail(from: 4, probabilities: probabilities), 3e-6))
  }

  static let tables: [([Int], Double)] = [
    ([8, 2, 1, 5], 0.034965034965034975), ([0, 12, 4000, 4100], 0.0004904377426366779),
    ([15, 0, 500, 480], 6.22888080634526e-05), ([3, 3, 3, 3], 1), ([0, 0, 4, 9], 1),
  ]

  @Test("Fisher's exact test is SciPy's", arguments: tables)
  func fisher(cells: [Int], value: Double) {
    #expect(Self.agrees(fisherExactTest(cells[0], cells[1], cells[2], cells[3]), value))
  }

  @Test("adjusted p-values are those of R's p.adjust")
  func falseDiscovery() {
    let found = falseDiscoveryRates([0.01, 0.04, 0.03, 0.5])
    #expect(zip(found, [0.04, 0.16 / 3, 0.16 / 3, 0.5]).allSatisfy { Self.agrees($0, $1, 1e-14) })
    #expect(falseDiscoveryRates([]).isEmpty)
  }

  @Test("draws of a stream follow their distribution and depend on seed and stream alone")
  func draws() throws {
    let sampler = try #require(BinomialSampler(trials: 4000, probability: 0.01))
    func draw(_ seed: UInt64, _ stream: UInt64) -> [Int] {
      var random = RandomStream(seed: seed, stream: stream)
      return (0..<20_000).map { _ in sampler.draw(&random) }
    }
    let drawn = draw(7, 3)
    #expect(drawn == draw(7, 3))
    #expect(drawn != draw(7, 4))
    let mean = Double(drawn.reduce(0, +)) / 20_000
    #expect(abs(mean - 40) < 4 * (39.6 / 20_000).squareRoot())
    let squares = drawn.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 20_000
    #expect(abs(squares / 39.6 - 1) < 0.05)
  }

  @Test("the fitted spread of rates is the one they were drawn with")
  func betaBinomialFit() throws {
    // Rates of Beta(2, 998), by the sum of exponential waiting times for the small part of it.
    var random = RandomStream(seed: 11)
    var counts: [(successes: Int, trials: Int)] = []
    for _ in 0..<3000 {
      let small = -log(1 - random.uniform()) - log(1 - random.uniform())
      let rate = small / (small + 998)
      let sampler = try #require(BinomialSampler(trials: 5000, probability: rate))
      counts.append((sampler.draw(&random), 5000))
    }
    let fit = try #require(BetaBinomialFit.parameters(counts))
    #expect(abs(fit.alpha / (fit.alpha + fit.beta) / 0.002 - 1) < 0.06)
    #expect(abs((fit.alpha + fit.beta) / 1000 - 1) < 0.12)
    #expect(BetaBinomialFit.strength([.init(0, of: 100, mean: 1e-3)]) == nil)
  }
}
