package import JSONText

/// Collects everything that is wrong, so that all of it is reported at once.
package struct DiagnosticList: Sendable {
  /// The file that positions refer to.
  package let file: String
  /// What has been collected so far, in the order of discovery.
  package private(set) var all: [Diagnostic] = []

  /// An empty list for one file.
  package init(file: String) {
    self.file = file
  }

  /// Whether anything refuses the definition.
  package var hasErrors: Bool { all.contains { $0.severity == .error } }

  /// What was collected, in the order of the text.
  package var sorted: [Diagnostic] {
    all.enumerated().sorted { left, right in
      let leftPosition = left.element.position ?? .start
      let rightPosition = right.element.position ?? .start
      return leftPosition == rightPosition
        ? left.offset < right.offset : leftPosition < rightPosition
    }.map(\.element)
  }

  /// Adds an error at a place of the file.
  package mutating func error(
    _ rule: String, _ message: String, remedy: String? = nil, at position: SourcePosition?
  ) {
    all.append(
      Diagnostic(rule: rule, message, remedy: remedy, file: file, position: position))
  }

  /// Adds a warning at a place of the file.
  package mutating func warning(
    _ rule: String, _ message: String, remedy: String? = nil, at position: SourcePosition?
  ) {
    all.append(
      Diagnostic(.warning, rule: rule, message, remedy: remedy, file: file, position: position))
  }

  /// Adds a diagnostic that was made elsewhere, for example about a file that the definition names.
  package mutating func add(_ diagnostic: Diagnostic) {
    all.append(diagnostic)
  }
}
