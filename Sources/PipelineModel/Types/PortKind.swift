/// What flows over an edge, by name; the engine itself knows only tables and documents.
///
/// Families of stages add their own kinds (`variants`, `resources`) beside their stages.
package struct PortKind: Sendable, Hashable, CustomStringConvertible {
  /// The kind's name as documentation and messages write it.
  package let name: String
  /// Whether it flows batch by batch through fused stages; otherwise it is a committed artifact.
  package let isStream: Bool

  /// A kind with a name.
  package init(name: String, isStream: Bool) {
    self.name = name
    self.isStream = isStream
  }

  /// Rows of typed columns, committed as an artifact.
  package static let table = PortKind(name: "table", isStream: false)
  /// A file, committed as an artifact.
  package static let document = PortKind(name: "document", isStream: false)
  /// Files with names of their own, as many as there are, committed as one artifact; published into a folder.
  package static let documents = PortKind(name: "documents", isStream: false)

  /// The kind's name.
  package var description: String { name }
}
