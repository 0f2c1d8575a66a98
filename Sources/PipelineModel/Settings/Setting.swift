package import JSONText

/// What the compiler and the documentation ask of a setting without knowing its Swift type.
package protocol SettingDeclaration: Sendable {
  /// The key in the definition.
  var name: String { get }
  /// One sentence on what it does, with its unit.
  var summary: String { get }
  /// Whether a definition must give it.
  var isRequired: Bool { get }
  /// The default as a definition would write it; nil where there is none.
  var defaultText: String? { get }
  /// What a value looks like, in words.
  var phrase: String { get }
  /// The JSON Schema of its value.
  var schema: JSONNode { get }
  /// What the value names: a plain value, files that are read, a secret.
  var role: SettingRole { get }
  /// Decodes a value, reporting what is wrong with it.
  func decodeAny(_ node: JSONNode, _ decoder: inout SettingDecoder) -> (any Sendable)?
}

/// What a setting's value stands for, so that keys and checks treat it rightly.
package enum SettingRole: Sendable {
  /// The value itself enters the content key.
  case plain
  /// The value names input files of a reader; their digests enter the key of each shard.
  case inputFiles
  /// The value names files that every shard needs; their digests enter the key.
  case referenceFiles
  /// The same for files of earlier runs, of which there may be none yet.
  case earlierFiles
  /// The value does not change what is computed and stays out of the key.
  case operational
  /// The value names a secret.
  case secret
}

/// The one declaration of a setting: the decoder, the JSON Schema and the reference page all come from it.
package struct Setting<Value: Sendable>: SettingDeclaration {
  /// The key in the definition.
  package let name: String
  /// How its value is written and decoded.
  package let type: SettingType<Value>
  /// The value where the definition gives none.
  package let defaultValue: Value?
  /// The default as a definition would write it.
  package let defaultText: String?
  /// One sentence on what it does, with its unit.
  package let summary: String
  /// What the value stands for.
  package let role: SettingRole

  /// A setting that a definition must give.
  package init(
    required name: String, _ type: SettingType<Value>, role: SettingRole = .plain, _ summary: String
  ) {
    self.name = name
    self.type = type
    defaultValue = nil
    defaultText = nil
    self.summary = summary
    self.role = role
  }

  /// A setting with a default; `shown` is how a definition would write the default.
  package init(
    _ name: String, _ type: SettingType<Value>, default value: Value, shown: String,
    role: SettingRole = .plain, _ summary: String
  ) {
    self.name = name
    self.type = type
    defaultValue = value
    defaultText = shown
    self.summary = summary
    self.role = role
  }

  /// A setting that may be absent.
  package init<Wrapped: Sendable>(
    optional name: String, _ type: SettingType<Wrapped>, role: SettingRole = .plain,
    _ summary: String
  ) where Value == Wrapped? {
    self.name = name
    self.type = type.map { $0 }
    defaultValue = .some(nil)
    defaultText = nil
    self.summary = summary
    self.role = role
  }

  /// Whether a definition must give it.
  package var isRequired: Bool { defaultValue == nil }
  /// What a value looks like, in words.
  package var phrase: String { type.phrase }
  /// The JSON Schema of its value.
  package var schema: JSONNode { type.schema }

  /// Decodes a value, reporting what is wrong with it.
  package func decodeAny(_ node: JSONNode, _ decoder: inout SettingDecoder) -> (any Sendable)? {
    type.decode(node, &decoder)
  }
}
