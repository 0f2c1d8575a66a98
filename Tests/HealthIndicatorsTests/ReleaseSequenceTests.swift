import HealthIndicators
import TestSupport
import Testing

struct ReleaseSequenceTests {
  private func ranges(
    _ cell: IndicatorCell, _ outcome: DisclosureControl.Outcome, _ row: Int
  ) -> ReleaseRegister.Entry {
    guard outcome.statuses[row] == .free else {
      return outcome.intervals[row].map { $0.lowest...max($0.lowest, $0.highest) }
    }
    let numerator = Double(cell.numerator ?? 0)
    let complement = Double(cell.denominator ?? 0) - numerator
    return [numerator...numerator, complement...complement]
  }

  private func place(_ cell: IndicatorCell) -> ReleaseRegister.Place {
    ReleaseRegister.Place(
      indicator: cell.indicator, period: cell.period ?? "",
      divisions: cell.divisions.map { $0 ?? "" })
  }

  @Test("Over twenty releases no difference of published counts is of a few persons")
  func differences() throws {
    var random = SeededGenerator(seed: 5)
    let table = RandomTable([[4], [3]], largest: 60, &random)
    var cells = table.cells
    var register = ReleaseRegister()
    var published: [[(Int, Int)?]] = []
    var changed = 0
    for _ in 0..<20 {
      guard
        let outcome = try? DisclosureControl(PrimarySuppression(minimumCell: 5))
          .protect(cells, register: register)
      else { continue }
      published.append(
        cells.indices.map { row in
          outcome.statuses[row] == .free
            ? (
              cells[row].numerator ?? 0, (cells[row].denominator ?? 0) - (cells[row].numerator ?? 0)
            )
            : nil
        })
      for (row, cell) in cells.enumerated() {
        register.add(place(cell), ranges(cell, outcome, row))
        if outcome.statuses[row] == .otherReason { changed += 1 }
        for interval in outcome.intervals[row] {
          #expect(interval.highest - interval.lowest >= interval.width - 1e-6)
        }
      }
      // A few persons come to one of the smallest groups, and so to all totals above it.
      let leaf =
        cells.indices.filter { !cells[$0].divisions.contains(nil) }
        .randomElement(using: &random) ?? 0
      let more = Int.random(in: 1...9, using: &random)
      for (row, cell) in cells.enumerated()
      where zip(cell.divisions, cells[leaf].divisions).allSatisfy({ $0 == nil || $0 == $1 }) {
        cells[row].numerator = (cell.numerator ?? 0) + more
        cells[row].denominator = (cell.denominator ?? 0) + more
      }
    }
    #expect(published.count >= 15 && changed > 0)
    for (number, later) in published.enumerated() {
      for earlier in published[..<number] {
        for (new, old) in zip(later, earlier) {
          guard let new, let old else { continue }
          for difference in [new.0 - old.0, new.1 - old.1] {
            #expect(difference == 0 || abs(difference) >= 5)
          }
        }
      }
    }
  }

  @Test("The same table again is published the same; what was published is never used to protect")
  func repetition() throws {
    let control = DisclosureControl(PrimarySuppression(minimumCell: 5))
    let cells = DisclosureControlTests.known
    let first = try control.protect(cells)
    var register = ReleaseRegister()
    for (row, cell) in cells.enumerated() { register.add(place(cell), ranges(cell, first, row)) }
    let second = try control.protect(cells, register: register)
    #expect(second.statuses.map { $0 == .free } == first.statuses.map { $0 == .free })
  }

  @Test(
    "A cell that was published and must be suppressed now is refused; so is a small difference, if wished"
  )
  func refusals() {
    let cells = DisclosureControlTests.known
    var register = ReleaseRegister()
    for cell in cells {
      let numerator = Double(cell.numerator ?? 0)
      let complement = Double(cell.denominator ?? 0) - numerator
      register.add(place(cell), [numerator...numerator, complement...complement])
    }
    var control = DisclosureControl(PrimarySuppression(minimumCell: 5))
    let known = #expect(throws: DisclosureError.self) {
      try control.protect(cells, register: register)
    }
    #expect(known?.reason == .earlierRelease)
    control.differences = .refuse
    var later = cells
    for row in later.indices where later[row].divisions[0] == "D" {
      later[row].numerator = (later[row].numerator ?? 0) + 1
    }
    later.removeAll { $0.divisions[0] != "D" }
    let near = #expect(throws: DisclosureError.self) {
      try control.protect(later, register: register)
    }
    #expect(near?.reason == .earlierRelease)
  }
}
