internal import CirculatingDNA
internal import PipelineModel
internal import Statistics

/// What the test of one sample needs, and gives.
struct InformedSample: Sendable {
  /// What is fixed for all samples.
  struct Rules: Sendable {
    let level: Double
    let requiredLimit: Double?
    let dropsOutliers: Bool
    let simulations: Int
    let seed: UInt64
    let simulatedRate: Double?
  }

  /// A site, and what follows at it.
  struct Site: Sendable {
    let variant: TumourList.Variant
    let counts: InformedSite
    let pValue: Double?
    var isOutlier = false
  }

  let name: String
  private(set) var sites: [Site]
  private(set) var result: ResidualDisease
  private(set) var simulated: Double?
  private(set) var tumourFraction: Double?
  /// The mean allele fraction over sites with molecules.
  let meanFraction: Double?

  init(
    _ sample: AlleleCounts.Sample, _ counts: AlleleCounts, _ tumour: TumourList,
    _ models: SiteModels,
    _ rules: Rules
  ) throws(StageError) {
    name = sample.name
    let seen = Dictionary(
      sample.rows.map { ($0.site, $0) }, uniquingKeysWith: { first, _ in first })
    var sites: [Site] = []
    for variant in tumour.variants(of: sample.name) {
      let row = models.number(variant.site).flatMap { seen[$0] }
      let total = row?.molecules ?? sample.covering(variant.site)
      guard let model = models.model(variant.site) else {
        throw StageError(
          .input, "nothing says how often \(variant.site.contig):\(variant.site.position) errs",
          remedy: "add the change to the background's counts, or give \"errorRate\"", field: "pos")
      }
      let informed = InformedSite(
        mutant: Int(row?.mutant ?? 0), molecules: total, tumourShare: variant.fraction,
        errorRate: model.rate)
      sites.append(
        Site(
          variant: variant, counts: informed,
          pValue: total > 0 ? model.pValue(informed.mutant, of: total) : nil))
    }
    let covered = sites.filter { $0.counts.molecules > 0 }
    meanFraction =
      covered.isEmpty
      ? nil
      : covered.reduce(0) { $0 + Double($1.counts.mutant) / Double($1.counts.molecules) }
        / Double(covered.count)
    self.sites = sites
    result = ResidualDisease(
      sites.map(\.counts), level: rules.level, requiredLimit: rules.requiredLimit)
    settle(rules)
  }

  /// Marks outliers, leaves them out where that is asked for, and adds what only some ask for.
  private mutating func settle(_ rules: Rules) {
    let outliers = ResidualDisease.outliers(sites.map(\.counts), fraction: result.fraction)
    for place in outliers { sites[place].isOutlier = true }
    let used = rules.dropsOutliers ? sites.filter { !$0.isOutlier } : sites
    if rules.dropsOutliers, !outliers.isEmpty {
      result = ResidualDisease(
        used.map(\.counts), level: rules.level, requiredLimit: rules.requiredLimit)
    }
    tumourFraction = Self.tumourFraction(used)
    guard rules.simulations > 0, let rate = rules.simulatedRate,
      let simulation = NullSimulation(
        used.map { ($0.counts.mutant, $0.counts.molecules) }, errorRate: rate, seed: rules.seed)
    else { return }
    simulated = NullSimulation.pValue(
      successes: simulation.successes(0..<rules.simulations), of: rules.simulations)
  }

  /// The share F of tumour DNA at which the sites are expected to show as much as they do, where copies are known: a site
  /// then shows F VCN / (2 (1 - F) + F CN).
  private static func tumourFraction(_ sites: [Site]) -> Double? {
    let known = sites.filter { $0.variant.copies != nil && $0.counts.molecules > 0 }
    guard !known.isEmpty else { return nil }
    let seen = known.reduce(0.0) { $0 + Double($1.counts.mutant) }
    func excess(_ fraction: Double) -> Double {
      known.reduce(-seen) { sum, site in
        guard let copies = site.variant.copies else { return sum }
        let share = fraction * copies.variant / (2 * (1 - fraction) + fraction * copies.all)
        let error = site.counts.errorRate
        return sum + Double(site.counts.molecules) * (error + share * (1 - 2 * error))
      }
    }
    if excess(0) >= 0 { return 0 }
    if excess(1) <= 0 { return 1 }
    return bracketedRoot(in: 0...1, start: 0.01) { (excess($0), 0) }
  }
}

extension AlleleCounts.Sample {
  /// Molecules of the reference block that holds a site; 0 where none does.
  func covering(_ site: AlleleSite) -> Int {
    blocks.first { $0.contig == site.contig && $0.positions.contains(site.position) }?.molecules
      ?? 0
  }
}

/// The error models of a tumour list's sites, and the numbers of the sites in the counts.
struct SiteModels: Sendable {
  private var models: [AlleleSite: ErrorModel] = [:]
  private var numbers: [AlleleSite: Int32] = [:]

  init(_ counts: AlleleCounts, _ variants: [TumourList.Variant], _ rates: ErrorRates) {
    for variant in variants where models[variant.site] == nil {
      models[variant.site] = rates.model(variant.site)
    }
    for (number, site) in counts.sites.enumerated() where models[site] != nil {
      numbers[site] = Int32(number)
    }
  }

  func model(_ site: AlleleSite) -> ErrorModel? { models[site] }
  func number(_ site: AlleleSite) -> Int32? { numbers[site] }
}
