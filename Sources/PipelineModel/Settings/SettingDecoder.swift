package import JSONText

/// What decoding a value needs: whose it is, where relative paths begin, and where complaints go.
package struct SettingDecoder: Sendable {
  /// The setting in words for a message, such as `"minimumOverlap" of stage "scores"`.
  package let subject: String
  /// The folder that relative paths begin at: that of the definition.
  package let folder: String
  /// The names of the declared secrets.
  package let secrets: Set<String>
  /// What is wrong so far.
  package var diagnostics: DiagnosticList

  /// A decoder for one setting.
  package init(
    subject: String, folder: String, secrets: Set<String>, diagnostics: DiagnosticList
  ) {
    self.subject = subject
    self.folder = folder
    self.secrets = secrets
    self.diagnostics = diagnostics
  }

  /// Reports that a value has the wrong form.
  package mutating func wrongType(_ node: JSONNode, expected: String) {
    diagnostics.error(
      "wrong-type", "\(subject) is \(node.kindInWords)", remedy: "write \(expected)",
      at: node.position)
  }

  /// Reports that a value of the right form is not allowed.
  package mutating func refuse(_ node: JSONNode, _ message: String, remedy: String? = nil) {
    diagnostics.error(
      "bad-value", "\(subject) \(message)", remedy: remedy, at: node.position)
  }
}
