internal import JSONText

extension PathEvaluator {
  private static let resource = JSONName("resource")
  private static let fullUrl = JSONName("fullUrl")

  /// The key of a resource without an id, from the `fullUrl` of the Bundle entry that it stands in: the
  /// UUID of `urn:uuid:…`, or the last part of an address, as references to it are read; nil elsewhere.
  mutating func bundleKey(
    of resource: Int, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> PathValue? {
    guard resource > 1, index.entries[resource - 1].kind == .key,
      index.isKey(resource - 1, Self.resource, in: text)
    else { return nil }
    // The entry is the nearest object before the resource that has not ended there.
    var entry = resource - 2
    while entry >= 0,
      index.entries[entry].kind != .object || Int(index.entries[entry].next) <= resource
    {
      entry -= 1
    }
    guard entry >= 0, let address = index.member(Self.fullUrl, of: entry, in: text),
      index.entries[address].kind == .string
    else { return nil }
    let bytes = Array(index.string(address, in: text).utf8)
    let separator = bytes.starts(with: "urn:".utf8) ? UInt8(ascii: ":") : UInt8(ascii: "/")
    guard let last = bytes.split(separator: separator).last else { return nil }
    let start = scratch.count
    scratch += last
    return .made(start: start, end: scratch.count, type: .string)
  }
}
