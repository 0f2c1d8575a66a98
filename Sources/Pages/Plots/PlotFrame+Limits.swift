extension PlotFrame {
  /// Shades a range of the vertical axis, cut off at the frame.
  package mutating func addZone(y range: ClosedRange<Double>, _ name: String = "zone") {
    let low = max(range.lowerBound, y.range.lowerBound)
    let high = min(range.upperBound, y.range.upperBound)
    guard low < high else { return }
    addBehind(
      PlotMarks.rectangle((Self.area.left, Self.area.right), (y.place(high), y.place(low)), name))
  }

  /// Shades a range of the horizontal axis, cut off at the frame.
  package mutating func addZone(x range: ClosedRange<Double>, _ name: String = "zone") {
    let low = max(range.lowerBound, x.range.lowerBound)
    let high = min(range.upperBound, x.range.upperBound)
    guard low < high else { return }
    addBehind(
      PlotMarks.rectangle((x.place(low), x.place(high)), (Self.area.top, Self.area.bottom), name))
  }

  /// A horizontal line at a number, with its name at the right end; none beyond the frame.
  package mutating func addLevel(_ value: Double, _ name: String, style: String = "limit") {
    guard y.range.contains(value) else { return }
    let place = y.place(value)
    add(PlotMarks.line((Self.area.left, place), (Self.area.right, place), style))
    if !name.isEmpty {
      add(PlotMarks.text(name, Self.area.right - 2, place - 3, anchor: "end"))
    }
  }

  /// A vertical line at a number without a name; none beyond the frame.
  package mutating func addUpright(_ value: Double, style: String) {
    guard x.range.contains(value) else { return }
    let place = x.place(value)
    add(PlotMarks.line((place, Self.area.top), (place, Self.area.bottom), style))
  }

  /// Round dots, all in one path: what many points cost least.
  package mutating func addDots(_ points: [(x: Double, y: Double)], _ name: String) {
    add(PlotMarks.dots(points.map { (x.place($0.x), y.place($0.y)) }, name))
  }

  /// One mark in the shape of a group (``PlotMarks/mark(_:_:_:size:)``).
  package mutating func addMark(
    _ group: Int, at point: (x: Double, y: Double), size: Double, _ name: String
  ) {
    let d = PlotMarks.mark(group, x.place(point.x), y.place(point.y), size: size)
    add("<path class=\"\(name)\" d=\"\(d)\"/>")
  }

  /// A text beside a point, on the side where there is room.
  package mutating func addLabel(_ text: String, at point: (x: Double, y: Double)) {
    let place = x.place(point.x)
    let isRight = place > (Self.area.left + Self.area.right) / 2
    add(
      PlotMarks.text(
        text, place + (isRight ? -6 : 6), y.place(point.y) + 4, anchor: isRight ? "end" : "start",
        "name"))
  }
}

extension PlotMarks {
  /// Round dots at places, as a path of strokes without length, whose ends are round.
  package static func dots(_ places: [(Double, Double)], _ name: String) -> String {
    guard !places.isEmpty else { return "" }
    let d = places.map { "M\(number($0.0)) \(number($0.1))h0" }.joined()
    return "<path class=\"dots \(name)\" d=\"\(d)\"/>"
  }

  /// A rectangle between places.
  package static func rectangle(
    _ x: (Double, Double), _ y: (Double, Double), _ name: String
  ) -> String {
    "<path class=\"\(name)\" d=\"M\(number(x.0)) \(number(y.0))H\(number(x.1))V\(number(y.1))H\(number(x.0))Z\"/>"
  }

  /// A triangle that points beyond the end of an axis.
  package static func arrow(
    _ x: Double, _ y: Double, toRight: Bool, size: Double, _ name: String
  ) -> String {
    let tip = toRight ? size : -size
    return
      "<path class=\"\(name)\" d=\"M\(number(x + tip)) \(number(y))L\(number(x - tip)) \(number(y - size))"
      + "L\(number(x - tip)) \(number(y + size))Z\"/>"
  }
}
