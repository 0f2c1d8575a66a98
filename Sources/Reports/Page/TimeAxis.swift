import Pages

/// An axis in seconds from 0 to a round number, with three to six equal intervals.
package struct TimeAxis: Sendable {
  /// The marks from 0 to the end of the axis, equally spaced.
  package let marks: [Double]
  private let decimals: Int

  /// An axis that holds a span of time, in seconds; nothing and nonsense give one second.
  package init(end: Double) {
    let end = end.isFinite && end > 0 ? min(max(end, 0.001), 1e9) : 1
    var decade = 0.0001
    var decimals = 4
    while decade * 10 < end {
      decade *= 10
      decimals -= 1
    }
    // A step of 1, 2 or 5 times a power of ten that needs six intervals at most.
    let multiples = [0.2, 0.5, 1, 2].map { $0 * decade }
    let step = multiples.first { ($0 * 6) >= end * 0.999_999 } ?? decade * 2
    let count = max(1, Int((end / step - 0.000_001).rounded(.up)))
    marks = (0...count).map { Double($0) * step }
    self.decimals = max(0, step < decade ? decimals + 1 : decimals)
  }

  /// The end of the axis, in seconds.
  package var end: Double { marks[marks.count - 1] }

  /// The place of a time, in percent of the axis.
  package func percent(_ seconds: Double) -> Double { seconds / end * 100 }

  /// A time brought onto the axis.
  package func clamped(_ seconds: Double) -> Double {
    seconds.isFinite ? min(max(0, seconds), end) : 0
  }

  /// A mark in words; the last one says the unit.
  package func label(_ mark: Double) -> String {
    let number = mark == 0 ? "0" : NumberText.fixed(mark, decimals)
    return mark == end ? number + " s" : number
  }
}
