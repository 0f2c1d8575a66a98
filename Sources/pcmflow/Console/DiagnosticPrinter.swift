import Foundation
import JSONText
import PipelineModel

/// Prints what is wrong: lines for people on standard error, one JSON array for machines on standard output.
enum DiagnosticPrinter {
  /// Reports diagnostics and, for people, how many there are.
  static func report(_ diagnostics: [Diagnostic], json: Bool) {
    if json {
      print(JSONNode.list(diagnostics.map(\.json)).compactText)
      return
    }
    for diagnostic in diagnostics { StandardError.write(diagnostic.description) }
    let errors = diagnostics.count { $0.severity == .error }
    if errors > 0 {
      StandardError.write(
        errors == 1 ? "1 error; nothing was read." : "\(errors) errors; nothing was read.")
    }
  }
}

/// Writes lines to standard error.
enum StandardError {
  static func write(_ line: String) {
    Console.write(line + "\n", to: .standardError)
  }
}

/// What people and other programs read while the program works.
enum Console {
  /// Writes text; a reader that has gone away or a full disk behind it does not end a run.
  static func write(_ text: String, to file: FileHandle) {
    try? file.write(contentsOf: Data(text.utf8))
  }
}
