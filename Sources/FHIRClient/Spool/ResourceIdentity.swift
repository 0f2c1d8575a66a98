import Crypto
package import JSONText

/// Which resource a text is, and which version of it.
package struct ResourceIdentity: Sendable, Equatable {
  /// Type and id as 128 bits of their SHA-256: a set of millions fits into memory, and two never meet by chance.
  package struct Key: Sendable, Hashable {
    let high: UInt64
    let low: UInt64
  }

  /// The type of the resource.
  package let type: String
  /// Type and id.
  package let key: Key
  /// Version and time of the last change, as 64 bits of their SHA-256; 0 where neither is known.
  package let version: UInt64

  private static let resourceType = JSONName("resourceType")
  private static let id = JSONName("id")
  private static let meta = JSONName("meta")
  private static let versionID = JSONName("versionId")
  private static let lastUpdated = JSONName("lastUpdated")

  /// The identity of the object at a position of an index; nil for one without type or id.
  package init?(_ root: Int, _ index: JSONIndex, in text: Span<UInt8>) {
    func string(_ name: JSONName, of object: Int) -> String? {
      guard let position = index.member(name, of: object, in: text),
        index.entries[position].kind == .string
      else { return nil }
      return index.string(position, in: text)
    }
    guard index.entries[root].kind == .object,
      let type = string(Self.resourceType, of: root), let id = string(Self.id, of: root)
    else { return nil }
    self.type = type
    let words = Self.words("\(type)/\(id)")
    key = Key(high: words.0, low: words.1)
    let meta = index.member(Self.meta, of: root, in: text)
    let marks = [Self.versionID, Self.lastUpdated].map { name in
      meta.flatMap { string(name, of: $0) } ?? ""
    }
    version = marks == ["", ""] ? 0 : Self.words(marks.joined(separator: " ")).0
  }

  private static func words(_ text: String) -> (UInt64, UInt64) {
    var words: (UInt64, UInt64) = (0, 0)
    for (number, byte) in SHA256.hash(data: Array(text.utf8)).enumerated() where number < 16 {
      if number < 8 {
        words.0 = words.0 << 8 | UInt64(byte)
      } else {
        words.1 = words.1 << 8 | UInt64(byte)
      }
    }
    return words
  }
}

/// Text of a resource as one line.
enum ResourceLine {
  /// Adds JSON without the space between its parts, and a line end; every value keeps its spelling.
  static func append(_ text: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
    var isInString = false
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = text[offset]
      if isInString {
        output.append(byte)
        if byte == UInt8(ascii: "\\"), offset + 1 < range.upperBound {
          offset += 1
          output.append(text[offset])
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte > 32 {
        output.append(byte)
        isInString = byte == UInt8(ascii: "\"")
      }
      offset += 1
    }
    output.append(UInt8(ascii: "\n"))
  }
}
