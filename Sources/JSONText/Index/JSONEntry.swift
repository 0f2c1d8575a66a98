/// What a JSON value is.
package enum JSONKind: UInt8, Sendable, BitwiseCopyable {
  case null, `false`, `true`, number, string, array, object
  /// The name of a member; the entry after it is the member's value.
  case key
}

/// One value, or one key, of a JSON text: 16 bytes in a flat array.
///
/// The entries of a text stand in the order of the text. The first child of a container is the entry
/// after it (in an object a key, then its value); `next` of a child is its next sibling, and a
/// container's children end where its own `next` points.
package struct JSONEntry: Sendable, BitwiseCopyable {
  /// The offset of the first byte; of a string or key the first byte after its quote.
  package let start: UInt32
  /// The offset past the last byte; of a string or key that of its closing quote.
  package internal(set) var end: UInt32
  /// The position, in the index, of the entry after this value and all that is in it.
  package internal(set) var next: UInt32
  /// What the value is.
  package let kind: JSONKind
  /// Whether a string or key has escapes, so that its bytes are not its text.
  package let hasEscapes: Bool
  /// Of a key without escapes, a hash of its text: keys that differ here differ.
  package let keyHash: UInt16

  /// The bytes of the value in the text.
  package var range: Range<Int> { Int(start)..<Int(end) }
}
