/// The kinds of stages that a program knows, by name.
package struct StageRegistry: Sendable {
  /// All kinds in the order of registration.
  package let types: [any Stage.Type]
  private let byName: [String: any Stage.Type]

  /// A registry of kinds; a name that two kinds claim is kept by the first.
  package init(_ types: [any Stage.Type]) {
    self.types = types
    byName = Dictionary(types.map { ($0.kind.name, $0) }) { first, _ in first }
  }

  /// The kind with a name.
  package subscript(name: String) -> (any Stage.Type)? { byName[name] }

  /// The names of all kinds, sorted.
  package var names: [String] { byName.keys.sorted() }
}
