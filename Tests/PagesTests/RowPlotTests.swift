import Foundation
import Pages
import Testing

struct RowPlotTests {
  private func plot() -> RowPlot {
    RowPlot(
      title: "t", summary: "s", rows: ["first", String(repeating: "x", count: 60)], x: -5...5,
      xLabel: "score")
  }

  @Test("a number beyond the axis becomes a triangle within the drawing, one inside a mark")
  func beyond() {
    var plot = plot()
    plot.addMark(3, 1, row: 0, size: 4, "inside")
    plot.addMark(3, 80, row: 1, size: 4, "outside")
    let svg = plot.svg
    #expect(svg.contains("class=\"inside\" d=\"M") && svg.contains("class=\"outside\" d=\"M350 "))
    plot.addDots([-90, 90], row: 0, "others")
    for place in plot.svg.matches(of: /M([0-9.]+) ([0-9.]+)h0/) {
      #expect((0...360).contains(Double(place.1) ?? -1))
    }
  }

  @Test("long names are cut, and all texts are escaped")
  func names() {
    #expect(plot().svg.contains("xxx…") && !plot().svg.contains(String(repeating: "x", count: 21)))
    let hostile = RowPlot(
      title: "<a>", summary: "\"&", rows: ["<b>"], x: 0...1, xLabel: "</svg>")
    #expect(!hostile.svg.contains("<a>") && !hostile.svg.contains("<b>"))
    #expect(hostile.svg.components(separatedBy: "</svg>").count == 2)
  }

  @Test("what stands behind the axes comes before them")
  func zones() throws {
    var plot = plot()
    plot.addMark(0, 1, row: 0, size: 3, "late")
    plot.addZone(-2...2)
    let svg = plot.svg
    let (zone, grid, mark) = (
      svg.firstRange(of: "\"zone\""), svg.firstRange(of: "\"grid\""), svg.firstRange(of: "\"late\"")
    )
    #expect(try #require(zone).lowerBound < (try #require(grid)).lowerBound)
    #expect(try #require(grid).lowerBound < (try #require(mark)).lowerBound)
  }

  @Test("tables have scopes, labels and escaped cells")
  func tables() {
    let table = MarkupTable(
      "a<b", [.init("Name"), .init("Value", isNumber: true)],
      rows: [[.init("<x>", link: "x.html"), .init("1", mark: "warning")]])
    let html = table.html
    #expect(html.contains("<th scope=\"col\">Name</th>") && html.contains("<caption"))
    #expect(html.contains("<th scope=\"row\"><a href=\"x.html\">&lt;x&gt;</a></th>"))
    #expect(html.contains("<td class=\"number warning\" data-label=\"Value\">1</td>"))
    #expect(!html.contains("<x>") && !html.contains("a<b"))
  }

  @Test("texts that need no look are passed on as they are, and all others as markup needs")
  func escaping() {
    for scalar in (0...0x2FF).compactMap({ Unicode.Scalar($0) }) {
      let escaped = MarkupContent.escaped("a\(Character(scalar))")
      let isSpecial = "<>&\"'".unicodeScalars.contains(scalar)
      let isControl =
        scalar.value < 0x20 && scalar != "\t" && scalar != "\n"
        || (0x7F...0x9F).contains(scalar.value)
      #expect(escaped.contains("&") == isSpecial)
      #expect(escaped.contains("\u{FFFD}") == isControl, "\(scalar.value)")
    }
  }
}
