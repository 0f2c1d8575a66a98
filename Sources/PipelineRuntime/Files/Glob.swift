import ByteIO

/// Finds files by wildcards: `*`, `?` and `[…]` within a path component; hidden files match only a pattern with a dot.
enum Glob {
  /// The regular files that an absolute pattern names, sorted by their bytes.
  static func files(_ pattern: String) -> [String] {
    var folders = [""]
    let components = pattern.split(separator: "/").map(String.init)
    for (index, component) in components.enumerated() {
      let isLast = index == components.count - 1
      if component.contains(where: { "*?[".contains($0) }) {
        let wanted = Array(component)
        folders = folders.flatMap { folder in
          Folder.names(folder.isEmpty ? "/" : folder).filter { name in
            (!name.hasPrefix(".") || component.hasPrefix("."))
              && matches(Array(name)[...], wanted[...])
          }.map { folder + "/" + $0 }
        }
      } else {
        folders = folders.map { $0 + "/" + component }
      }
      if isLast { folders = folders.filter { FileStamp($0) != nil } }
    }
    return folders.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// Whether a name fits a pattern.
  static func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case "*":
      return (name.startIndex...name.endIndex).contains { matches(name[$0...], rest) }
    case "?":
      return !name.isEmpty && matches(name.dropFirst(), rest)
    case "[":
      guard let end = rest.firstIndex(of: "]"), let character = name.first else {
        return name.first == "[" && matches(name.dropFirst(), rest)
      }
      return contains(rest[..<end], character)
        && matches(name.dropFirst(), rest[rest.index(after: end)...])
    default:
      return name.first == first && matches(name.dropFirst(), rest)
    }
  }

  private static func contains(_ set: ArraySlice<Character>, _ character: Character) -> Bool {
    let isNegated = set.first == "!" || set.first == "^"
    let members = Array(isNegated ? set.dropFirst() : set)
    var found = false
    var index = 0
    while index < members.count {
      if index + 2 < members.count, members[index + 1] == "-", members[index] <= members[index + 2]
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
