internal import Foundation

/// The results of all laboratories for one measurand, scored.
package struct MeasurandRound: Sendable {
  /// What one laboratory has measured.
  package struct Result: Sendable, Equatable {
    /// The laboratory's code.
    package var laboratory: String
    /// Its replicates with a decimal point; none where it reports less than a limit.
    package var replicates: [String]
    /// Its standard uncertainty.
    package var uncertainty: Double?

    /// A result.
    package init(laboratory: String, replicates: [String], uncertainty: Double? = nil) {
      self.laboratory = laboratory
      self.replicates = replicates
      self.uncertainty = uncertainty
    }
  }

  /// What one laboratory gets.
  package struct Score: Sendable, Equatable {
    /// The laboratory's code.
    package var laboratory: String
    /// The mean of its replicates; nil below a limit.
    package var value: Double?
    /// See ``PerformanceScore``.
    package var z: Double?
    /// z′, where the assigned value has an uncertainty.
    package var zPrime: Double?
    /// ζ, where the laboratory gives one too.
    package var zeta: Double?
    /// E_n with expanded uncertainties of coverage 2.
    package var normalisedError: Double?
    /// The difference from the assigned value in percent of it.
    package var percentDifference: Double?
    /// Mandel's h and k.
    package var mandel: Mandel?
    /// What z says, or z′ where the assigned value is too uncertain for z; nil without either.
    package var verdict: PerformanceScore.Verdict?
  }

  /// Why laboratories get no scores.
  package enum Refusal: String, Sendable {
    /// Fewer laboratories than a consensus needs.
    case tooFewLaboratories = "too-few-laboratories"
    /// The results lie about several values, and there is no one consensus.
    case severalModes = "several-modes"
    /// The results do not spread, so that there is nothing to measure differences in.
    case noSpread = "no-spread"
    /// The assigned value should be known beforehand, but the rules have none.
    case noAssignedValue = "no-assigned-value"
    /// σ_pt should be given, but the rules have none.
    case noGivenSpread = "no-sigma-pt"
  }

  /// How many laboratories have measured a value.
  package let laboratories: Int
  /// How many report less than a limit.
  package let censored: Int
  /// x_pt; nil where none is assigned.
  package private(set) var assigned: Double?
  /// u(x_pt).
  package private(set) var uncertainty: Double?
  /// σ_pt.
  package private(set) var spread: Double?
  /// Where the results lie densest, ascending; those that hold enough of them.
  package let modes: [Double]
  /// Why there are no scores.
  package private(set) var refusal: Refusal?
  /// What each laboratory gets, in the order given.
  package private(set) var scores: [Score]

  /// Scores a round.
  ///
  /// - Parameter results: One for each laboratory; replicates are numbers that ``DecimalValues`` reads.
  /// - Complexity: That of the methods chosen; O(n log n) a step at most without replicates.
  package init(_ results: [Result], rules: RoundRules) {
    let numbers = results.map { $0.replicates.compactMap { Double($0) } }
    scores = zip(results, numbers).map { result, replicates in
      var score = Score(laboratory: result.laboratory)
      if !replicates.isEmpty {
        score.value = RobustEstimate.sum(replicates) / Double(replicates.count)
      }
      return score
    }
    let values = scores.compactMap(\.value)
    laboratories = values.count
    censored = results.count - values.count
    let robust = RobustEstimate.algorithmA(values)
    let measured = results.filter { !$0.replicates.isEmpty }
    modes =
      ResultModes(
        values, share: rules.modeShare, unit: Self.unit(measured, share: rules.modeShare),
        robust: robust
      ).places
    assign(values, measured, robust, rules)
    if refusal == nil {
      spread = Self.spread(values, measured, robust, assigned ?? 0, rules)
      if spread == nil { refusal = .noGivenSpread }
    }
    if let spread, !(spread > 0) { (refusal, self.spread) = (.noSpread, nil) }
    score(results)
    addMandel(numbers)
  }

  /// The coarsest unit to which at least a share of laboratories round what they report, as they write it.
  ///
  /// The mean of replicates is as much finer as there are replicates.
  private static func unit(_ results: [Result], share: Double) -> Double {
    let units = results.map { result -> Double in
      let digits = result.replicates.map { text in
        text.firstIndex(of: ".").map { text.utf8.distance(from: $0, to: text.endIndex) - 1 } ?? 0
      }
      return pow(10, -Double(digits.min() ?? 0)) / Double(max(1, digits.count))
    }.sorted(by: >)
    guard !units.isEmpty else { return 0 }
    let place = Int((share * Double(units.count)).rounded(.up))
    return units[min(max(place, 1), units.count) - 1]
  }

  private mutating func assign(
    _ values: [Double], _ results: [Result], _ robust: RobustEstimate?, _ rules: RoundRules
  ) {
    guard let source = rules.assignedValue else {
      refusal = .noAssignedValue
      return
    }
    if case .known(let value, let uncertainty) = source {
      (assigned, self.uncertainty) = (value, uncertainty)
      return
    }
    guard values.count >= max(2, rules.minimumLaboratories) else {
      refusal = .tooFewLaboratories
      return
    }
    guard modes.count <= 1 else {
      refusal = .severalModes
      return
    }
    let estimate: RobustEstimate?
    switch source {
    case .hampel:
      let spread = Self.qSpread(values, results, rules)
      estimate = hampelMean(values, spread: spread).map { .init(location: $0, spread: spread) }
    case .median:
      estimate = median(values).map {
        .init(location: $0, spread: RobustEstimate.scaledDeviation(values) ?? 0)
      }
    case .algorithmA, .known: estimate = robust
    }
    assigned = estimate?.location
    uncertainty = estimate.map {
      PerformanceScore.consensusUncertainty(spread: $0.spread, results: values.count)
    }
  }

  private static func spread(
    _ values: [Double], _ results: [Result], _ robust: RobustEstimate?, _ assigned: Double,
    _ rules: RoundRules
  ) -> Double? {
    switch rules.spread {
    case nil: nil
    case .algorithmA: robust?.spread ?? 0
    case .qMethod: qSpread(values, results, rules)
    case .scaledDeviation: RobustEstimate.scaledDeviation(values) ?? 0
    case .normalisedRange: RobustEstimate.normalisedRange(values) ?? 0
    case .fixed(let value): value
    case .relative(let coefficient, let molecules, let scale):
      scale
        * PerformanceScore.alleleFractionSpread(
          assigned: abs(assigned) / scale, coefficient: coefficient, molecules: molecules)
    }
  }

  private static func qSpread(
    _ values: [Double], _ results: [Result], _ rules: RoundRules
  ) -> Double {
    let texts = results.flatMap(\.replicates)
    guard !rules.comparesInBinary, let decimals = DecimalValues(texts) else {
      return QMethod.binarySpread(results.map { $0.replicates.compactMap { Double($0) } }) ?? 0
    }
    var places: [[Int]] = []
    var next = 0
    for result in results {
      places.append(Array(next..<next + result.replicates.count))
      next += result.replicates.count
    }
    return QMethod.spread(decimals, laboratories: places) ?? 0
  }

  private mutating func score(_ results: [Result]) {
    guard refusal == nil, let assigned, let spread else { return }
    let uncertainty = uncertainty ?? 0
    for place in scores.indices {
      guard let value = scores[place].value else { continue }
      let z = PerformanceScore.z(value, assigned: assigned, spread: spread)
      let prime = PerformanceScore.zPrime(
        value, assigned: assigned, spread: spread, uncertainty: uncertainty)
      scores[place].z = z
      scores[place].zPrime = prime
      if assigned != 0 {
        scores[place].percentDifference = 100 * (value - assigned) / assigned
      }
      if let own = results[place].uncertainty, own * own + uncertainty * uncertainty > 0 {
        scores[place].zeta = PerformanceScore.zeta(
          value, assigned: assigned, ownUncertainty: own, uncertainty: uncertainty)
        scores[place].normalisedError = PerformanceScore.normalisedError(
          value, assigned: assigned, ownExpanded: 2 * own, expanded: 2 * uncertainty)
      }
      let needsPrime = PerformanceScore.needsPrime(uncertainty, spread: spread)
      scores[place].verdict = PerformanceScore.verdict(ofZ: needsPrime ? prime : z)
    }
  }

  private mutating func addMandel(_ numbers: [[Double]]) {
    let measured = numbers.indices.filter { !numbers[$0].isEmpty }
    guard let all = Mandel.all(measured.map { numbers[$0] }) else { return }
    for (place, mandel) in zip(measured, all) { scores[place].mandel = mandel }
  }
}
