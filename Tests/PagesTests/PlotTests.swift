import Pages
import Testing

struct PlotTests {
  @Test(
    "Numbers of drawings have no more digits than they need",
    arguments: [
      (1.0, 2, "1"), (0.5, 2, "0.5"), (0.05, 2, "0.05"), (-0.001, 2, "0"), (12.345678, 2, "12.35"),
      (-3.1, 2, "−3.1"), (1_234_567.891, 2, "1234567.89"), (120, 0, "120"), (0.00042, 7, "0.00042"),
      (1e20, 2, "100000000000000000000"), (.nan, 2, "–"), (-.infinity, 2, "–"),
    ])
  func numbers(value: Double, decimals: Int, text: String) {
    #expect(NumberText.shortest(value, decimals: decimals) == text)
  }

  @Test(
    "ticks are round numbers within the range",
    arguments: [(0.0, 1.0), (-3.7, 4.2), (1e-9, 3e-9), (1e6, 1.7e6)])
  func ticks(low: Double, high: Double) {
    let ticks = PlotScale(low...high, pixels: (0, 100)).ticks(about: 5)
    #expect((3...11).contains(ticks.count))
    #expect(ticks.allSatisfy { $0 >= low * (low < 0 ? 1.0001 : 0.9999) && $0 <= high * 1.0001 })
    let steps = zip(ticks, ticks.dropFirst()).map { $1 - $0 }
    #expect(steps.allSatisfy { abs($0 / steps[0] - 1) < 1e-9 })
  }

  @Test("a tick has as many decimals as its neighbours need, and a true minus sign")
  func labels() {
    #expect(
      [-0.5, 0, 0.5].map { PlotScale.label($0, among: [-0.5, 0, 0.5]) } == ["−0.5", "0.0", "0.5"])
    #expect(PlotScale.label(-0.0, among: [-1, 0, 1]) == "0")
    #expect(PlotScale.label(0.05, among: [0, 0.05], isPercent: true) == "5 %")
  }

  @Test("values that are all one, or none, still have a scale")
  func degenerate() {
    #expect(PlotScale([2, 2], pixels: (0, 10)).place(2) == 5)
    #expect(PlotScale([], pixels: (0, 10)).range == 0...1)
    #expect(Distribution.histogram([], in: 0...1, bins: 4).isEmpty)
    #expect(Distribution.density([3, 3, 3], in: 0...6).isEmpty)
  }

  @Test("bars and curves have the area of the values within the range")
  func areas() {
    let values = (0..<1000).map { Double($0) / 250 - 2 }
    let bars = Distribution.histogram(values, in: -2...1.999, bins: 16)
    #expect(abs(bars.reduce(0) { $0 + $1.height * ($1.to - $1.from) } - 1) < 0.01)
    let curve = Distribution.density(values, in: -5...5)
    let area = zip(curve, curve.dropFirst()).reduce(0.0) {
      $0 + ($1.1.0 - $1.0.0) * ($1.0.1 + $1.1.1) / 2
    }
    #expect(abs(area - 1) < 0.01)
  }

  @Test("texts in a drawing are escaped")
  func escaped() {
    let frame = PlotFrame(
      title: "<b>&\"", summary: "a<b", x: 0...1, y: 0...1, xLabel: "<x>", yLabel: "y&z")
    #expect(!frame.svg.contains("<b>") && !frame.svg.contains("<x>"))
    #expect(frame.svg.contains("&lt;x&gt;") && frame.svg.contains("y&amp;z"))
  }

  @Test("numbers of drawings are short and the same everywhere")
  func numbers() {
    #expect(
      [1, 1.5, 1.256, -0.001, 100].map(PlotMarks.number) == ["1", "1.5", "1.26", "0", "100"])
  }
}
