import ByteIO

/// Finds files by wildcards: `*`, `?` and `[…]` within a path component; hidden files match only a pattern with a dot.
enum Glob {
  /// The regular files that an absolute pattern names, sorted by their bytes, with their stamps.
  static func files(_ pattern: String) -> [(path: String, stamp: FileStamp)] {
    var paths = [""]
    for component in pattern.split(separator: "/").map(String.init) {
      if component.contains(where: { "*?[".contains($0) }) {
        let fits = matcher(component)
        paths = paths.flatMap { folder in
          Folder.names(folder.isEmpty ? "/" : folder).filter { name in
            (!name.hasPrefix(".") || component.hasPrefix(".")) && fits(name)
          }.map { folder + "/" + $0 }
        }
      } else {
        paths = paths.map { $0 + "/" + component }
      }
    }
    // Names of one folder are in order already, which sorting is quick to find out.
    let sorted = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let stamps = FileStamp.ofFiles(sorted.count) { sorted[$0] }
    return zip(sorted, stamps).compactMap { path, stamp in stamp.map { (path, $0) } }
  }

  /// Whether names fit a pattern: byte by byte where each byte is a character.
  private static func matcher(_ pattern: String) -> (String) -> Bool {
    let characters = Array(pattern)
    let bytes = Array(pattern.utf8)
    let isPlain = bytes.allSatisfy { $0 < 0x80 }
    return { name in
      let nameBytes = Array(name.utf8)
      return isPlain && nameBytes.allSatisfy { $0 < 0x80 }
        ? matches(nameBytes[...], bytes[...]) : matches(Array(name)[...], characters[...])
    }
  }

  /// Whether a name fits a pattern.
  static func matches<Letter: GlobLetter>(
    _ name: ArraySlice<Letter>, _ pattern: ArraySlice<Letter>
  ) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case .glob("*"):
      return (name.startIndex...name.endIndex).contains { matches(name[$0...], rest) }
    case .glob("?"):
      return !name.isEmpty && matches(name.dropFirst(), rest)
    case .glob("["):
      guard let end = rest.firstIndex(of: .glob("]")), let character = name.first else {
        return name.first == .glob("[") && matches(name.dropFirst(), rest)
      }
      return contains(rest[..<end], character)
        && matches(name.dropFirst(), rest[rest.index(after: end)...])
    default:
      return name.first == first && matches(name.dropFirst(), rest)
    }
  }

  private static func contains<Letter: GlobLetter>(
    _ set: ArraySlice<Letter>, _ character: Letter
  ) -> Bool {
    let isNegated = set.first == .glob("!") || set.first == .glob("^")
    let members = Array(isNegated ? set.dropFirst() : set)
    var found = false
    var index = 0
    while index < members.count {
      if index + 2 < members.count, members[index + 1] == .glob("-"),
        members[index] <= members[index + 2]
      {
        found = found || (members[index]...members[index + 2]).contains(character)
        index += 3
      } else {
        found = found || members[index] == character
        index += 1
      }
    }
    return found != isNegated
  }
}

/// What names are made of: characters, or bytes where each is one.
protocol GlobLetter: Comparable {
  /// The letter of a sign of patterns.
  static func glob(_ sign: Unicode.Scalar) -> Self
}

extension Character: GlobLetter {
  static func glob(_ sign: Unicode.Scalar) -> Character { Character(sign) }
}

extension UInt8: GlobLetter {
  static func glob(_ sign: Unicode.Scalar) -> UInt8 { UInt8(ascii: sign) }
}
