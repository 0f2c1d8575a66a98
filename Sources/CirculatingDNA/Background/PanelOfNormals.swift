internal import Statistics

/// Counts of normals, and the priors of classes of errors that follow from them.
package struct PanelOfNormals: Sendable {
  /// Molecules of one normal at one site.
  package typealias Count = (mutant: Int, molecules: Int)

  /// How errors of one class are spread.
  package struct ClassBackground: Sendable, Equatable {
    /// The prior of a site of the class.
    package var prior: ErrorPrior
    /// Whether the prior's strength was fitted, and is not ``ErrorPrior/defaultStrength``.
    package var isFitted: Bool
    /// ρ, the over-dispersion of a site's rate between normals; nil where the normals show none.
    package var overdispersion: Double?
  }

  /// The normals of a site, one after the other.
  private struct Site {
    var total = PanelSite()
    var counts: [(mutant: Int32, molecules: Int32)] = []
    let errorClass: Int
  }

  /// How many sites with the allele it takes to fit how a class is spread.
  package static let fittedSites = 10

  private var places: [Site] = []

  /// An empty panel.
  package init() {}

  /// Adds a site.
  ///
  /// - Parameter errorClass: The number of its class, from 0.
  /// - Returns: Its number.
  package mutating func addSite(errorClass: Int) -> Int {
    places.append(Site(errorClass: errorClass))
    return places.count - 1
  }

  /// Counts one normal at a site.
  package mutating func add(_ count: Count, at site: Int) {
    guard count.molecules > 0 else { return }
    places[site].total.add(mutant: count.mutant, molecules: count.molecules)
    places[site].counts.append((Int32(clamping: count.mutant), Int32(clamping: count.molecules)))
  }

  /// The sums of each site.
  package var sites: [PanelSite] { places.map(\.total) }

  /// The background of each class.
  ///
  /// The mean is the class's share of mutant molecules, where counts above `maximumFraction` are left out: they are
  /// inherited variants of a normal, not errors (Deng et al., TNER, BMC Bioinformatics 19:387, 2018). A class without
  /// errors is given half a molecule. The strength is the most likely one for the spread of rates over the class's sites.
  ///
  /// - Returns: Nil for a class without molecules.
  /// - Complexity: O(counts) for each of some fifty steps.
  package func backgrounds(classes: Int, maximumFraction: Double) -> [ClassBackground?] {
    var members = [[Int]](repeating: [], count: classes)
    for (number, site) in places.enumerated() { members[site.errorClass].append(number) }
    return members.map { background(of: $0, maximumFraction) }
  }

  private func background(of members: [Int], _ maximumFraction: Double) -> ClassBackground? {
    var sums: [Count] = []
    for member in members {
      var sum: Count = (0, 0)
      for count in places[member].counts
      where Double(count.mutant) <= maximumFraction * Double(count.molecules) {
        sum.mutant += Int(count.mutant)
        sum.molecules += Int(count.molecules)
      }
      sums.append(sum)
    }
    let mutant = sums.reduce(0) { $0 + $1.mutant }
    let molecules = sums.reduce(0) { $0 + $1.molecules }
    guard molecules > 0 else { return nil }
    let mean = max(Double(mutant), 0.5) / Double(molecules)
    var strength: Double?
    if sums.count(where: { $0.mutant > 0 }) >= Self.fittedSites {
      strength = BetaBinomialFit.strength(
        sums.filter { $0.molecules > 0 }.map { .init($0.mutant, of: $0.molecules, mean: mean) })
    }
    let whole = strength ?? ErrorPrior.defaultStrength
    return ClassBackground(
      prior: ErrorPrior(alpha: mean * whole, beta: (1 - mean) * whole), isFitted: strength != nil,
      overdispersion: overdispersion(members, sums, maximumFraction))
  }

  /// ρ = 1 / (S + 1) for the most likely strength S of the normals' rates about that of their site.
  private func overdispersion(
    _ members: [Int], _ sums: [Count], _ maximumFraction: Double
  ) -> Double? {
    var seen: [BetaBinomialFit.Observation] = []
    var sites = 0
    for (member, sum) in zip(members, sums) where sum.mutant > 0 && places[member].counts.count > 1
    {
      sites += 1
      let mean = Double(sum.mutant) / Double(sum.molecules)
      for count in places[member].counts
      where Double(count.mutant) <= maximumFraction * Double(count.molecules) {
        seen.append(.init(Int(count.mutant), of: Int(count.molecules), mean: mean))
      }
    }
    guard sites >= Self.fittedSites, let strength = BetaBinomialFit.strength(seen) else {
      return nil
    }
    return 1 / (strength + 1)
  }
}
