package import JSONText

/// A path or glob from a definition, with the folder that it is relative to already in front.
package struct PathPattern: Sendable, Equatable {
  /// The absolute path or glob (`*`, `?`, `[…]` within a path component), or `-` for standard input.
  package let path: String
  /// How the definition wrote it, for messages.
  package let written: String
  /// Where the definition wrote it.
  package let position: SourcePosition

  /// A pattern from a node of the definition.
  package init(path: String, written: String, position: SourcePosition) {
    self.path = path
    self.written = written
    self.position = position
  }

  /// Whether the pattern holds a wildcard.
  package var isGlob: Bool { path.contains { "*?[".contains($0) } }

  /// Two patterns are equal when they name the same files.
  package static func == (left: Self, right: Self) -> Bool { left.path == right.path }
}

extension SettingType where Value == PathPattern {
  /// One path, relative to the file that says it.
  package static let path = SettingType(phrase: "a path", schema: ["type": "string"]) {
    node, decoder in
    guard let text = node.string else {
      decoder.wrongType(node, expected: "a path in double quotes")
      return nil
    }
    guard !text.isEmpty else {
      decoder.refuse(node, "is an empty path", remedy: "name a file")
      return nil
    }
    let absolute =
      text == "-" || text.hasPrefix("/") ? text : PathPattern.join(decoder.folder, text)
    return PathPattern(path: absolute, written: text, position: node.position)
  }
}

extension SettingType where Value == [PathPattern] {
  /// A path, a glob, or a list of them.
  package static let paths: SettingType = .list(
    of: SettingType<PathPattern>(
      phrase: "a path or glob", schema: ["type": "string"],
      decode: SettingType<PathPattern>.path.decode))
}

extension PathPattern {
  /// A relative path set behind a folder, with `.` and `..` resolved by name.
  package static func join(_ folder: String, _ path: String) -> String {
    var components: [Substring] = []
    for component in (folder + "/" + path).split(separator: "/") where component != "." {
      if component == "..", !components.isEmpty {
        components.removeLast()
      } else {
        components.append(component)
      }
    }
    return "/" + components.joined(separator: "/")
  }
}

/// A value of a setting that names files, so that the planner can find and digest them.
package protocol NamesFiles {
  /// The files that the value names.
  var namedFiles: [PathPattern] { get }
  /// What else the value says, beside the content of its files, that changes what is computed; nil for nothing.
  var keyText: String? { get }
}

extension NamesFiles {
  /// The files alone matter.
  package var keyText: String? { nil }
}

extension PathPattern: NamesFiles {
  /// The one path.
  package var namedFiles: [PathPattern] { [self] }
}

extension Array: NamesFiles where Element == PathPattern {
  /// The paths of the list.
  package var namedFiles: [PathPattern] { self }
}

extension Optional: NamesFiles where Wrapped: NamesFiles {
  /// The files of the value, none where it is absent.
  package var namedFiles: [PathPattern] { self?.namedFiles ?? [] }
  /// What else the value says.
  package var keyText: String? { self?.keyText }
}

/// A document that a definition names by its path or writes in place.
package enum FileOrInline: Sendable, NamesFiles {
  /// The document stands in a file.
  case file(PathPattern)
  /// The document stands in the definition.
  case inline(JSONNode)

  /// The file, none for a document in place.
  package var namedFiles: [PathPattern] {
    if case .file(let path) = self { [path] } else { [] }
  }
}

extension SettingType where Value == FileOrInline {
  /// A path, or the document itself as an object.
  package static let fileOrInline = SettingType(
    phrase: "a path, or the document itself as an object",
    schema: ["anyOf": [["type": "string"], ["type": "object"]]]
  ) { node, decoder in
    if node.members != nil { return .inline(node) }
    guard node.string != nil else {
      decoder.wrongType(node, expected: "a path in double quotes, or an object { … }")
      return nil
    }
    return SettingType<PathPattern>.path.decode(node, &decoder).map { .file($0) }
  }
}
