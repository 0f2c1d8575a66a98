package import Tables

/// A column as the compiler knows it; the type can be unknown until the stage has run.
package struct PortColumn: Sendable, Equatable {
  /// The column's name.
  package var name: String
  /// Its type where the definition fixes it.
  package var type: ColumnType?

  /// A column with a name and, where known, a type.
  package init(_ name: String, _ type: ColumnType?) {
    self.name = name
    self.type = type
  }
}

/// The type of an edge: what flows, with which properties, and how much it says about persons.
package struct EdgeType: Sendable, Equatable {
  /// What flows.
  package var kind: PortKind
  /// Properties that both ends must agree on, such as `build: GRCh38`; an absent one is unknown.
  package var attributes: [String: String]
  /// The columns of a table; nil where they are not known before the run.
  package var columns: [PortColumn]?
  /// What the edge says about persons.
  package var privacy: Privacy

  /// An edge type.
  package init(
    _ kind: PortKind, attributes: [String: String] = [:], columns: [PortColumn]? = nil,
    privacy: Privacy
  ) {
    self.kind = kind
    self.attributes = attributes
    self.columns = columns
    self.privacy = privacy
  }

  /// A table whose schema is known.
  package static func table(_ schema: TableSchema, privacy: Privacy) -> EdgeType {
    EdgeType(
      .table, columns: schema.columns.map { PortColumn($0.name, $0.type) }, privacy: privacy)
  }

  /// The type in words: `variants (build GRCh38)`.
  package var inWords: String {
    guard !attributes.isEmpty else { return kind.name }
    let properties = attributes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return "\(kind.name) (\(properties.joined(separator: ", ")))"
  }
}
