/// A drawing with a row for each name and one horizontal axis under them.
package struct RowPlot: Sendable {
  /// The width of the drawing, as wide as a phone's page so that texts keep their size there.
  package static let width = 360.0
  private static let top = 16.0
  private static let right = 350.0

  /// The horizontal axis.
  package let x: PlotScale
  /// What there is to see, for people who cannot.
  package var summary: String
  private let title: String
  private let rowHeight: Double
  private let bottom: Double
  private let height: Double
  private let axes: String
  private var marks: [String] = []
  private var zones = ""

  /// A drawing.
  ///
  /// - Parameters:
  ///   - title: What is drawn, for people who cannot see it, and `summary` what there is to see.
  ///   - rows: The names of the rows from the top; long ones are cut.
  package init(
    title: String, summary: String, rows: [String], x range: ClosedRange<Double>, xLabel: String,
    xIsPercent: Bool = false, rowHeight: Double = 24
  ) {
    self.title = title
    self.summary = summary
    self.rowHeight = rowHeight
    let names = rows.map { Self.cut($0, to: 20) }
    let left = 14 + 6.1 * Double(names.map(\.count).max() ?? 0)
    x = PlotScale(range, pixels: (left, Self.right))
    bottom = Self.top + rowHeight * Double(rows.count)
    height = bottom + (xLabel.isEmpty ? 20 : 38)
    var axes = ""
    let ticks = x.ticks(about: 5)
    for tick in ticks {
      let place = x.place(tick)
      axes += PlotMarks.line((place, Self.top), (place, bottom), "grid")
      axes += PlotMarks.text(
        PlotScale.label(tick, among: ticks, isPercent: xIsPercent), place, bottom + 15)
    }
    axes += PlotMarks.line((left, bottom), (Self.right, bottom), "base")
    for (row, name) in names.enumerated() {
      let middle = Self.top + rowHeight * (Double(row) + 0.5)
      axes += PlotMarks.text(name, left - 8, middle + 4, anchor: "end", "name")
    }
    if !xLabel.isEmpty {
      axes += PlotMarks.text(xLabel, (left + Self.right) / 2, height - 6, "name")
    }
    self.axes = axes
  }

  /// The height at which the marks of a row stand.
  package func middle(_ row: Int) -> Double { Self.top + rowHeight * (Double(row) + 0.5) }

  /// Adds a piece of SVG.
  package mutating func add(_ mark: String) { marks.append(mark) }

  /// Shades a range of the axis behind all rows.
  package mutating func addZone(_ range: ClosedRange<Double>, _ name: String = "zone") {
    zones += PlotMarks.rectangle(
      (x.place(range.lowerBound), x.place(range.upperBound)), (Self.top, bottom), name)
  }

  /// A line through all rows, with its name above them.
  package mutating func addLimit(_ value: Double, _ name: String, style: String = "limit") {
    let place = x.place(value)
    add(PlotMarks.line((place, Self.top), (place, bottom), style))
    if !name.isEmpty { add(PlotMarks.text(name, place, Self.top - 4)) }
  }

  /// Round dots in a row, spread over its height by their order so that equal ones stay apart; numbers beyond the axis
  /// stand at its end.
  package mutating func addDots(_ values: [Double], row: Int, _ name: String) {
    let places = values.enumerated().map { index, value in
      (
        x.place(clamped(value)),
        middle(row) + (Double(index * 7 % 11) - 5) / 5 * rowHeight * 0.26
      )
    }
    add(PlotMarks.dots(places, name))
  }

  /// A mark in the shape of a group; a number beyond the axis becomes a triangle at its end.
  package mutating func addMark(
    _ group: Int, _ value: Double, row: Int, size: Double, _ name: String
  ) {
    if x.range.contains(value) {
      let d = PlotMarks.mark(group, x.place(value), middle(row), size: size)
      add("<path class=\"\(name)\" d=\"\(d)\"/>")
    } else {
      let isRight = value > x.range.upperBound
      let place = x.place(clamped(value)) + (isRight ? -size : size)
      add(PlotMarks.arrow(place, middle(row), toRight: isRight, size: size, name))
    }
  }

  /// A bar of a row between two numbers, with a text in it where there is room.
  package mutating func addBar(
    _ range: ClosedRange<Double>, row: Int, _ name: String, text: String = ""
  ) {
    let (from, to) = (x.place(range.lowerBound), x.place(range.upperBound))
    let (high, low) = (middle(row) - rowHeight * 0.36, middle(row) + rowHeight * 0.36)
    add(PlotMarks.rectangle((from, to), (high, low), name))
    if !text.isEmpty, to - from > 7.0 * Double(text.count) + 4 {
      add(PlotMarks.text(text, (from + to) / 2, middle(row) + 4, "tick in-bar \(name)"))
    }
  }

  /// An interval of a row with ends.
  ///
  /// - Parameter offset: How far under the middle of the row it stands, as a share of its height.
  package mutating func addInterval(
    _ range: ClosedRange<Double>, row: Int, offset: Double = 0, _ name: String
  ) {
    let (from, to) = (
      x.place(clamped(range.lowerBound)), x.place(clamped(range.upperBound))
    )
    let y = middle(row) + offset * rowHeight
    add(PlotMarks.line((from, y), (to, y), name))
    for end in [from, to] { add(PlotMarks.line((end, y - 3), (end, y + 3), name)) }
  }

  /// A mark beside the middle of a row.
  package mutating func addMark(
    _ group: Int, _ value: Double, row: Int, offset: Double, size: Double, _ name: String
  ) {
    let d = PlotMarks.mark(
      group, x.place(clamped(value)), middle(row) + offset * rowHeight, size: size)
    add("<path class=\"\(name)\" d=\"\(d)\"/>")
  }

  /// The drawing as SVG.
  package var svg: String {
    let escape = MarkupContent().escapeText
    return
      "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 \(PlotMarks.number(Self.width)) "
      + "\(PlotMarks.number(height))\"><title>\(escape(title))</title><desc>\(escape(summary))</desc>"
      + zones + axes + marks.joined() + "</svg>"
  }

  private func clamped(_ value: Double) -> Double {
    min(max(value, x.range.lowerBound), x.range.upperBound)
  }

  private static func cut(_ name: String, to count: Int) -> String {
    name.count <= count ? name : name.prefix(count - 1) + "…"
  }
}
