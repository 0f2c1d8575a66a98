import FHIRClient
import Foundation
import JSONText
import Synchronization
import TestSupport

/// A server as a client sees it that is patient for moments only.
func quickServer(
  _ base: String, _ authentication: Authentication = .none, attempts: Int = 10
) -> FHIRServer {
  var policy = RetryPolicy()
  policy.attempts = attempts
  policy.firstPauseSeconds = 0.01
  policy.longestPauseSeconds = 0.05
  return FHIRServer(
    base: base, authentication: authentication, policy: policy, agent: "pcmflow-tests")
}

/// The `type/id` of every line of some files.
func identities(_ files: [String]) throws -> [String] {
  try files.flatMap { path in
    try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      .split(separator: "\n").map { line in
        let node = try JSONParser.parse(String(line))
        return "\(node["resourceType"]?.string ?? "?")/\(node["id"]?.string ?? "?")"
      }
  }
}

/// A Bundle of a search with patients of some numbers.
func page(_ numbers: Range<Int>, total: Int?, next: String?, version: Int = 1) -> String {
  let entries = numbers.map { number in
    """
    {"resource": {"resourceType": "Patient", "id": "p\(number)",
      "meta": {"versionId": "\(version)"}, "weight": 1.00}, "search": {"mode": "match"}}
    """
  }
  let link = next.map { #","link":[{"relation":"next","url":"\#($0)"}]"# } ?? ""
  let count = total.map { #","total":\#($0)"# } ?? ""
  return """
    {"resourceType":"Bundle","type":"searchset"\(count)\(link),\
    "entry":[\(entries.joined(separator: ","))]}
    """
}

/// Counts from 1 on.
final class Counter: Sendable {
  private let count = Mutex(0)

  /// How often it was asked.
  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Counts down; for faults that happen a few times.
final class Countdown: Sendable {
  private let left: Mutex<Int>

  init(_ count: Int) { left = Mutex(count) }

  /// Whether it is not over; takes one away.
  func next() -> Bool {
    left.withLock { left in
      left -= 1
      return left >= 0
    }
  }
}
