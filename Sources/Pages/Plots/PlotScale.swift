internal import Foundation

/// How numbers of an axis become places on a drawing.
package struct PlotScale: Sendable {
  /// The numbers at both ends.
  package let range: ClosedRange<Double>
  /// Where they stand.
  package let pixels: (from: Double, to: Double)

  /// A scale over at least some of these values; a single value gets room around it.
  package init(_ values: [Double], pixels: (from: Double, to: Double)) {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let room = high > low ? 0 : max(abs(low) * 0.1, 0.5)
    self.init(low - room...high + room, pixels: pixels)
  }

  /// A scale over a range.
  package init(_ range: ClosedRange<Double>, pixels: (from: Double, to: Double)) {
    self.range = range
    self.pixels = pixels
  }

  /// The place of a number; numbers beyond the range are beyond the axis.
  package func place(_ value: Double) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return pixels.from + share * (pixels.to - pixels.from)
  }

  /// Round numbers within the range, about as many as asked for: steps of 1, 2 or 5 times a power of ten.
  package func ticks(about count: Int) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return [] }
    let rough = span / Double(max(count, 1))
    let power = pow(10, floor(log10(rough)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard first <= last, last - first < 100 else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// A tick in words, with no more decimals than its neighbours need.
  package static func label(_ value: Double, among ticks: [Double], isPercent: Bool = false)
    -> String
  {
    let factor = isPercent ? 100.0 : 1
    let step = ticks.count > 1 ? (ticks[1] - ticks[0]) * factor : 1
    let places = max(0, min(6, Int((-log10(step)).rounded(.up))))
    let text = String(format: "%.\(places)f", value * factor)
    let shown = Double(text) == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
    return shown.replacing("-", with: "−") + (isPercent ? " %" : "")
  }
}
