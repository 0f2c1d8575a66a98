/// What became of one promise that a definition makes about the input of a reader.
package struct ContractRecord: Sendable, Codable, Equatable {
  /// The stage.
  package var stage: String
  /// The setting that promises, such as `failIf.badRate`.
  package var promise: String
  /// What was promised, as people write it.
  package var expected: String
  /// What was found.
  package var actual: String
  /// Whether the promise was kept.
  package var isKept: Bool

  /// What became of a promise.
  package init(stage: String, promise: String, expected: String, actual: String, isKept: Bool) {
    self.stage = stage
    self.promise = promise
    self.expected = expected
    self.actual = actual
    self.isKept = isKept
  }
}
