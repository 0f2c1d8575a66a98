internal import Foundation
internal import Pages

/// The plots of the page about circulating DNA: fractions on a scale of powers of ten.
enum PlasmaPlots {
  /// What a patient's visits show over time, with intervals, and what each would have shown.
  static func course(_ patient: PlasmaReportData.Patient) -> String {
    let visits = patient.visits
    let shown = visits.flatMap { visit -> [Double] in
      let range = visit.disease ?? visit.fraction
      return [range?.value, range?.lower, range?.upper, visit.limit].compactMap { $0 }
    }.filter { $0 > 0 }
    let bottom = max(-6, floor(log10(shown.min() ?? 1e-5)))
    let top = min(0, max(bottom + 1, ceil(log10(shown.max() ?? 1e-2))))
    let last = max(visits.map(\.days).max() ?? 1, 1)
    var frame = PlotFrame(
      title: "ctDNA of \(patient.name)", summary: summary(visits), x: -0.04 * last...1.06 * last,
      y: bottom...top, xLabel: "Days since the first sample", yLabel: "",
      yTicks: false)
    addPowers(bottom...top, to: &frame)
    func height(_ value: Double) -> Double {
      frame.y.place(max(bottom, log10(max(value, 1e-300))))
    }
    let detected = visits.filter { isSeen($0) }
    frame.addCurve(
      detected.compactMap { visit in
        (visit.disease ?? visit.fraction).map { (visit.days, log10(max($0.value, 1e-300))) }
      }, "course")
    for visit in visits {
      let x = frame.x.place(visit.days)
      if let limit = visit.limit {
        frame.add(PlotMarks.line((x - 9, height(limit)), (x + 9, height(limit)), "detectable"))
      }
      guard let range = visit.disease ?? visit.fraction else { continue }
      let (low, high) = (height(range.lower ?? 0), height(range.upper ?? range.value))
      frame.add(PlotMarks.line((x, low), (x, high), "whisker"))
      frame.add(PlotMarks.line((x - 3, high), (x + 3, high), "whisker"))
      let mark =
        isSeen(visit)
        ? PlotMarks.mark(0, x, height(range.value), size: 3.6)
        : PlotMarks.mark(4, x, high + 4, size: 3.6)
      frame.add("<path class=\"\(isSeen(visit) ? "seen" : "unseen-mark")\" d=\"\(mark)\"/>")
    }
    return frame.svg
  }

  /// How often each level of the dilution series was detected, and the curve through it.
  static func detection(_ data: PlasmaReportData) -> String {
    let levels = data.levels.filter { $0.level > 0 }
    let logs = levels.map { log10($0.level) }
    let (low, high) = (floor(logs.min() ?? -5), ceil(logs.max() ?? -2))
    let probit = data.limits.first { $0.name == "lod" && $0.method == "probit" }?.value
    var frame = PlotFrame(
      title: "Detection by level",
      summary: levels.map { "\(PlasmaText.fraction($0.level)): \($0.detected) of \($0.results)" }
        .joined(separator: "; "), x: low...max(high, low + 1), y: 0...1.04,
      xLabel: "ctDNA fraction", yLabel: "Detected", xIsPercent: false)
    frame.addCurve(
      levels.compactMap { level in level.fitted.map { (log10(level.level), $0) } }, "fit")
    if let probit, probit > 0 {
      frame.addLimit(log10(probit), "LoD \(PlasmaText.fraction(probit))")
    }
    frame.addPoints(levels.map { (log10($0.level), $0.rate) }, group: 0, size: 3.6, "levels")
    return frame.svg
  }

  private static func isSeen(_ visit: PlasmaReportData.Visit) -> Bool {
    visit.call.map { $0 == "positive" }
      ?? (visit.status == "detected" || visit.status == "baseline")
  }

  /// Lines at powers of ten, with their names.
  private static func addPowers(_ range: ClosedRange<Double>, to frame: inout PlotFrame) {
    let area = PlotFrame.area
    for power in stride(from: range.lowerBound, through: range.upperBound, by: 1) {
      let place = frame.y.place(power)
      frame.add(PlotMarks.line((area.left, place), (area.right, place), "grid"))
      frame.add(
        PlotMarks.text(
          PlasmaText.fraction(pow(10, power)), area.left - 4, place + 4, anchor: "end"))
    }
  }

  private static func summary(_ visits: [PlasmaReportData.Visit]) -> String {
    visits.map { visit in
      let range = visit.disease ?? visit.fraction
      let value = range.map { PlasmaText.fraction($0.value) } ?? "not measured"
      return "day \(Int(visit.days)): \(isSeen(visit) ? value : "not detected")"
    }.joined(separator: "; ")
  }
}

/// Numbers as the page writes them.
enum PlasmaText {
  /// A fraction in percent with two figures: `2.0 %`, `0.013 %`.
  static func fraction(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return value == 0 ? "0" : "–" }
    return significant(value * 100) + "\u{A0}%"
  }

  /// Two or three figures.
  static func significant(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    guard value != 0 else { return "0" }
    let places = max(0, min(8, 1 - Int(floor(log10(abs(value))))))
    let text = String(format: "%.\(places)f", value)
    guard text.contains("."), places > 1 else { return text }
    return text.hasSuffix("0") ? String(text.dropLast()) : text
  }

  /// A number with its limits: `0.13 (0.11–0.16)`.
  static func range(
    _ range: PlasmaReportData.Range?, _ spell: (Double) -> String
  ) -> String {
    guard let range else { return "–" }
    guard let lower = range.lower, let upper = range.upper else { return spell(range.value) }
    if range.value == 0 { return "below " + spell(upper) }
    return "\(spell(range.value)) (\(spell(lower)) to \(spell(upper)))"
  }
}
