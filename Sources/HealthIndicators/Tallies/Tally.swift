internal import ByteIO

/// What was counted of some rows of a table, to be added to what was counted of others.
package struct Tally: Sendable {
  /// So many rows of a cell have one value.
  struct Run: Sendable {
    let cell: Int
    let value: Double
    let count: Int
  }

  struct RunKey: Hashable {
    let cell: Int32
    let value: Double
  }

  /// The counts of one cell.
  struct Cell: Sendable {
    /// Places among the texts of the unit's groupings.
    let labels: [Int]
    let denominator: Int
    let numerator: Int
    let total: Double
    let share: Double
  }

  /// The texts of each grouping.
  let labels: [[[UInt8]]]
  /// The cells of each unit.
  let cells: [[Cell]]
  /// The values of each unit, whose cells are places in ``cells``.
  let runs: [[Run]]
  /// The kinds of rows, and which subject has rows of which; empty where it was not asked for.
  let signatures: [UInt8]
  let pairs: [TallyBuilder.Pair]

  init(
    _ plan: TallyPlan, _ table: SignatureTable, _ counts: [UnitCounts], _ runs: [[Run]],
    _ pairs: [TallyBuilder.Pair]
  ) {
    labels = table.labels.map { keys in (0..<keys.count).map { Array(keys[$0]) } }
    var cells: [[Cell]] = []
    var placed: [[Run]] = []
    for (number, unit) in plan.units.enumerated() {
      var places: [Int: Int] = [:]
      var ofUnit: [Cell] = []
      let counted = counts[number]
      for cell in counted.isTouched.indices where counted.isTouched[cell] {
        places[cell] = ofUnit.count
        ofUnit.append(
          Cell(
            labels: table.labels(ofCell: cell, unit.division),
            denominator: counted.denominator[cell], numerator: counted.numerator[cell],
            total: counted.total[cell], share: counted.share[cell]))
      }
      cells.append(ofUnit)
      placed.append(
        runs[number].map {
          Run(cell: places[$0.cell] ?? 0, value: $0.value, count: $0.count)
        })
    }
    self.cells = cells
    self.runs = placed
    self.pairs = pairs
    signatures = pairs.isEmpty ? [] : table.encoded
  }

  init(labels: [[[UInt8]]], cells: [[Cell]], runs: [[Run]]) {
    self.labels = labels
    self.cells = cells
    self.runs = runs
    signatures = []
    pairs = []
  }
}
