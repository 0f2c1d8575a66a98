/// The name of a member, prepared for being looked up again and again.
package struct JSONName: Sendable, Hashable {
  /// The name in UTF-8.
  package let bytes: [UInt8]
  /// The hash that an index keeps of keys.
  package let hash: UInt16

  /// A name to look up.
  package init(_ name: String) {
    let bytes = Array(name.utf8)
    self.bytes = bytes
    hash = keyHash(bytes.span, 0, bytes.count)
  }
}
