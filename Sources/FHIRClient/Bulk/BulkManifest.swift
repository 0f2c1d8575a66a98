import JSONText

/// What an export has made, of either generation (Bulk Data Access 1 to 4, "Response - Complete Status").
package struct BulkManifest: Sendable, Codable, Equatable {
  /// What a file holds.
  package enum Role: String, Sendable, Codable {
    /// Resources.
    case output
    /// Bundles that say what was deleted.
    case deleted
    /// What the server says about the export: `outcome`, or `error` before the fourth generation.
    case outcome
  }

  /// A file of the export.
  package struct Item: Sendable, Codable, Equatable {
    /// What it holds.
    package var role: Role
    /// The type of its resources, where it holds one type only.
    package var type: String?
    /// Where it is.
    package var url: String
    /// How many lines it has, where the server says so.
    package var count: Int?
  }

  /// The moment up to which the export has the server's data.
  package var transactionTime: String?
  /// Whether the files are handed out to those only who prove who they are.
  package var requiresAccessToken = true
  /// The files, in the order in which they are fetched.
  package var items: [Item] = []
  /// Where the rest of the manifest is.
  package var next: String?
  /// The type that the files are organised by; then they have lines that are headings.
  package var organizedBy: String?

  /// Reads a manifest.
  ///
  /// - Throws: `badAnswer`.
  package init(_ text: [UInt8]) throws(FHIRClientError) {
    guard let node = try? JSONParser.parse(text), node.members != nil,
      node["resourceType"]?.string != "OperationOutcome"
    else { throw FHIRClientError(.badAnswer, "the manifest of the export is no JSON object") }
    transactionTime = node["transactionTime"]?.string
    requiresAccessToken = node["requiresAccessToken"]?.bool ?? true
    organizedBy = node["outputOrganizedBy"]?.string
    let roles: [(String, Role)] = [
      ("output", .output), ("deleted", .deleted), ("outcome", .outcome), ("error", .outcome),
    ]
    for (name, role) in roles {
      for item in node[name]?.elements ?? [] {
        guard let url = item["url"]?.string else {
          throw FHIRClientError(.badAnswer, "a file of the export has no address")
        }
        items.append(
          Item(
            role: role, type: item["type"]?.string, url: url, count: item["count"]?.integer))
      }
    }
    let link = node["link"]?.elements?.first { $0["relation"]?.string == "next" }
    // A fragment stands for what will be published some day.
    next = link?["url"]?.string.flatMap { $0.hasPrefix("#") ? nil : $0 }
  }
}
