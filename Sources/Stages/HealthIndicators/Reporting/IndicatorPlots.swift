internal import Foundation
internal import HealthIndicators
internal import Pages
internal import Statistics

/// The plots of the page of indicators.
enum IndicatorPlots {
  typealias Cell = IndicatorReportData.Cell

  /// Values over periods with their limits; a suppressed period is a gap with its mark.
  static func trend(_ indicator: IndicatorReportData.Indicator) -> String {
    let cells = indicator.trend
    let range = span(cells.map(\.row), unit: indicator.unit)
    let last = Double(max(cells.count - 1, 1))
    var frame = PlotFrame(
      title: "\(indicator.name) over time", summary: summary(cells, indicator.unit),
      x: -0.35...last + 0.35, y: range, xLabel: "", yLabel: IndicatorText.unit(indicator.unit),
      xTicks: false)
    var line: [(Double, Double)] = []
    for (place, cell) in cells.enumerated() {
      let x = frame.x.place(Double(place))
      frame.add(PlotMarks.text(cell.name, x, PlotFrame.area.bottom + 15))
      guard let value = cell.row.value else {
        frame.addCurve(line, "course")
        line = []
        if cell.row.isSuppressed { frame.add(hidden(x, PlotFrame.area.bottom - 10)) }
        continue
      }
      line.append((Double(place), value))
      addWhisker(cell.row, at: x, to: &frame)
    }
    frame.addCurve(line, "course")
    for (place, cell) in cells.enumerated() {
      guard let value = cell.row.value else { continue }
      let mark = PlotMarks.mark(0, frame.x.place(Double(place)), frame.y.place(value), size: 3.6)
      frame.add("<path class=\"dot\" d=\"\(mark)\"/>")
    }
    return frame.svg
  }

  private static func addWhisker(
    _ row: IndicatorTableRow, at x: Double, to frame: inout PlotFrame
  ) {
    guard let value = row.value else { return }
    let (low, high) = (row.lower ?? value, row.upper ?? value)
    guard high > low else { return }
    frame.add(PlotMarks.line((x, frame.y.place(low)), (x, frame.y.place(high)), "whisker"))
  }

  /// Cells ranked by value, with limits and the whole as a line; suppressed ones at the foot.
  static func ranked(
    _ cells: [Cell], whole: Double?, unit: String, title: String
  ) -> String {
    let sorted = rankedOrder(cells)
    let rowHeight = 22.0
    let names = min(118, 16 + 6.4 * Double(sorted.map(\.name.count).max() ?? 0))
    let (left, right) = (names, PlotFrame.size.width - 8)
    let bottom = 8 + rowHeight * Double(sorted.count)
    let scale = PlotScale(span(cells.map(\.row), unit: unit), pixels: (left, right))
    var svg = ""
    let ticks = scale.ticks(about: 4)
    for tick in ticks {
      let x = scale.place(tick)
      svg += PlotMarks.line((x, 4), (x, bottom), "grid")
      svg += PlotMarks.text(PlotScale.label(tick, among: ticks), x, bottom + 15)
    }
    if let whole {
      svg += PlotMarks.line((scale.place(whole), 4), (scale.place(whole), bottom), "limit")
    }
    svg += PlotMarks.text(
      IndicatorText.unit(unit), (left + right) / 2, bottom + 32, anchor: "middle", "name")
    for (place, cell) in sorted.enumerated() {
      let y = 8 + rowHeight * (Double(place) + 0.5)
      svg += PlotMarks.text(shortened(cell.name), left - 8, y + 4, anchor: "end")
      guard let value = cell.row.value else {
        if cell.row.isSuppressed {
          svg += hidden(left + 10, y)
          svg += PlotMarks.text("suppressed", left + 20, y + 4, anchor: "start")
        }
        continue
      }
      let (low, high) = (cell.row.lower ?? value, cell.row.upper ?? value)
      svg += PlotMarks.line((scale.place(low), y), (scale.place(high), y), "whisker")
      svg += "<path class=\"dot\" d=\"\(PlotMarks.mark(0, scale.place(value), y, size: 4))\"/>"
    }
    return drawing(svg, height: bottom + 38, title: title, summary: summary(sorted, unit))
  }

  /// The order of the ranked plot: by value from the highest, suppressed cells last.
  static func rankedOrder(_ cells: [Cell]) -> [Cell] {
    cells.sorted { left, right in
      (left.row.value ?? -.infinity, right.name) > (right.row.value ?? -.infinity, left.name)
    }
  }

  /// Proportions against how many were looked at, with the limits within which 95 % and 99.8 % of places lie that differ by
  /// chance alone (Spiegelhalter, Statistics in Medicine 24:1185-1202, 2005; binomial, normal approximation).
  static func funnel(_ cells: [Cell], whole: Double, unit: String, title: String) -> String? {
    let scale = IndicatorDefinition.Unit(rawValue: unit).scale
    let share = whole / scale
    let shown = cells.filter { $0.row.value != nil && ($0.row.denominator ?? 0) > 0 }
    guard shown.count >= 3, share > 0, share < 1 else { return nil }
    let counts = shown.map { Double($0.row.denominator ?? 1) }
    let most = (counts.max() ?? 1) * 1.08
    let fewest = max(1, (counts.min() ?? 1) * 0.6)
    func curve(_ z: Double) -> [(Double, Double)] {
      (0...80).map { step in
        let n = fewest + (most - fewest) * Double(step) / 80
        return (n, min(max(share + z * (share * (1 - share) / n).squareRoot(), 0), 1) * scale)
      }
    }
    let curves = [-3.090232, -1.959964, 1.959964, 3.090232].map(curve)
    func isOutside(_ cell: Cell) -> Bool {
      let n = Double(cell.row.denominator ?? 1)
      let reach = 1.959964 * (share * (1 - share) / n).squareRoot() * scale
      return abs((cell.row.value ?? whole) - whole) > reach
    }
    let values = shown.compactMap(\.row.value) + curves.flatMap { $0.map(\.1) }
    let low = values.min() ?? 0
    let high = values.max() ?? scale
    var frame = PlotFrame(
      title: title, summary: summary(shown, unit), x: fewest * 0.9...most,
      y: low...max(high, low + 1e-9), xLabel: "Denominator", yLabel: IndicatorText.unit(unit))
    for (place, points) in curves.enumerated() {
      frame.addCurve(points, place == 0 || place == 3 ? "law" : "inner")
    }
    frame.addCurve([(fewest, whole), (most, whole)], "limit")
    for cell in shown {
      let (x, y) = (
        frame.x.place(Double(cell.row.denominator ?? 0)), frame.y.place(cell.row.value ?? 0)
      )
      frame.add("<path class=\"dot\" d=\"\(PlotMarks.mark(0, x, y, size: 3.6))\"/>")
      // Names of the others stand in the ranked plot and the table; here they would cover each other.
      guard isOutside(cell) else { continue }
      let isRight = x > (PlotFrame.area.left + PlotFrame.area.right) * 0.6
      frame.add(
        PlotMarks.text(
          shortened(cell.name), x + (isRight ? -7 : 7), y - 5, anchor: isRight ? "end" : "start"))
    }
    return frame.svg
  }

  /// Groups as bars as wide as their share of the people, from the most disadvantaged, with the fitted line of the slope
  /// index.
  static func slope(
    _ cells: [Cell], index: Double?, mean: Double, unit: String, title: String
  ) -> String? {
    let shown = cells.filter { $0.row.value != nil && ($0.row.denominator ?? 0) > 0 }
    guard shown.count >= 2, shown.count == cells.count else { return nil }
    let total = shown.reduce(0.0) { $0 + Double($1.row.denominator ?? 0) }
    let ends = index.map { [mean - $0 / 2, mean + $0 / 2] } ?? []
    let highest = (shown.compactMap { $0.row.upper ?? $0.row.value } + ends).max() ?? 1
    var frame = PlotFrame(
      title: title, summary: summary(shown, unit), x: 0...1, y: 0...max(highest * 1.04, 1e-9),
      xLabel: "Share of people, most disadvantaged first", yLabel: IndicatorText.unit(unit),
      xIsPercent: true)
    var below = 0.0
    for cell in shown {
      let share = Double(cell.row.denominator ?? 0) / total
      frame.addBars([(below, below + share, cell.row.value ?? 0)], "bars")
      addWhisker(cell.row, at: frame.x.place(below + share / 2), to: &frame)
      frame.add(
        PlotMarks.text(
          shortened(cell.name), frame.x.place(below + share / 2), PlotFrame.area.bottom - 6))
      below += share
    }
    if ends.count == 2 { frame.addCurve([(0, ends[0]), (1, ends[1])], "course") }
    return frame.svg
  }

  // MARK: Pieces

  /// A mark for what is not shown.
  private static func hidden(_ x: Double, _ y: Double) -> String {
    "<path class=\"hidden-cell\" d=\"\(PlotMarks.mark(1, x, y, size: 4.5))\"/>"
  }

  private static func drawing(
    _ svg: String, height: Double, title: String, summary: String
  ) -> String {
    PlotMarks.drawing(
      svg, width: PlotFrame.size.width, height: height, title: title, summary: summary)
  }

  /// The range of values and limits, with room; proportions begin at 0 and end at their whole at most.
  private static func span(_ rows: [IndicatorTableRow], unit: String) -> ClosedRange<Double> {
    let values = rows.flatMap { [$0.value, $0.lower, $0.upper].compactMap(\.self) }
    let whole = IndicatorDefinition.Unit(rawValue: unit).scale
    guard let low = values.min(), let high = values.max() else { return 0...whole }
    let room = max((high - low) * 0.06, abs(high) * 0.02, 1e-9)
    let isShare = unit == "percent" || unit == "proportion"
    return min(low, low >= 0 ? 0 : low - room)...(isShare ? min(whole, high + room) : high + room)
  }

  private static func shortened(_ name: String) -> String {
    name.count > 16 ? String(name.prefix(15)) + "…" : name
  }

  private static func summary(_ cells: [Cell], _ unit: String) -> String {
    cells.map { "\($0.name): \(IndicatorText.value($0.row, unit))" }.joined(separator: "; ")
  }
}
