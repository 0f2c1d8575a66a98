/// A text for the graph, cut to what a node holds.
struct GraphText {
  /// The text, with an ellipsis when it was cut.
  var text: String
  /// How many columns of a fixed-width typeface it takes; East Asian characters take two.
  var columns: Int

  /// The most columns a node holds.
  static let limit = 22

  /// The text as far as a node holds it.
  static func fitted(_ text: String) -> GraphText {
    let whole = text.reduce(0) { $0 + columns(of: $1) }
    if whole <= limit { return GraphText(text: text, columns: whole) }
    var kept = GraphText(text: "", columns: 1)
    for character in text {
      let wide = columns(of: character)
      if kept.columns + wide > limit { break }
      kept.text.append(character)
      kept.columns += wide
    }
    kept.text.append("…")
    return kept
  }

  /// The width in pixels: the widest common fixed-width typefaces advance 0.62 em.
  func width(size: Double) -> Double { Double(columns) * size * 0.62 }

  private static func columns(of character: Character) -> Int {
    character.unicodeScalars.contains { $0.value >= 0x1100 } ? 2 : 1
  }
}

/// A coordinate with one decimal at most, as SVG reads it.
func coordinate(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return tenths.isMultiple(of: 10) ? String(tenths / 10) : String(Double(tenths) / 10)
}

/// The path of a route: straight along lanes, curved between layers, `stopShort` pixels before its end.
func curve(_ route: [GraphLayout.Point], stopShort: Double) -> String {
  guard let start = route.first else { return "" }
  var path = "M\(coordinate(start.x)) \(coordinate(start.y))"
  var from = start
  for (index, point) in route.enumerated().dropFirst() {
    let x = index == route.count - 1 ? point.x - stopShort : point.x
    if index.isMultiple(of: 2) || from.y == point.y {
      path += "H\(coordinate(x))"
    } else {
      let middle = coordinate((from.x + x) / 2)
      path += "C\(middle) \(coordinate(from.y)) \(middle) \(coordinate(point.y))"
      path += " \(coordinate(x)) \(coordinate(point.y))"
    }
    from = point
  }
  return path
}
