internal import ByteIO

/// The tallies of all parts of a table, added up: the counts of the whole table.
///
/// Add every file; then, where there are several tallies, correct the counts of the subjects that have rows in more
/// than one (``SharedSubjects``).
package struct TallySum: Sendable {
  /// One tally of one file.
  struct Source: Sendable {
    let file: Int
    let piece: Int
  }

  let plan: TallyPlan
  /// The cells and signatures of all tallies.
  var table: SignatureTable
  private var counts: [UnitCounts]
  private var runs: [[Tally.Run]]
  private(set) var files: [TallyFile] = []
  /// The tallies, in order.
  private(set) var sources: [Source] = []
  /// What each label of a tally is called here: by tally, grouping and place.
  private(set) var labels: [[[Int]]] = []

  /// The sum of no tallies.
  package init(_ plan: TallyPlan) {
    self.plan = plan
    table = SignatureTable(plan)
    counts = plan.units.map { _ in UnitCounts() }
    runs = plan.units.map { _ in [] }
  }

  /// Adds the tallies of a part, in the order of the parts.
  package mutating func add(_ file: TallyFile) {
    for (number, piece) in file.pieces.enumerated() {
      sources.append(Source(file: files.count, piece: number))
      add(piece.tally)
    }
    files.append(file)
  }

  private mutating func add(_ tally: Tally) {
    let places = tally.labels.enumerated().map { grouping, texts in
      texts.map { table.label(grouping, $0) }
    }
    labels.append(places)
    for (number, unit) in plan.units.enumerated() {
      let groupings = plan.divisions[unit.division]
      var cellPlaces: [Int] = []
      for cell in tally.cells[number] {
        let here = table.cell(
          unit.division, zip(groupings, cell.labels).map { places[$0][$1] })
        counts[number].reserve(here + 1)
        counts[number].isTouched[here] = true
        counts[number].denominator[here] += cell.denominator
        counts[number].numerator[here] += cell.numerator
        counts[number].total[here] += cell.total
        counts[number].share[here] += cell.share
        cellPlaces.append(here)
      }
      for run in tally.runs[number] {
        runs[number].append(
          Tally.Run(cell: cellPlaces[run.cell], value: run.value, count: run.count))
      }
    }
  }

  /// Adds to the counts, or takes from them, what is known of subjects of several tallies.
  mutating func correct(_ corrections: [UnitCounts]) {
    for number in counts.indices {
      counts[number].reserve(corrections[number].denominator.count)
      counts[number].add(corrections[number])
    }
  }

  /// Hands over the counts of one definition, cell by cell as ``IndicatorQuery`` orders them.
  package func give(_ place: Int, to counting: inout IndicatorCounting) {
    let unit = plan.units[place]
    let groupings = plan.divisions[unit.division]
    let counted = counts[place]
    var cells: [(key: [String?], cell: Int)] = []
    for cell in counted.isTouched.indices where counted.isTouched[cell] {
      let labels = table.labels(ofCell: cell, unit.division)
      let key = zip(groupings, labels).map { grouping, label in
        plan.groupings[grouping] == .whole ? nil : table.labels[grouping].text(label)
      }
      cells.append((key, cell))
    }
    cells.sort { Self.precedes($0.key, $1.key) }
    for (key, cell) in cells {
      counting.addCounts(
        key, denominator: counted.denominator[cell], numerator: counted.numerator[cell],
        total: counted.total[cell], share: counted.share[cell])
    }
    guard unit.value != nil, !unit.addsValues else { return }
    let byCell = Dictionary(grouping: runs[place], by: \.cell)
    for (key, cell) in cells {
      var values: [Double] = []
      for run in (byCell[cell] ?? []).sorted(by: { $0.value < $1.value }) {
        values.append(contentsOf: repeatElement(run.value, count: run.count))
      }
      counting.addValues(values, to: key)
    }
  }

  /// Nothing first, then byte by byte, as SQLite orders texts.
  private static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      guard let one else { return true }
      guard let other else { return false }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return false
  }
}
