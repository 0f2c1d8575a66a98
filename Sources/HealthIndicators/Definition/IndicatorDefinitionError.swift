package import JSONText

/// Everything that is wrong with an indicator file.
package struct IndicatorDefinitionError: Error, Sendable, CustomStringConvertible {
  /// One thing that is wrong.
  package struct Problem: Sendable, Equatable {
    /// What is wrong and what to write instead.
    package var message: String
    /// Where it stands in the file.
    package var position: SourcePosition
  }

  /// What is wrong, in the order of the file.
  package var problems: [Problem]

  /// One line a problem: `line:column: message`.
  package var description: String {
    problems.map { "\($0.position.line):\($0.position.column): \($0.message)" }
      .joined(separator: "\n")
  }
}
