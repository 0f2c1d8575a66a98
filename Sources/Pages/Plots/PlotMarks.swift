internal import Foundation

/// Pieces of SVG. Texts are escaped; numbers have two decimals, so that pages are the same everywhere.
package enum PlotMarks {
  /// A number for an attribute.
  package static func number(_ value: Double) -> String {
    NumberText.shortest(value, decimals: 2, minus: "-")
  }

  /// A text at a place.
  package static func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String = "middle", _ name: String = "tick"
  ) -> String {
    "<text class=\"\(name)\" x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">"
      + MarkupContent().escapeText(text) + "</text>"
  }

  /// A straight line.
  package static func line(
    _ from: (Double, Double), _ to: (Double, Double), _ name: String
  ) -> String {
    "<path class=\"\(name)\" d=\"M\(number(from.0)) \(number(from.1))L\(number(to.0)) \(number(to.1))\"/>"
  }

  /// A line through points.
  package static func path(_ points: [(Double, Double)], _ name: String) -> String {
    guard let first = points.first else { return "" }
    var d = "M\(number(first.0)) \(number(first.1))"
    for point in points.dropFirst() { d += "L\(number(point.0)) \(number(point.1))" }
    return "<path class=\"\(name)\" d=\"\(d)\"/>"
  }

  /// A mark of a group around a place, of a shape of its own, so that groups differ without colour too.
  ///
  /// - Parameter size: Half of its width.
  package static func mark(_ group: Int, _ x: Double, _ y: Double, size: Double) -> String {
    func points(_ offsets: [(Double, Double)], closed: Bool = true) -> String {
      offsets.enumerated().map { index, offset in
        (index == 0 ? "M" : "L") + number(x + size * offset.0) + " " + number(y + size * offset.1)
      }.joined() + (closed ? "Z" : "")
    }
    switch group % 6 {
    case 0:
      let r = number(size)
      return
        "M\(number(x - size)) \(number(y))a\(r) \(r) 0 1 0 \(number(2 * size)) 0a\(r) \(r) 0 1 0 \(number(-2 * size)) 0Z"
    case 1: return points([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case 2: return points([(0, -1.15), (1.1, 0.9), (-1.1, 0.9)])
    case 3: return points([(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)])
    case 4: return points([(0, 1.15), (1.1, -0.9), (-1.1, -0.9)])
    default:
      return points([
        (-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4),
        (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4),
      ])
    }
  }

  /// A drawing of marks without axes of its own, with its name and what there is to see for people who cannot see it.
  package static func drawing(
    _ marks: String, width: Double, height: Double, title: String, summary: String
  ) -> String {
    let escape = MarkupContent().escapeText
    return
      "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 \(number(width)) \(number(height))\"><title>"
      + "\(escape(title))</title><desc>\(escape(summary))</desc>\(marks)</svg>"
  }
}
