/// Cells that add up, what must stay unknown of them, and what it costs to hide each.
///
/// One who reads a table knows its shown cells, the equations between cells, and bounds that everybody knows, such
/// as that no count is negative. Whatever fulfils these is a table he must hold possible; the cells that are not
/// shown can deviate from their values as far as that allows.
package struct SuppressionProblem: Sendable {
  /// A cell in an equation.
  package struct Term: Sendable, Equatable {
    /// The cell, from 0.
    package var cell: Int
    /// 1 for a part, -1 for the sum.
    package var sign: Int

    /// A term.
    package init(cell: Int, sign: Int) {
      self.cell = cell
      self.sign = sign
    }
  }

  /// A number that every cell has, such as its numerator; the equations hold for each measure.
  package struct Measure: Sendable {
    /// How far each cell could be below its value, by what everybody knows.
    package var below: [Double]
    /// How far each cell could be above its value.
    package var above: [Double]
    /// For each person who is the only one counted in some cells, these cells: the person knows them.
    package var loneContributors: [[Int]]

    /// A measure.
    package init(below: [Double], above: [Double], loneContributors: [[Int]] = []) {
      self.below = below
      self.above = above
      self.loneContributors = loneContributors
    }
  }

  /// What may be done with a cell.
  package enum Role: Sendable {
    /// It may be hidden, at its weight.
    case open
    /// It is hidden anyway.
    case hidden
    /// It is known anyway.
    case shown
  }

  /// What must stay unknown of a cell.
  package struct Requirement: Sendable, Equatable {
    /// The measure, from 0.
    package var measure: Int
    /// The cell, from 0.
    package var cell: Int
    /// The least distance between the least and the greatest value that stay possible.
    package var width: Double
    /// How far above the cell's value the greatest possible one is at least.
    package var above: Double

    /// A requirement.
    package init(measure: Int, cell: Int, width: Double, above: Double = 0) {
      self.measure = measure
      self.cell = cell
      self.width = width
      self.above = above
    }
  }

  /// Terms that add up to zero.
  package var equations: [[Term]]
  /// The numbers that every cell has.
  package var measures: [Measure]
  /// What may be done with each cell.
  package var roles: [Role]
  /// What it costs to hide each open cell, at least 0.
  package var weights: [Double]
  /// What must stay unknown; the cells are hidden.
  package var requirements: [Requirement]

  /// A problem.
  package init(
    equations: [[Term]], measures: [Measure], roles: [Role], weights: [Double],
    requirements: [Requirement]
  ) {
    self.equations = equations
    self.measures = measures
    self.roles = roles
    self.weights = weights
    self.requirements = requirements
  }
}

/// Which cells are hidden, and how good that is.
package struct SuppressionPattern: Sendable {
  /// Whether each cell is hidden.
  package var isHidden: [Bool]
  /// The sum of the weights of open cells that are hidden.
  package var weight: Double
  /// No pattern that protects has a smaller weight.
  package var lowerBound: Double

  /// How much smaller another weight could be, as a share of this one; 0 for an optimum.
  package var gap: Double { weight > 0 ? max(0, (weight - lowerBound) / weight) : 0 }
}

/// Why cells cannot be protected.
package enum SuppressionFailure: Error, Sendable, Equatable {
  /// Even with every open cell hidden, what is required of this one (an index) does not stay unknown.
  case unprotectable(SuppressionProblem.Requirement)
  /// The solver cannot be used.
  case solver(String)
}
