import Foundation

/// The run that has started ours, as schedulers hand it over.
package struct OpenLineageParent: Sendable, Equatable {
  let namespace: String
  let name: String
  let runID: String

  /// The parent in `namespace/name/run`; nil where the text is none.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, let runID = parts.last.flatMap({ UUID(uuidString: $0) }),
      !parts[0].isEmpty
    else { return nil }
    namespace = parts[0]
    name = parts[1..<(parts.count - 1)].joined(separator: "/")
    self.runID = runID.uuidString.lowercased()
  }
}

/// Where events go and what they are called, by the environment variables that OpenLineage's own clients read.
package struct OpenLineageSettings: Sendable {
  /// What jobs and datasets stand under: `OPENLINEAGE_NAMESPACE`, otherwise `pcmflow`.
  package let namespace: String
  /// The run that has started ours: `OPENLINEAGE_PARENT_ID`.
  package let parent: OpenLineageParent?
  /// Where events are sent: `OPENLINEAGE_URL` and `OPENLINEAGE_ENDPOINT`; nil where they stay in the run folder.
  package let url: String?
  /// The key that is sent with them: `OPENLINEAGE_API_KEY`.
  package let apiKey: String?
  /// What is wrong with the settings, in full sentences.
  package let warnings: [String]

  /// The settings in an environment.
  package init(environment: [String: String]) {
    func value(_ name: String) -> String? {
      environment["OPENLINEAGE_" + name].flatMap { $0.isEmpty ? nil : $0 }
    }
    namespace = value("NAMESPACE") ?? "pcmflow"
    parent = value("PARENT_ID").flatMap { OpenLineageParent($0) }
    apiKey = value("API_KEY")
    warnings =
      value("PARENT_ID") != nil && parent == nil
      ? ["OPENLINEAGE_PARENT_ID is not namespace/name/run with a UUID; it is not sent on"] : []
    let isDisabled = value("DISABLED")?.lowercased() == "true"
    guard !isDisabled, var address = value("URL") else {
      url = nil
      return
    }
    while address.hasSuffix("/") { address.removeLast() }
    url = "\(address)/\(value("ENDPOINT") ?? "api/v1/lineage")"
  }
}
