/// The counts of the cells of one unit.
struct UnitCounts: Sendable {
  /// Whether a row of the denominator stands in the cell, by cell of the unit's division.
  var isTouched: [Bool] = []
  var denominator: [Int] = []
  var numerator: [Int] = []
  /// The sum of the values of the denominator's rows.
  var total: [Double] = []
  /// The sum of the values of the numerator's rows.
  var share: [Double] = []

  /// Makes room for so many cells.
  mutating func reserve(_ count: Int) {
    let missing = count - denominator.count
    guard missing > 0 else { return }
    isTouched += [Bool](repeating: false, count: missing)
    denominator += [Int](repeating: 0, count: missing)
    numerator += [Int](repeating: 0, count: missing)
    total += [Double](repeating: 0, count: missing)
    share += [Double](repeating: 0, count: missing)
  }

  /// Adds the counts of persons of another, whose cells are the same.
  mutating func add(_ other: UnitCounts) {
    for cell in other.denominator.indices {
      denominator[cell] += other.denominator[cell]
      numerator[cell] += other.numerator[cell]
    }
  }
}

/// Counts subjects by what rows they have.
struct SubjectCounting: Sendable {
  private let plan: TallyPlan
  private let table: SignatureTable
  /// What was counted, by unit.
  private(set) var counts: [UnitCounts]
  /// How many subjects have rows of one signature only, by signature.
  private var single: [Int]
  private var denominators: [Int] = []
  private var numerators: [Int] = []

  init(_ plan: TallyPlan, _ table: SignatureTable) {
    self.plan = plan
    self.table = table
    counts = plan.units.map { unit in
      var counts = UnitCounts()
      counts.reserve(table.cells[unit.division].count)
      return counts
    }
    single = [Int](repeating: 0, count: table.count)
  }

  /// Counts a subject, or takes it back: once in each cell that one of its rows stands in.
  mutating func count(_ signatures: ArraySlice<Int>, times: Int) {
    if signatures.count == 1, let only = signatures.first {
      single[only] += times
      return
    }
    for (number, unit) in plan.units.enumerated() {
      denominators.removeAll(keepingCapacity: true)
      numerators.removeAll(keepingCapacity: true)
      for signature in signatures {
        let flags = table.flagsOfSignature[signature]
        if let flag = unit.denominator, !flags[flag] { continue }
        let cell = Int(table.cellOfSignature[unit.division][signature])
        if !denominators.contains(cell) { denominators.append(cell) }
        if let flag = unit.numerator, !flags[flag] { continue }
        if !numerators.contains(cell) { numerators.append(cell) }
      }
      for cell in denominators { counts[number].denominator[cell] += times }
      for cell in numerators { counts[number].numerator[cell] += times }
    }
  }

  /// Ends the counting.
  mutating func finish() {
    Self.add(single, plan, table, to: &counts)
    single = [Int](repeating: 0, count: single.count)
  }

  /// Adds rows or subjects, each of one signature.
  static func add(
    _ bySignature: [Int], _ plan: TallyPlan, _ table: SignatureTable, to counts: inout [UnitCounts]
  ) {
    for (signature, count) in bySignature.enumerated() where count != 0 {
      let flags = table.flagsOfSignature[signature]
      for (number, unit) in plan.units.enumerated() {
        if let flag = unit.denominator, !flags[flag] { continue }
        let cell = Int(table.cellOfSignature[unit.division][signature])
        counts[number].denominator[cell] += count
        if let flag = unit.numerator, !flags[flag] { continue }
        counts[number].numerator[cell] += count
      }
    }
  }
}
