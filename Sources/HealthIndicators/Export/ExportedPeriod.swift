/// The days of a period that is written `2024`, `2024-Q2` or `2024-05`.
package struct ExportedPeriod: Sendable, Equatable {
  /// The first day, `YYYY-MM-DD`.
  package var start: String
  /// The last day.
  package var end: String

  /// The period; nil for what is none, such as `unknown`.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = parts.first.flatMap({ $0.count == 4 ? Int($0) : nil }), parts.count <= 2 else {
      return nil
    }
    var months = 1...12
    if parts.count == 2 {
      if parts[1].hasPrefix("Q"), let quarter = Int(parts[1].dropFirst()), 1...4 ~= quarter {
        months = (3 * quarter - 2)...(3 * quarter)
      } else if parts[1].count == 2, let month = Int(parts[1]), 1...12 ~= month {
        months = month...month
      } else {
        return nil
      }
    }
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    start = "\(parts[0])-\(padded(months.lowerBound))-01"
    end = "\(parts[0])-\(padded(months.upperBound))-\(lengths[months.upperBound - 1])"
  }
}
