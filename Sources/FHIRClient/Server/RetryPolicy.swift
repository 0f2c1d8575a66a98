package import Foundation

/// How long and how often a server that is busy or away is asked again.
package struct RetryPolicy: Sendable {
  /// How often a request is sent in all.
  package var attempts = 10
  /// The first pause in seconds where the server wishes none; doubled each time.
  package var firstPauseSeconds = 0.5
  /// The longest pause in seconds, whatever the server wishes.
  package var longestPauseSeconds = 300.0
  /// When everything must be over; nothing is waited for beyond.
  package var deadline = Date.distantFuture

  /// The usual patience of a night.
  package init() {}

  /// The pause before another attempt; nil where there is none.
  ///
  /// - Parameters:
  ///   - attempt: How often it was tried, from 1.
  ///   - wish: The pause that the server wishes, in seconds.
  package func pause(afterAttempt attempt: Int, wish: Double?, now: Date) -> Double? {
    guard attempt < attempts else { return nil }
    let own = firstPauseSeconds * Double(1 << min(attempt - 1, 20))
    let pause = min(wish ?? own, longestPauseSeconds)
    return now.addingTimeInterval(pause) < deadline ? pause : nil
  }
}
