internal import CSimplex

/// The solver of linear programmes cannot be used or did not come to an end.
package struct LinearProgramError: Error, Sendable, Equatable {
  /// What happened and, where it can be told, what to do.
  package var message: String
}

/// A row of a programme: `lower <= sum of factor x column <= upper`.
package struct LinearRow: Sendable, Equatable {
  /// The columns of the terms, from 0.
  package var columns: [Int32] = []
  /// The factors of the terms.
  package var factors: [Double] = []
  /// The least sum.
  package var lower: Double
  /// The greatest sum.
  package var upper: Double

  /// A row without terms.
  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Adds a term.
  package mutating func add(_ column: Int, _ factor: Double) {
    columns.append(Int32(column))
    factors.append(factor)
  }
}

/// A linear programme to be minimised, solved again from its last solution after a change (COIN-OR Clp).
///
/// The solver is opened at the first programme; it is deterministic.
// SAFETY: the programme lives as long as this value, which cannot be copied and alone has its address; every array that the
// solver is given or fills lives through the call and has as many elements as it is told.
@safe package struct LinearProgram: ~Copyable {
  private let programme: OpaquePointer
  private let columns: Int
  private var rows = 0
  private var terms: [Int] = []
  private var termCount = 0

  /// A programme with columns between bounds and no rows.
  ///
  /// - Throws: Where the solver is not installed.
  package init(
    lower: [Double], upper: [Double], cost: [Double]
  ) throws(LinearProgramError) {
    unsafe programme = try Self.make(lower, upper, cost)
    columns = cost.count
  }

  private static func make(
    _ lower: [Double], _ upper: [Double], _ cost: [Double]
  ) throws(LinearProgramError) -> OpaquePointer {
    if let problem = unsafe pcmflow_simplex_open() {
      throw LinearProgramError(message: unsafe String(cString: problem))
    }
    guard let made = unsafe pcmflow_programme_new(Int32(cost.count), lower, upper, cost) else {
      throw LinearProgramError(message: "there is no memory for a linear programme")
    }
    return unsafe made
  }

  // SAFETY: freed once, since the value cannot be copied.
  deinit { unsafe pcmflow_programme_free(programme) }

  // SAFETY: for the calls below: Clp copies what it reads before it returns; counts are those of the arrays.

  /// Adds rows.
  package mutating func add(_ rows: [LinearRow]) {
    guard !rows.isEmpty else { return }
    self.rows += rows.count
    terms += rows.map(\.columns.count)
    termCount = terms.reduce(0, +)
    var starts: [Int32] = [0]
    for row in rows { starts.append(starts[starts.count - 1] + Int32(row.columns.count)) }
    unsafe pcmflow_programme_add_rows(
      programme, Int32(rows.count), rows.map(\.lower), rows.map(\.upper), starts,
      rows.flatMap(\.columns), rows.flatMap(\.factors))
  }

  /// Removes rows, numbered from 0 in the order in which they were added; later ones move up.
  package mutating func removeRows(_ numbers: [Int]) {
    guard !numbers.isEmpty else { return }
    let removed = Set(numbers)
    terms = terms.indices.filter { !removed.contains($0) }.map { terms[$0] }
    termCount = terms.reduce(0, +)
    rows = terms.count
    unsafe pcmflow_programme_remove_rows(
      programme, Int32(numbers.count), numbers.map { Int32($0) })
  }

  /// Changes the bounds of all columns.
  package mutating func setBounds(lower: [Double], upper: [Double]) {
    unsafe pcmflow_programme_set_bounds(programme, lower, upper)
  }

  /// Changes the costs of all columns.
  package mutating func setCosts(_ cost: [Double]) {
    unsafe pcmflow_programme_set_costs(programme, cost)
  }

  /// How a programme is solved again.
  package enum Method: Int32, Sendable {
    /// After a change of bounds or costs.
    case primal = 0
    /// After rows were added.
    case dual = 1
  }

  /// Solves the programme; false where nothing is feasible.
  ///
  /// - Throws: Where there is no least cost, or the solver gives up.
  package mutating func solve(_ method: Method) throws(LinearProgramError) -> Bool {
    // SAFETY: the programme lives as long as this value.
    switch unsafe pcmflow_programme_solve(programme, method.rawValue) {
    case 0: return true
    case 1: return false
    case let status:
      throw LinearProgramError(message: "the linear programme was given up (status \(status))")
    }
  }

  // SAFETY: for the calls below: the arrays have an element for each column of the programme, and live through the call.

  /// How much work the last solution was, in units of about five nanoseconds: the same everywhere, unlike time.
  ///
  /// A solution that needs few steps still has to look at the whole programme.
  package var work: Double {
    Double(unsafe pcmflow_programme_iterations(programme) + 20) * Double(rows + columns) * 4
      + 8 * Double(termCount)
  }

  /// The cost of the last solution.
  package var objective: Double { unsafe pcmflow_programme_objective(programme) }

  /// The values of the columns in the last solution.
  package var values: [Double] {
    var values = [Double](repeating: 0, count: columns)
    unsafe pcmflow_programme_read_values(programme, Int32(columns), &values)
    return values
  }

  /// What one more of each column costs in the last solution, its rows kept.
  package var reducedCosts: [Double] {
    var costs = [Double](repeating: 0, count: columns)
    unsafe pcmflow_programme_read_reduced_costs(programme, Int32(columns), &costs)
    return costs
  }
}
