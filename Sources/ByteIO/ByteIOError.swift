import Glibc

/// Why bytes could not be read or written, where, and what to do about it.
package struct ByteIOError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The closed set of causes a caller may want to tell apart.
  package enum Code: String, Sendable {
    /// There is no file of that name.
    case notFound
    /// The file may not be opened by this user.
    case permissionDenied
    /// The path names a folder or a device.
    case notAFile
    /// The file has no bytes at all.
    case empty
    /// The file ends before its content does.
    case truncated
    /// The content contradicts its own checksums or format.
    case corrupted
    /// Something follows the end of the compressed content.
    case trailingBytes
    /// The file is compressed or encoded in a way that is not supported.
    case unsupportedFormat
    /// A line is longer than the limit.
    case lineTooLong
    /// No space is left where the file is written.
    case diskFull
    /// Any other refusal of the operating system; trying again may help.
    case system
  }

  /// The cause.
  package var code: Code
  /// What happened and how it may be mended.
  package var message: String
  /// The file it happened to, when there is one.
  package var path: String?
  /// Byte offset in that file, when the place is known.
  package var offset: UInt64?

  /// An error with a cause, a message and a place.
  package init(_ code: Code, _ message: String, path: String? = nil, offset: UInt64? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.offset = offset
  }

  /// `path: byte offset: message`.
  package var description: String {
    var text = ""
    if let path { text += "\(path): " }
    if let offset { text += "byte \(offset): " }
    return text + message
  }
}

extension ByteIOError {
  /// The error of the system call that just failed, from its `errno`.
  ///
  /// The number is a parameter so that it is read before anything can change it.
  static func system(_ number: Int32, _ action: String, path: String) -> ByteIOError {
    switch number {
    case ENOENT:
      return ByteIOError(
        .notFound, "cannot \(action): there is no such file or folder; check the path", path: path)
    case EACCES, EPERM, EROFS:
      return ByteIOError(
        .permissionDenied, "cannot \(action): permission denied; check the owner and mode",
        path: path)
    case EISDIR, ENOTDIR:
      return ByteIOError(
        .notAFile, "cannot \(action): a file was expected, a folder stands there", path: path)
    case ENOSPC, EDQUOT:
      return ByteIOError(
        .diskFull, "cannot \(action): no space is left; free some and run again", path: path)
    default:
      return ByteIOError(.system, "cannot \(action): \(describe(number))", path: path)
    }
  }

  private static func describe(_ number: Int32) -> String {
    // SAFETY: strerror returns a NUL-terminated string, copied before anything else runs.
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
