package import JSONText

/// Thrown by a stage's initialiser after it has reported what is wrong.
package struct StageRefusal: Error, Sendable {
  /// A refusal; the reasons stand in the context's diagnostics.
  package init() {}
}

/// An edge that ends at a stage, as the compiler hands it to the stage.
package struct IncomingEdge: Sendable {
  /// The name under which it comes in: the port's, or the one the definition chose for a `named` port.
  package let name: String
  /// What flows.
  package let type: EdgeType
  /// The producer, written `stage.port`.
  package let source: String
  /// Where the definition names the edge.
  package let position: SourcePosition

  /// An edge.
  package init(name: String, type: EdgeType, source: String, position: SourcePosition) {
    self.name = name
    self.type = type
    self.source = source
    self.position = position
  }
}

/// What a stage is made from at compile time: decoded settings and the types of its edges.
///
/// A stage reads its settings, checks them against its edges, and reports everything that is wrong. It opens no
/// input file here.
package struct StageContext: Sendable {
  /// The stage's name in the definition.
  package let stageName: String
  /// Where the stage stands in the definition.
  package let position: SourcePosition
  /// The edges that end here, in the order of the definition.
  package let edges: [IncomingEdge]
  /// The folder of the definition.
  package let folder: String
  /// What is wrong so far.
  package var diagnostics: DiagnosticList
  private let values: [String: any Sendable]
  private let nodes: [String: JSONNode]

  /// A context from decoded settings and edges.
  package init(
    stageName: String, position: SourcePosition, edges: [IncomingEdge], folder: String,
    values: [String: any Sendable], nodes: [String: JSONNode], diagnostics: DiagnosticList
  ) {
    self.stageName = stageName
    self.position = position
    self.edges = edges
    self.folder = folder
    self.values = values
    self.nodes = nodes
    self.diagnostics = diagnostics
  }

  /// The value of a setting, or its default.
  ///
  /// - Throws: ``StageRefusal`` when the setting is required and was not given (already reported).
  package subscript<Value: Sendable>(_ setting: Setting<Value>) -> Value {
    get throws(StageRefusal) {
      if let value = values[setting.name] as? Value { return value }
      guard let value = setting.defaultValue else { throw StageRefusal() }
      return value
    }
  }

  /// Whether the definition gives a setting.
  package func isGiven(_ setting: any SettingDeclaration) -> Bool { nodes[setting.name] != nil }

  /// Where the definition gives a setting; the stage's place where it does not.
  package func position(of setting: any SettingDeclaration) -> SourcePosition {
    nodes[setting.name]?.position ?? position
  }

  /// The edge that ends at a port.
  package func edge(_ port: String) -> IncomingEdge? { edges.first { $0.name == port } }

  /// Reports an error about a setting.
  package mutating func refuse(
    _ setting: any SettingDeclaration, rule: String = "bad-value", _ message: String,
    remedy: String? = nil
  ) {
    diagnostics.error(
      rule, "\"\(setting.name)\" of stage \"\(stageName)\" \(message)", remedy: remedy,
      at: position(of: setting))
  }

  /// Reports that a table on an edge lacks a column that the stage needs; nothing where columns are unknown.
  package mutating func requireColumn(_ column: String, on edge: IncomingEdge) {
    guard let columns = edge.type.columns, !columns.contains(where: { $0.name == column }) else {
      return
    }
    diagnostics.error(
      "missing-column",
      "stage \"\(stageName)\" needs a column \"\(column)\", which \(edge.source) does not have",
      remedy: NearestName.remedy(column, among: columns.map(\.name)), at: edge.position)
  }
}
