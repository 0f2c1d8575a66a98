internal import CirculatingDNA
internal import Genomics
internal import PipelineModel
internal import Tables

/// A background as `ctdna.background` writes it.
struct BackgroundTable: Sendable {
  /// What is known about one site.
  struct Entry: Sendable {
    let site: PanelSite
    let prior: ErrorPrior
    let overdispersion: Double
  }

  private var entries: [AlleleSite: Entry] = [:]
  private var contexts: [String: (before: String, after: String)] = [:]
  private var classes = ClassPriors()

  /// Reads a table.
  init(_ table: TableArtifact, assembly: Assembly?) throws(StageError) {
    let port = "background"
    let alleles = try AlleleReader(table, port: port, assembly: assembly)
    var places: [Int] = []
    for name in ["normals", "normals_with_alt", "alt_sum", "depth_sum"] {
      places.append(try table.index(of: name, for: port))
    }
    let alpha = try table.index(of: "prior_alpha", for: port)
    let beta = try table.index(of: "prior_beta", for: port)
    let highest = table.schema.index(of: "max_vaf")
    let className = table.schema.index(of: "error_class")
    let spread = table.schema.index(of: "overdispersion")
    var number = 0
    var (entries, classes) = (entries, classes)
    var contexts = contexts
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      let site = try alleles.site(reader, text, row: number)
      let sums = places.compactMap { reader.integer($0, in: text) }
      guard sums.count == 4, sums.allSatisfy({ $0 >= 0 }), sums[2] <= sums[3],
        let alpha = reader.number(alpha, in: text), let beta = reader.number(beta, in: text),
        alpha > 0, beta > 0
      else {
        throw alleles.refusal(
          number, "has sums or a prior that cannot be", field: "alt_sum",
          remedy: "take the table that ctdna.background writes")
      }
      let prior = ErrorPrior(alpha: alpha, beta: beta)
      let fallback = sums[3] > 0 ? Double(sums[2]) / Double(sums[3]) : 0
      let entry = Entry(
        site: PanelSite(
          normals: sums[0], normalsWithAllele: sums[1], mutant: sums[2], molecules: sums[3],
          highestFraction: reader.number(highest, in: text) ?? fallback), prior: prior,
        overdispersion: reader.number(spread, in: text) ?? 0)
      guard entries.updateValue(entry, forKey: site) == nil else {
        throw alleles.refusal(
          number, "gives an allele that an earlier row gives too", field: "pos")
      }
      let errorClass =
        reader.string(className, in: text).map { ErrorClass(name: $0) }
        ?? ErrorClass(ref: site.ref, alt: site.alt)
      classes.add(prior, for: errorClass)
      if let context = errorClass.context {
        contexts["\(site.contig):\(site.position)"] = context
      }
    }
    (self.entries, self.classes, self.contexts) = (entries, classes, contexts)
  }

  /// What normals show at a site; nil where none was counted.
  func entry(_ site: AlleleSite) -> Entry? { entries[site] }

  /// How the errors of a site are spread: by its normals, or by its class where there are none.
  ///
  /// - Returns: Nil where the background says nothing about such a change.
  func model(_ site: AlleleSite, usesOverdispersion: Bool) -> ErrorModel? {
    if let entry = entries[site] {
      return entry.prior.predictive(
        entry.site, overdispersion: usesOverdispersion ? entry.overdispersion : 0)
    }
    let context = contexts["\(site.contig):\(site.position)"]
    return classes.prior(
      of: ErrorClass(
        ref: site.ref, alt: site.alt, before: context?.before, after: context?.after))?
      .predictive(PanelSite())
  }
}

/// Where a site's error model comes from.
struct ErrorRates: Sendable {
  /// The distribution that errors are taken to have.
  enum Distribution: String, Sendable, CaseIterable {
    case betaBinomial, binomial, poisson
  }

  let background: BackgroundTable?
  let errorRate: Double?
  let distribution: Distribution
  let usesOverdispersion: Bool

  /// The model of a site: its background's, else that of the one rate for all; nil without either.
  func model(_ site: AlleleSite) -> ErrorModel? {
    let known = background?.model(site, usesOverdispersion: usesOverdispersion)
    guard let model = known ?? errorRate.map({ .binomial(rate: $0) }) else { return nil }
    switch distribution {
    case .betaBinomial: return model
    case .binomial: return .binomial(rate: model.rate)
    case .poisson: return .poisson(rate: model.rate)
    }
  }
}
