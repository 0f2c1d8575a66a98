internal import JSONText

/// A type that a path names behind `is`, `as` or `ofType`.
enum PathType: Sendable, BitwiseCopyable {
  /// A data type of FHIR.
  case fhir(DataType)
  /// A type of FHIRPath's own values (N1 §4.1), which no element of a resource has.
  case system(SystemType)
  /// A type of resource: its name among the plan's texts.
  case resource(name: Int)
  /// `Resource` or `DomainResource`.
  case anyResource(isDomain: Bool)
  /// A type of a namespace that does not have it; no value is of this type.
  case none
}

/// A type of the values that FHIRPath itself makes (N1 §4.1).
enum SystemType: String, Sendable, BitwiseCopyable {
  case boolean = "Boolean"
  case string = "String"
  case integer = "Integer"
  case decimal = "Decimal"
  case date = "Date"
  case dateTime = "DateTime"
  case time = "Time"
  case quantity = "Quantity"
}

extension DataType {
  /// The type that this one specialises; nil for one that specialises none of FHIR's primitives or
  /// quantities (FHIR R4 §2.24.0).
  private var parent: DataType? {
    switch self {
    case .code, .id, .markdown: .string
    case .url, .canonical, .oid, .uuid: .uri
    case .positiveInt, .unsignedInt: .integer
    case .age, .duration, .distance, .count: .quantity
    default: nil
    }
  }

  /// Whether a value of this type is one of another type, too.
  func isKind(of other: DataType) -> Bool {
    self == other || parent == other || other == .element
  }
}

extension PathEvaluator {
  /// Whether a value has a type, or one that specialises it.
  func isKind(
    _ value: PathValue, _ type: PathType, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> Bool {
    if case .node(_, let own?) = value, case .fhir(let wanted) = type {
      return own.isKind(of: wanted)
    }
    return has(value, type, text, index)
  }

  /// Whether a value has exactly a type; where nothing tells an element's type, what its JSON allows
  /// counts.
  func has(_ value: PathValue, _ type: PathType, _ text: Span<UInt8>, _ index: JSONIndex) -> Bool {
    switch type {
    case .fhir(let type): return has(value, type, text, index)
    case .system(let type): return systemType(value) == type
    case .resource(let name):
      guard case .node(let entry, _) = value else { return false }
      return isResource(entry, plan.texts[name].bytes, text, index)
    case .anyResource(let isDomain):
      guard case .node(let entry, _) = value,
        let name = index.member(Self.resourceType, of: entry, in: text)
      else { return false }
      let plain = ["Bundle", "Binary", "Parameters"]
      return !isDomain || !plain.contains(index.string(name, in: text))
    case .none: return false
    }
  }

  /// The type of a value that FHIRPath made; nil for an element.
  func systemType(_ value: PathValue) -> SystemType? {
    switch value {
    case .boolean: .boolean
    case .integer: .integer
    case .decimal: .decimal
    case .quantity: .quantity
    case .literal(_, let type), .made(_, _, let type):
      switch type {
      case .date: .date
      case .dateTime, .instant: .dateTime
      case .time: .time
      default: .string
      }
    case .node, .typeInfo: nil
    }
  }

  /// The name of a value's type, as `type()` tells it, and whether it is one of FHIRPath's own.
  func typeName(
    of value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> (name: String, isSystem: Bool) {
    if let type = systemType(value) { return (type.rawValue, true) }
    guard case .node(let entry, let own) = value else { return ("TypeInfo", true) }
    if let own { return (own.rawValue, false) }
    if let name = index.member(Self.resourceType, of: entry, in: text) {
      return (index.string(name, in: text), false)
    }
    switch index.entries[entry].kind {
    case .true, .false: return ("boolean", false)
    case .number: return (isWhole(entry, text, index) ? "integer" : "decimal", false)
    case .object: return ("Element", false)
    default: return ("string", false)
    }
  }
}
