import Foundation

/// What became of the inputs of a campaign, or of a part of it.
struct FuzzReport: Codable, Sendable {
  /// An input that broke a promise.
  struct Finding: Codable, Sendable {
    var input: Int
    var description: String
  }

  /// How many inputs had each outcome.
  var outcomes: [String: Int] = [:]
  var findings: [Finding] = []
  /// MiB by which the peak of memory rose.
  var memory = 0
  /// Seconds that the slowest input took.
  var slowest = 0.0
  var slowestInput = -1

  /// Inputs that were run to their end.
  var count: Int { outcomes.values.reduce(0, +) }

  mutating func add(_ other: FuzzReport) {
    outcomes.merge(other.outcomes, uniquingKeysWith: +)
    findings += other.findings
    memory = max(memory, other.memory)
    if other.slowest > slowest { (slowest, slowestInput) = (other.slowest, other.slowestInput) }
  }

  /// The report for people.
  var text: String {
    var lines = ["\(count) inputs"]
    for (label, count) in outcomes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let indent = String(repeating: " ", count: max(0, 9 - "\(count)".count))
      lines.append(indent + "\(count)  \(label)")
    }
    lines.append(
      "peak memory rose by \(memory) MiB; the slowest input, \(slowestInput), took \(slowest) s")
    lines.append(findings.isEmpty ? "no promise was broken" : "\(findings.count) broken promises:")
    for finding in findings { lines.append("  input \(finding.input): \(finding.description)") }
    return lines.joined(separator: "\n")
  }
}
