import Foundation

/// Numbers as the page writes them: the same in every locale, so that two pages can be compared.
package enum NumberText {
  /// A count in groups of three: `6,012`.
  package static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0 && (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return count < 0 ? "−" + text : text
  }

  /// A count with its noun: `1 file`, `5 files`.
  package static func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A number with a fixed number of decimals, `0...3`; a dash when it is not a number.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "–" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let whole = grouped(Int(scaled.magnitude) / scale)
    let sign = scaled < 0 ? "−" : ""
    guard places > 0 else { return sign + whole }
    let decimals = String(Int(scaled.magnitude) % scale)
    let zeros = String(repeating: "0", count: places - decimals.count)
    return "\(sign)\(whole).\(zeros)\(decimals)"
  }

  /// A number with at most so many decimals, `0...10`, without zeros at its end and without groups.
  ///
  /// A drawing has thousands of numbers, so they are written without a format.
  package static func shortest(
    _ value: Double, decimals: Int, minus: String = "−"
  ) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * Double(scale)).rounded(.toNearestOrEven)
    guard scaled < 0x1p53 else {
      return value.isFinite ? String(format: "%.0f", value).replacing("-", with: minus) : "–"
    }
    let units = Int(scaled)
    if units == 0 { return "0" }
    var text = value < 0 ? minus : ""
    text += String(units / scale)
    var rest = units % scale
    if rest == 0 { return text }
    text += "."
    while rest > 0 {
      scale /= 10
      text += digits[rest / scale]
      rest %= scale
    }
    return text
  }

  private static let digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]

  /// A span of time, in seconds, to about three digits: `5 ms`, `0.84 s`, `12.3 s`,
  /// `4 min 12 s`, `1 h 03 min`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "–" }
    let seconds = max(0, seconds)
    if seconds < 0.0995 { return fixed(seconds * 1000, 0) + " ms" }
    if seconds < 9.995 { return fixed(seconds, 2) + " s" }
    if seconds < 59.95 { return fixed(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    let minutes = whole / 60 % 60
    return "\(grouped(whole / 3600)) h \(minutes < 10 ? "0" : "")\(minutes) min"
  }

  /// A size in decimal units: `512 B`, `1.2 kB`, `34 MB`.
  package static func size(bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    var value = Double(bytes) / 1000
    var unit = 0
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
    while value >= 999.5 && unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return "\(fixed(value, value < 9.95 ? 1 : 0)) \(units[unit])"
  }

  /// An instant in seconds since 1970 as `2026-03-01 03:00:12 UTC`; nil outside the years 1970 to 9999.
  package static func instant(_ seconds: Double) -> String? {
    guard (0..<253_402_300_800).contains(seconds) else { return nil }
    return Date(timeIntervalSince1970: seconds).ISO8601Format()
      .replacing("T", with: " ").replacing("Z", with: " UTC")
  }
}
