/// A promise of the definition about the data, and what a run found.
package struct ContractRecord: Sendable, Codable, Equatable {
  /// The stage.
  package var stage: String
  /// The port whose rows it is about; nil for the input of a reader.
  package var port: String?
  /// The promise as the definition calls it, such as `failIf.badRate`.
  package var promise: String
  /// The limit as people write it, such as `0.5%`.
  package var limit: String
  /// What was found, in words.
  package var found: String
  /// Whether the promise was kept.
  package var isKept: Bool

  /// A promise and what was found.
  package init(
    stage: String, port: String?, promise: String, limit: String, found: String, isKept: Bool
  ) {
    self.stage = stage
    self.port = port
    self.promise = promise
    self.limit = limit
    self.found = found
    self.isKept = isKept
  }
}
