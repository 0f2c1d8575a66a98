/// What normals show of one allele at one position.
package struct PanelSite: Sendable, Equatable {
  /// Normals with molecules there.
  package private(set) var normals = 0
  /// Those with at least one molecule of the allele.
  package private(set) var normalsWithAllele = 0
  /// A, molecules of the allele in all normals.
  package private(set) var mutant = 0
  /// D, molecules of the allele or the reference in all normals.
  package private(set) var molecules = 0
  /// The largest allele fraction of a normal.
  package private(set) var highestFraction = 0.0

  /// A site that no normal has been counted at.
  package init() {}

  /// A site by its sums.
  package init(
    normals: Int, normalsWithAllele: Int, mutant: Int, molecules: Int, highestFraction: Double
  ) {
    self.normals = normals
    self.normalsWithAllele = normalsWithAllele
    self.mutant = mutant
    self.molecules = molecules
    self.highestFraction = highestFraction
  }

  /// Counts one normal; one without molecules says nothing.
  package mutating func add(mutant count: Int, molecules total: Int) {
    guard total > 0 else { return }
    normals += 1
    if count > 0 { normalsWithAllele += 1 }
    mutant += count
    molecules += total
    highestFraction = max(highestFraction, Double(count) / Double(total))
  }
}

/// What is known about the error rate of an allele before its own site is looked at: a beta distribution.
package struct ErrorPrior: Sendable, Equatable {
  /// The strength that is taken where a panel is too small to fit one.
  package static let defaultStrength = 1e4

  /// a₀.
  package var alpha: Double
  /// b₀.
  package var beta: Double

  /// A prior by its parameters.
  package init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  /// The mean, a₀ / (a₀ + b₀).
  package var mean: Double { alpha / (alpha + beta) }

  /// What a new sample is expected to show at a site, given what the normals showed there: the posterior predictive
  /// distribution BetaBinomial(n, a₀ + A, b₀ + D - A). Without normals it is the prior's; with very many, a binomial's.
  ///
  /// - Parameter overdispersion: ρ, by how much the rate of a site differs between samples; it caps what the normals of
  ///   one site can say about another sample at 1/ρ - 1 molecules.
  package func predictive(_ site: PanelSite, overdispersion: Double = 0) -> ErrorModel {
    let alpha = alpha + Double(site.mutant)
    let beta = beta + Double(site.molecules - site.mutant)
    guard overdispersion > 0 else { return .betaBinomial(alpha: alpha, beta: beta) }
    let between = 1 / overdispersion - 1
    let share = between / (between + alpha + beta)
    return .betaBinomial(alpha: alpha * share, beta: beta * share)
  }
}
