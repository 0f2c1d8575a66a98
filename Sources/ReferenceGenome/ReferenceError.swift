package import ByteIO

/// Why a reference genome or a chain file cannot be used, where, and what to do about it.
package struct ReferenceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and how to mend it.
  package var message: String
  /// The file, when it is known.
  package var path: String?
  /// The line in that file, from 1, when it is known.
  package var line: Int?
  /// What went wrong below.
  package var cause: ByteIOError?

  /// An error with a place.
  package init(_ message: String, path: String? = nil, line: Int? = nil) {
    self.message = message
    self.path = path
    self.line = line
  }

  /// The error of reading or writing a file.
  package init(_ cause: ByteIOError) {
    self.init(cause.message, path: cause.path)
    self.cause = cause
  }

  /// `path:line: message`.
  package var description: String {
    let place = [path, line.map(String.init)].compactMap(\.self)
    return place.isEmpty ? message : place.joined(separator: ":") + ": " + message
  }
}
