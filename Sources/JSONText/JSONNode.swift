/// A place in a text: line and column, both counted from 1; a column counts Unicode scalars.
package struct SourcePosition: Sendable, Hashable, Comparable {
  /// The line, from 1.
  package var line: Int
  /// The column within the line, from 1.
  package var column: Int

  /// The position of the given line and column, both from 1.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The first character of a text.
  package static let start = SourcePosition(line: 1, column: 1)

  /// Whether the left position stands before the right one in the text.
  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A JSON value that remembers where it stands in its text.
///
/// Numbers keep their spelling, objects keep the order of their members. This tree is for documents that
/// people write (definitions, views, indicators); bulk data is read through an index, not through a tree.
package struct JSONNode: Sendable {
  /// What a node holds.
  package indirect enum Content: Sendable {
    case null
    case bool(Bool)
    /// A number in the spelling of its text.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([JSONMember])
  }

  /// What the node holds.
  package var value: Content
  /// Where the node begins.
  package var position: SourcePosition

  /// A node with a value and a place.
  package init(_ value: Content, at position: SourcePosition) {
    self.value = value
    self.position = position
  }
}

/// One `"key": value` of an object.
package struct JSONMember: Sendable {
  /// The key, with its escapes resolved.
  package var key: String
  /// Where the key begins (its opening quote).
  package var keyPosition: SourcePosition
  /// The value.
  package var value: JSONNode

  /// A member with a key, the key's place, and a value.
  package init(key: String, keyPosition: SourcePosition, value: JSONNode) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}

extension JSONNode {
  /// The text of a string node, nil for any other node.
  package var string: String? {
    if case .string(let text) = value { text } else { nil }
  }

  /// The truth value of a boolean node, nil for any other node.
  package var bool: Bool? {
    if case .bool(let flag) = value { flag } else { nil }
  }

  /// The spelling of a number node, nil for any other node.
  package var number: String? {
    if case .number(let spelling) = value { spelling } else { nil }
  }

  /// The value of a number node that is a whole number in the range of `Int`.
  package var integer: Int? { number.flatMap { Int($0) } }

  /// The elements of an array node, nil for any other node.
  package var elements: [JSONNode]? {
    if case .array(let nodes) = value { nodes } else { nil }
  }

  /// The members of an object node in the order of the text, nil for any other node.
  package var members: [JSONMember]? {
    if case .object(let members) = value { members } else { nil }
  }

  /// The value of the member with a key; nil where there is none or the node is no object.
  ///
  /// - Complexity: O(n) in the number of members.
  package subscript(key: String) -> JSONNode? {
    members?.first { $0.key == key }?.value
  }

  /// What kind of value this is, in words for a message: "an object", "a string", ….
  package var kindInWords: String {
    switch value {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
