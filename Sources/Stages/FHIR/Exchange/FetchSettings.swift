internal import FHIRClient
internal import Foundation
internal import JSONText
internal import PipelineModel

/// How a server hands out its data.
enum FetchMode: String, CaseIterable, Sendable {
  /// By searches, page by page.
  case search
  /// By an export of files (Bulk Data Access).
  case bulk
}

/// Whose data an export has.
enum ExportLevel: String, CaseIterable, Sendable {
  /// Everything.
  case system
  /// Patients and what belongs to them.
  case patient
}

/// Searches by type, as a definition says them; an empty type stands for all.
struct TypedQueries: Sendable {
  let queries: [String: String]
}

extension SettingType where Value == TypedQueries {
  /// A query for all types, or an object from types to queries.
  static let queries = SettingType(
    phrase: "a query such as \"status=final\", or an object from types to queries",
    schema: [
      "anyOf": [
        ["type": "string"], ["type": "object", "additionalProperties": ["type": "string"]],
      ]
    ]
  ) { node, decoder in
    if let text = node.string { return check(text, node, &decoder).map { .init(queries: ["": $0]) } }
    guard let members = node.members else {
      decoder.wrongType(node, expected: "a query in double quotes, or an object { … }")
      return nil
    }
    var queries: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else {
        decoder.wrongType(member.value, expected: "a query in double quotes")
        return nil
      }
      guard let query = check(text, member.value, &decoder) else { return nil }
      queries[member.key] = query
    }
    return .init(queries: queries)
  }

  private static func check(
    _ text: String, _ node: JSONNode, _ decoder: inout SettingDecoder
  ) -> String? {
    let isPlain = text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 35 } && !text.hasPrefix("?")
    if !isPlain {
      decoder.refuse(
        node, "is no query",
        remedy: "write what stands behind the question mark, with spaces as %20")
    }
    return isPlain ? text : nil
  }
}

extension SettingType where Value == FetchReach {
  /// An instant, or the last run.
  static let reach = SettingType(
    phrase: "\"last-run\", or an instant such as \"2026-01-31T00:00:00Z\"",
    schema: ["type": "string"]
  ) { node, decoder in
    guard let text = node.string else {
      decoder.wrongType(node, expected: "\"last-run\", or an instant in double quotes")
      return nil
    }
    if text == "last-run" { return .sinceLastRun }
    let instant = /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})/
    guard text.wholeMatch(of: instant) != nil else {
      decoder.refuse(
        node, "is no instant",
        remedy: "write \"last-run\", or one with seconds and zone such as \"2026-01-31T00:00:00Z\"")
      return nil
    }
    return .since(text)
  }
}

