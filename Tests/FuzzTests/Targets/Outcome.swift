import Foundation

/// A promise that the code did not keep on an input.
struct BrokenPromise: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What became of an input: accepted, or refused by which rule.
struct Outcome: Hashable, Sendable {
  let label: String

  static func accepted(_ kind: FuzzInput.Kind, _ detail: String = "") -> Outcome {
    Outcome(label: "\(kind.rawValue) accepted" + (detail.isEmpty ? "" : ", \(detail)"))
  }

  static func refused(_ kind: FuzzInput.Kind, _ rule: String) -> Outcome {
    Outcome(label: "\(kind.rawValue) refused: \(rule)")
  }
}

/// Fails unless something holds.
func promise(_ holds: Bool, _ description: @autoclosure () -> String) throws(BrokenPromise) {
  if !holds { throw BrokenPromise(description()) }
}

/// Whether two texts are the same bytes.
func same(_ left: borrowing [UInt8], _ right: borrowing [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return left.withUnsafeBytes { left in
    right.withUnsafeBytes { right in
      guard let first = left.baseAddress, let second = right.baseAddress else { return true }
      return memcmp(first, second, left.count) == 0
    }
  }
}

/// The folder that inputs are read from; every input stands there before anything reads it.
struct Scratch {
  let folder: String

  func path(_ name: String) -> String { folder + "/" + name }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let path = path(name)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw CocoaError(.fileWriteUnknown) }
      rest = rest.dropFirst(count)
    }
    return path
  }
}
