/// The unrelated people of a reference panel: who they are like, where they stand in the space of principal
/// components, and one score of each.
package struct ReferencePanel: Sendable {
  /// The population of each person, such as a superpopulation of the 1000 Genomes Project.
  package private(set) var populations: [String] = []
  /// The principal components of each person, all of one number.
  package private(set) var components: [[Double]] = []
  /// The score of each person.
  package private(set) var scores: [Double] = []

  /// A panel without people.
  package init() {}

  /// How many people it has.
  package var count: Int { scores.count }

  /// Adds an unrelated person.
  package mutating func add(population: String, components: [Double], score: Double) {
    populations.append(population)
    self.components.append(components)
    scores.append(score)
  }
}

/// Why a panel cannot serve as a reference.
package struct AdjustmentError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, without a full stop.
  package let description: String

  /// An error in words.
  package init(_ description: String) { self.description = description }
}
