package import JSONText

/// What a server says about a request: severities and codes, which are FHIR's own words; its texts may name persons and
/// are not read.
package struct OperationOutcome: Sendable, Equatable {
  /// One thing that it says.
  package struct Issue: Sendable, Equatable {
    /// `fatal`, `error`, `warning`, `information` or `success`.
    package let severity: String
    /// A code of the value set issue-type, such as `throttled`.
    package let code: String
  }

  /// The codes of `OperationOutcome.issue.code` that say that the same may succeed later.
  private static let passing: Set<String> = [
    "transient", "lock-error", "no-store", "timeout", "incomplete", "throttled",
  ]

  /// What it says.
  package let issues: [Issue]

  /// The outcome in a text; nil where it is none.
  package init?(_ text: [UInt8]) {
    guard text.count < 1 << 20, let node = try? JSONParser.parse(text) else { return nil }
    self.init(node)
  }

  /// The outcome that a node is; nil where it is none.
  package init?(_ node: JSONNode) {
    guard node["resourceType"]?.string == "OperationOutcome" else { return nil }
    issues = (node["issue"]?.elements ?? []).map { issue in
      Issue(severity: Self.word(issue["severity"]), code: Self.word(issue["code"]))
    }
  }

  /// Whether the same may succeed later.
  package var isPassing: Bool { issues.contains { Self.passing.contains($0.code) } }

  /// A code as it may be shown; anything but a lower-case word is not one.
  private static func word(_ node: JSONNode?) -> String {
    guard let text = node?.string, text.utf8.count <= 24, !text.isEmpty,
      text.utf8.allSatisfy({ (97...122).contains($0) || $0 == 45 })
    else { return "unknown" }
    return text
  }
}
