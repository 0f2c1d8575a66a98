internal import JSONText

/// Which version of which resource a text is, and what it says, as numbers that can be kept for all resources of a file.
package struct ResourceIdentity: Sendable, BitwiseCopyable {
  /// The type, id and version (`meta.versionId`, without it `meta.lastUpdated`), hashed to 128 bits.
  package struct Version: Sendable, Hashable, BitwiseCopyable {
    private let low: UInt64
    private let high: UInt64

    fileprivate init(_ bytes: [UInt8]) {
      low = keyed(bytes, 1)
      high = keyed(bytes, 2)
    }
  }

  /// Which resource it is, whatever its version.
  package let resource: Version
  /// Which version of it.
  package let version: Version
  /// A hash of the text without the space between its parts.
  package let content: UInt64

  private static let type = JSONName("resourceType")
  private static let id = JSONName("id")
  private static let meta = JSONName("meta")
  private static let versionID = JSONName("versionId")
  private static let lastUpdated = JSONName("lastUpdated")

  /// The identity of a resource of a batch; nil for one without an id, which is like no other.
  ///
  /// - Complexity: O(n) in the length of the resource.
  package init?(_ resource: ResourceBounds, of batch: ResourceBatch) {
    let text = batch.text.span
    let index = batch.index
    guard let id = index.member(Self.id, of: resource.root, in: text),
      index.entries[id].kind == .string,
      let type = index.member(Self.type, of: resource.root, in: text)
    else { return nil }
    var name: [UInt8] = []
    index.appendText(type, in: text, to: &name)
    name.append(UInt8(ascii: "/"))
    index.appendText(id, in: text, to: &name)
    self.resource = Version(name)
    if let meta = index.member(Self.meta, of: resource.root, in: text),
      let version = index.member(Self.versionID, of: meta, in: text)
        ?? index.member(Self.lastUpdated, of: meta, in: text)
    {
      name.append(UInt8(ascii: "/"))
      index.appendText(version, in: text, to: &name)
    }
    version = Version(name)
    content = Self.content(of: resource.root, in: text, index)
  }

  /// What the values of a resource are spelled like, in their order.
  private static func content(of root: Int, in text: Span<UInt8>, _ index: JSONIndex) -> UInt64 {
    var hasher = Hasher()
    for position in root..<Int(index.entries[root].next) {
      let entry = index.entries[position]
      hasher.combine(entry.kind.rawValue)
      switch entry.kind {
      case .object, .array: hasher.combine(entry.next &- UInt32(truncatingIfNeeded: position))
      case .null, .true, .false: break
      default:
        hasher.combine(entry.range.count)
        for offset in entry.range { hasher.combine(text[offset]) }
      }
    }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}

/// A hash of bytes, of which there are several kinds.
private func keyed(_ bytes: [UInt8], _ kind: UInt8) -> UInt64 {
  var hasher = Hasher()
  hasher.combine(kind)
  hasher.combine(bytes)
  return UInt64(bitPattern: Int64(hasher.finalize()))
}
