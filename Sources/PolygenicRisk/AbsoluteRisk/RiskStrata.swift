/// Bands of risk by their upper bounds, as a programme defines them.
package struct RiskStrata: Sendable, Equatable {
  /// One band.
  package struct Band: Sendable, Equatable {
    /// Its name.
    package let name: String
    /// Risks below this belong to it, if not to an earlier band; nil for the last, which takes the rest.
    package let below: Double?

    /// A band.
    package init(name: String, below: Double?) {
      self.name = name
      self.below = below
    }
  }

  /// From the lowest risk to the highest.
  package let bands: [Band]

  /// Bands in rising order; nil where bounds do not rise, or where not exactly the last has none.
  package init?(_ bands: [Band]) {
    let bounds = bands.dropLast().map(\.below)
    guard let last = bands.last, last.below == nil, !bounds.contains(nil),
      zip(bounds, bounds.dropFirst()).allSatisfy({ ($0 ?? 0) < ($1 ?? 0) })
    else { return nil }
    self.bands = bands
  }

  /// The name of the band that a risk belongs to.
  package func name(_ risk: Double) -> String {
    bands.first { band in band.below.map { risk < $0 } ?? true }?.name ?? ""
  }
}
