package import Foundation

/// What a server has answered, whatever the status.
package struct HTTPAnswer: Sendable {
  /// The status.
  package let status: Int
  /// What was sent back; empty where it went into a file.
  package let body: [UInt8]
  private let headers: [String: String]
  /// The absolute address that the server names instead.
  let redirect: String?

  init(status: Int, body: [UInt8], headers: [String: String], redirect: String?) {
    self.status = status
    self.body = body
    self.headers = headers
    self.redirect = redirect
  }

  /// The value of a header; nil where there is none, and for names that nobody has asked for before.
  package func header(_ name: String) -> String? { headers[name] }

  /// The pause in seconds that the server wishes, given in seconds or as a date (RFC 9110 §10.2.3).
  package func pauseWished(now: Date) -> Double? {
    guard let text = headers["Retry-After"] else { return nil }
    if let seconds = Double(text.trimmingCharacters(in: .whitespaces)) { return max(0, seconds) }
    return HTTPDate.parse(text).map { max(0, $0.timeIntervalSince(now)) }
  }

  /// When the server has answered, by its own clock.
  package var date: Date? { headers["Date"].flatMap(HTTPDate.parse) }
}

/// Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
package enum HTTPDate {
  /// The moment that a text names; nil where it is none.
  package static func parse(_ text: String) -> Date? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    for format in ["EEE, dd MMM yyyy HH:mm:ss zzz", "EEEE, dd-MMM-yy HH:mm:ss zzz"] {
      formatter.dateFormat = format
      if let date = formatter.date(from: text.trimmingCharacters(in: .whitespaces)) { return date }
    }
    return nil
  }
}

extension HTTPAnswer {
  /// The answer under a status that it names elsewhere.
  package func with(status: Int) -> HTTPAnswer {
    HTTPAnswer(status: status, body: body, headers: headers, redirect: redirect)
  }
}
