import Foundation

/// The values of a definition's secrets, which live in the environment and nowhere else.
package struct SecretValues: Sendable {
  private let variables: [String: String]

  /// The secrets that a definition names.
  package init(_ definitions: [SecretDefinition] = []) {
    variables = Dictionary(definitions.map { ($0.name.text, $0.environmentVariable) }) { $1 }
  }

  /// The value of a secret; nil where its variable is not set or empty.
  package subscript(name: String) -> String? {
    variables[name].flatMap { ProcessInfo.processInfo.environment[$0] }
      .flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The environment variable of a secret.
  package func variable(_ name: String) -> String { variables[name] ?? name }

  /// The value of a secret that a stage cannot do without.
  package func value(_ name: String) throws(StageError) -> String {
    guard let value = self[name] else {
      throw StageError(
        .input, "the secret \"\(name)\" is needed, and \(variable(name)) is not in the environment",
        remedy: "set \(variable(name)) where the run is started")
    }
    return value
  }
}
