package import JSONText

/// The description of an exported file, in the form of a Data Package (specs.frictionlessdata.io).
package struct DataPackage: Sendable {
  /// The definitions by indicator.
  package var definitions: [String: ExportedDefinition]

  /// A description that names definitions.
  package init(definitions: [String: ExportedDefinition]) {
    self.definitions = definitions
  }

  /// An exported file.
  package struct File: Sendable {
    /// Its name.
    package var name: String
    /// Its media type.
    package var mediaType: String
    /// The SHA-256 of its bytes, in hexadecimal digits.
    package var digest: String
    /// Its length.
    package var byteCount: Int
    /// The columns with their types, where it is a table.
    package var fields: [(name: String, type: String)]

    /// A file.
    package init(
      name: String, mediaType: String, digest: String, byteCount: Int,
      fields: [(name: String, type: String)]
    ) {
      self.name = name
      self.mediaType = mediaType
      self.digest = digest
      self.byteCount = byteCount
      self.fields = fields
    }
  }

  /// The document.
  package func document(_ file: File, of table: ReleasedTable) -> JSONNode {
    let stem = file.name.split(separator: ".").first.map(String.init) ?? file.name
    var resource: [(String, JSONNode)] = [
      ("name", .text(stem.lowercased())), ("path", .text(file.name)),
      ("mediatype", .text(file.mediaType)), ("encoding", "utf-8"),
      ("bytes", .integer(file.byteCount)), ("hash", .text("sha256:\(file.digest)")),
    ]
    if !file.fields.isEmpty {
      resource.append(("profile", "tabular-data-resource"))
      let fields: [JSONNode] = file.fields.map { ["name": .text($0.name), "type": .text($0.type)] }
      resource.append(("schema", ["fields": .list(fields), "missingValues": [""]]))
    }
    return .object([
      ("name", .text(stem.lowercased())),
      ("profile", file.fields.isEmpty ? "data-package" : "tabular-data-package"),
      ("resources", [.object(resource)]), ("indicators", .list(indicators(table))),
    ])
  }

  private func indicators(_ table: ReleasedTable) -> [JSONNode] {
    table.values("indicator").compactMap { $0 }.map { indicator in
      let rows = table.rows.filter { table.cell($0, "indicator") == indicator }
      func distinct(_ column: String) -> [JSONNode] {
        var seen: [String] = []
        for row in rows {
          if let value = table.cell(row, column), !seen.contains(value) { seen.append(value) }
        }
        return seen.map { .text($0) }
      }
      var members: [(String, JSONNode)] = [("indicator", .text(indicator))]
      if let definition = definitions[indicator] {
        members += [
          ("title", .text(definition.title)), ("version", .text(definition.version)),
          ("definition", .text(definition.digest)),
        ]
        if let source = definition.source { members.append(("source", .text(source))) }
        if let rationale = definition.rationale { members.append(("rationale", .text(rationale))) }
      }
      members += [
        ("periods", .list(distinct("period"))), ("methods", .list(distinct("method"))),
        ("units", .list(distinct("unit"))), ("rows", .integer(rows.count)),
        ("suppressed", .integer(rows.filter { table.isSuppressed($0) }.count)),
      ]
      return .object(members)
    }
  }
}
