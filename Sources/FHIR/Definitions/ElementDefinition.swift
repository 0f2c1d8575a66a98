/// What the value of an element is.
enum ElementKind: UInt8, Sendable, BitwiseCopyable {
  /// Text of some kind: what differs is which characters it may hold.
  case string, code, uri, oid, uuid, identifier
  case date, dateTime, instant, time, base64
  /// A number beyond what JSON's readers hold exactly: text in JSON.
  case integer64
  case boolean
  case integer, positiveInteger, unsignedInteger, decimal
  /// A narrative.
  case xhtml
  /// An element with members.
  case complex
  /// A resource, whatever its type.
  case resource

  /// The kind that a letter of the definitions means; nil for letters of complex types.
  init?(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "s"): self = .string
    case UInt8(ascii: "c"): self = .code
    case UInt8(ascii: "u"): self = .uri
    case UInt8(ascii: "o"): self = .oid
    case UInt8(ascii: "g"): self = .uuid
    case UInt8(ascii: "i"): self = .identifier
    case UInt8(ascii: "D"): self = .date
    case UInt8(ascii: "T"): self = .dateTime
    case UInt8(ascii: "N"): self = .instant
    case UInt8(ascii: "t"): self = .time
    case UInt8(ascii: "B"): self = .base64
    case UInt8(ascii: "l"): self = .integer64
    case UInt8(ascii: "b"): self = .boolean
    case UInt8(ascii: "z"): self = .integer
    case UInt8(ascii: "p"): self = .positiveInteger
    case UInt8(ascii: "n"): self = .unsignedInteger
    case UInt8(ascii: "d"): self = .decimal
    case UInt8(ascii: "x"): self = .xhtml
    default: return nil
    }
  }

  /// The name that a choice carries for it: `Boolean` in `valueBoolean`; nil where it has none of its own.
  var choiceSuffix: String? {
    switch self {
    case .string: "String"
    case .code: "Code"
    case .oid: "Oid"
    case .uuid: "Uuid"
    case .identifier: "Id"
    case .date: "Date"
    case .dateTime: "DateTime"
    case .instant: "Instant"
    case .time: "Time"
    case .base64: "Base64Binary"
    case .integer64: "Integer64"
    case .boolean: "Boolean"
    case .integer: "Integer"
    case .positiveInteger: "PositiveInt"
    case .unsignedInteger: "UnsignedInt"
    case .decimal: "Decimal"
    case .uri, .xhtml, .complex, .resource: nil
    }
  }

  /// Whether the value stands in an attribute in XML, and may have extensions beside it in JSON.
  var isPrimitive: Bool { self != .complex && self != .resource && self != .xhtml }

  /// Whether JSON writes the value without quotes.
  var isBare: Bool {
    switch self {
    case .boolean, .integer, .positiveInteger, .unsignedInteger, .decimal: true
    default: false
    }
  }
}

/// What the definitions say about an element of a type.
struct ElementDefinition: Sendable, BitwiseCopyable {
  /// What its value is.
  let kind: ElementKind
  /// Whether there may be several, so that JSON has an array.
  let repeats: Bool
  /// The type of its members, as a number of the table; of no meaning for a primitive.
  let type: Int32
}
