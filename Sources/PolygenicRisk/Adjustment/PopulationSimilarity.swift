internal import Statistics

/// Finds the reference population that a person is most similar to, by where they stand among its people.
///
/// The nearest centre by Euclidean distance over the first principal components, whose squares are proportional to
/// F_ST (Privé, Bioinformatics 38:3477-3480, 2022). The label is of low confidence where hardly anybody of that
/// population stands as far out: where the tail of the squared Mahalanobis distance is below 10⁻¹⁰, the limit that
/// pgsc_calc has for its Mahalanobis option.
package struct PopulationSimilarity: Sendable {
  /// The most similar population of a person.
  package struct Label: Sendable, Equatable {
    /// Its name.
    package let population: String
    /// Whether the person stands outside of the cloud of its people.
    package let isLowConfidence: Bool
  }

  /// Below this tail probability a label is of low confidence.
  package static let leastTail = 1e-10

  private struct Cloud: Sendable {
    let population: String
    let centre: [Double]
    /// Of the covariance; nil where the population has too few people for one.
    let covariance: CholeskyFactor?
  }

  private let clouds: [Cloud]
  private let componentCount: Int

  /// Learns the clouds of a panel over its first principal components.
  package init(_ panel: ReferencePanel, components: Int) {
    componentCount = components
    var members: [String: [[Double]]] = [:]
    for (population, place) in zip(panel.populations, panel.components) {
      members[population, default: []].append(Array(place.prefix(components)))
    }
    clouds = members.sorted { $0.key < $1.key }.map { Self.cloud($0.key, $0.value) }
  }

  private static func cloud(_ population: String, _ places: [[Double]]) -> Cloud {
    let columns = (0..<places[0].count).map { component in places.map { $0[component] } }
    let centre = columns.map { moments($0).mean }
    let centred = Matrix(
      columns: zip(columns, centre).map { column, mean in column.map { $0 - mean } })
    let weight = 1 / Double(max(places.count - 1, 1))
    let covariance = centred.weightedProducts([Double](repeating: weight, count: places.count))
    return Cloud(
      population: population, centre: centre,
      covariance: places.count > centre.count ? CholeskyFactor(covariance, tolerance: 1e-10) : nil)
  }

  /// The most similar population of a person; the first in alphabetical order where two are as near.
  ///
  /// - Parameter place: The person's principal components, at least as many as are compared.
  /// - Complexity: O(populations × components).
  package func label(of place: [Double]) -> Label? {
    var nearest: (cloud: Cloud, distance: Double)?
    for cloud in clouds {
      let distance = zip(place, cloud.centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      if distance < nearest?.distance ?? .infinity { nearest = (cloud, distance) }
    }
    guard let cloud = nearest?.cloud else { return nil }
    let offset = zip(place, cloud.centre).map { $0 - $1 }
    let tail = cloud.covariance.map {
      chiSquaredUpperTail($0.inverseQuadraticForm(offset), degrees: componentCount)
    }
    return Label(population: cloud.population, isLowConfidence: (tail ?? 0) < Self.leastTail)
  }
}
