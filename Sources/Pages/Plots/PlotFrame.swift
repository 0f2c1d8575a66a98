/// A drawing with two axes, to which marks are added.
package struct PlotFrame: Sendable {
  /// Width and height of the drawing, as wide as a phone's page so that texts keep their size there.
  package static let size = (width: 360.0, height: 250.0)
  /// The inner edges of the area between the axes.
  package static let area = (left: 46.0, right: 352.0, top: 10.0, bottom: 208.0)

  /// The horizontal axis.
  package let x: PlotScale
  /// The vertical axis.
  package let y: PlotScale
  /// What there is to see, for people who cannot.
  package var summary: String
  private let title: String
  private var marks: [String] = []
  private var zones = ""
  private let axes: String

  /// A frame.
  ///
  /// - Parameters:
  ///   - title: What is drawn, for people who cannot see it, and `summary` what there is to see.
  ///   - yTicks: Whether the vertical axis has numbers; a density needs none.
  ///   - xTicks: Whether the horizontal axis has numbers; names of groups take their place.
  package init(
    title: String, summary: String, x: ClosedRange<Double>, y: ClosedRange<Double>, xLabel: String,
    yLabel: String, xIsPercent: Bool = false, yTicks: Bool = true, xTicks: Bool = true
  ) {
    self.title = title
    self.summary = summary
    let area = Self.area
    self.x = PlotScale(x, pixels: (area.left, area.right))
    self.y = PlotScale(y, pixels: (area.bottom, area.top))
    var axes = ""
    let across = xTicks ? self.x.ticks(about: 5) : []
    for tick in across {
      let place = self.x.place(tick)
      axes += PlotMarks.line((place, area.top), (place, area.bottom), "grid")
      axes += PlotMarks.text(
        PlotScale.label(tick, among: across, isPercent: xIsPercent), place, area.bottom + 15)
    }
    let up = yTicks ? self.y.ticks(about: 4) : []
    for tick in up {
      let place = self.y.place(tick)
      axes += PlotMarks.line((area.left, place), (area.right, place), "grid")
      axes += PlotMarks.text(
        PlotScale.label(tick, among: up), area.left - 6, place + 4, anchor: "end")
    }
    axes += PlotMarks.line((area.left, area.bottom), (area.right, area.bottom), "base")
    axes += PlotMarks.text(
      xLabel, (area.left + area.right) / 2, Self.size.height - 8, "name")
    let middle = PlotMarks.number((area.top + area.bottom) / 2)
    axes +=
      "<text class=\"name\" transform=\"translate(12 \(middle)) rotate(-90)\" text-anchor=\"middle\">"
      + MarkupContent().escapeText(yLabel) + "</text>"
    self.axes = axes
  }

  /// Adds a piece of SVG that stands behind the axes.
  package mutating func addBehind(_ mark: String) { zones += mark }

  /// Adds a piece of SVG.
  package mutating func add(_ mark: String) { marks.append(mark) }

  /// A line through points of the plot; points beyond the frame are cut off by it.
  package mutating func addCurve(_ points: [(Double, Double)], _ name: String) {
    add(PlotMarks.path(points.map { (x.place($0.0), y.place($0.1)) }, name))
  }

  /// Bars that stand on the horizontal axis.
  package mutating func addBars(
    _ bars: [(from: Double, to: Double, height: Double)], _ name: String
  ) {
    var d = ""
    for bar in bars where bar.height > 0 {
      let (left, right) = (x.place(bar.from) + 0.4, x.place(bar.to) - 0.4)
      let (top, bottom) = (y.place(bar.height), Self.area.bottom)
      d +=
        "M\(PlotMarks.number(left)) \(PlotMarks.number(bottom))V\(PlotMarks.number(top))"
        + "H\(PlotMarks.number(right))V\(PlotMarks.number(bottom))Z"
    }
    add("<path class=\"\(name)\" d=\"\(d)\"/>")
  }

  /// A vertical line at a number, with its name at the top.
  package mutating func addLimit(_ value: Double, _ name: String) {
    let place = x.place(value)
    add(PlotMarks.line((place, Self.area.top), (place, Self.area.bottom), "limit"))
    let isRight = place > (Self.area.left + Self.area.right) / 2
    add(
      PlotMarks.text(
        name, place + (isRight ? -4 : 4), Self.area.top + 9, anchor: isRight ? "end" : "start"))
  }

  /// Points of groups, one path a group, the groups' names as classes `group-0` and on.
  package mutating func addPoints(
    _ points: [(x: Double, y: Double)], group: Int, size: Double, _ name: String
  ) {
    let d = points.map { PlotMarks.mark(group, x.place($0.x), y.place($0.y), size: size) }.joined()
    if !d.isEmpty { add("<path class=\"\(name) group-\(group % 6)\" d=\"\(d)\"/>") }
  }

  /// The drawing as SVG.
  package var svg: String {
    let escape = MarkupContent().escapeText
    return
      "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 \(PlotMarks.number(Self.size.width)) "
      + "\(PlotMarks.number(Self.size.height))\"><title>\(escape(title))</title><desc>\(escape(summary))</desc>"
      + zones + axes + marks.joined() + "</svg>"
  }
}
