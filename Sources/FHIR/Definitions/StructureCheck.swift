internal import JSONText

/// Compares resources with the definitions of a release: names of elements, what repeats, how values are spelled.
///
/// Nothing is an empty object, array or text. What needs more than that is not looked at: how many elements there must
/// be, value sets, invariants, profiles, references.
struct StructureCheck: Sendable {
  /// What is wrong, and the entry of the index at which.
  struct Finding {
    let position: Int
    let rule: ResourceFault.Rule
    let message: String
  }

  private let table: DefinitionTable

  init(_ release: FHIRRelease) {
    table = .of(release)
  }

  /// The first thing that is wrong with a resource; nil where nothing is.
  ///
  /// - Complexity: O(n) in the number of values.
  func finding(_ resource: Int, in text: Span<UInt8>, _ index: JSONIndex) -> Finding? {
    let name = index.member(JSONName("resourceType"), of: resource, in: text)
    guard let name, let type = table.resourceType(named: index.entries[name].range, in: text) else {
      return Finding(
        position: resource, rule: .resourceType,
        message: "\"resourceType\" names no type of resource of this release")
    }
    return members(of: resource, type, isResource: true, in: text, index)
  }

  /// The first thing that is wrong with an entry of a Bundle, its resource aside.
  func findingAroundResource(_ entry: Int, in text: Span<UInt8>, _ index: JSONIndex) -> Finding? {
    let name = Array("BundleEntry".utf8)
    guard let type = table.type(named: name.indices, in: name.span) else { return nil }
    let end = Int(index.entries[entry].next)
    var key = entry + 1
    while key < end {
      let value = key + 1
      if !index.isKey(key, Self.resource, in: text),
        let finding = member(key, value, of: type, in: text, index)
      {
        return finding
      }
      key = Int(index.entries[value].next)
    }
    return nil
  }

  private func members(
    of object: Int, _ type: Int32, isResource: Bool = false, in text: Span<UInt8>,
    _ index: JSONIndex
  ) -> Finding? {
    let end = Int(index.entries[object].next)
    var key = object + 1
    guard key < end else {
      return Finding(position: object, rule: .element, message: "an object has no member")
    }
    while key < end {
      let value = key + 1
      if !isResource || !index.isKey(key, Self.resourceType, in: text) {
        if let finding = member(key, value, of: type, in: text, index) { return finding }
      }
      key = Int(index.entries[value].next)
    }
    return nil
  }

  private static let resourceType = JSONName("resourceType")
  private static let resource = JSONName("resource")

  private func member(
    _ key: Int, _ value: Int, of type: Int32, in text: Span<UInt8>, _ index: JSONIndex
  ) -> Finding? {
    var name = index.entries[key].range
    let isBeside = !name.isEmpty && text[name.lowerBound] == UInt8(ascii: "_")
    if isBeside { name = name.lowerBound + 1..<name.upperBound }
    guard let element = table.element(named: name, in: text, of: type),
      !isBeside || element.kind.isPrimitive
    else {
      return Finding(position: key, rule: .element, message: "a member is none that its type has")
    }
    let isArray = index.entries[value].kind == .array
    guard isArray == element.repeats else {
      return Finding(
        position: value, rule: .element,
        message: element.repeats
          ? "an element that may repeat is no array" : "an array stands where one value may")
    }
    guard isArray else {
      return self.value(value, element, isBeside: isBeside, mayBeNull: false, in: text, index)
    }
    let end = Int(index.entries[value].next)
    var item = value + 1
    guard item < end else {
      return Finding(position: value, rule: .element, message: "an array is empty")
    }
    while item < end {
      let finding = self.value(
        item, element, isBeside: isBeside, mayBeNull: element.kind.isPrimitive, in: text, index)
      if let finding { return finding }
      item = Int(index.entries[item].next)
    }
    return nil
  }

  private func value(
    _ value: Int, _ element: ElementDefinition, isBeside: Bool, mayBeNull: Bool,
    in text: Span<UInt8>, _ index: JSONIndex
  ) -> Finding? {
    let kind = index.entries[value].kind
    if kind == .null, mayBeNull { return nil }
    let isObject = isBeside || element.kind == .complex || element.kind == .resource
    guard (kind == .object) == isObject else {
      return Finding(
        position: value, rule: .element,
        message: isObject
          ? "a value stands where an object must" : "an object stands where a value must")
    }
    if isObject {
      if element.kind == .resource, !isBeside { return finding(value, in: text, index) }
      return members(
        of: value, isBeside ? table.elementType : element.type, in: text, index)
    }
    return primitive(value, element.kind, in: text, index)
  }

  private func primitive(
    _ value: Int, _ element: ElementKind, in text: Span<UInt8>, _ index: JSONIndex
  ) -> Finding? {
    let entry = index.entries[value]
    let isRight: Bool =
      switch element {
      case .boolean: entry.kind == .true || entry.kind == .false
      case .decimal: entry.kind == .number
      case .integer:
        entry.kind == .number
          && PrimitiveFormat.isInteger(text, entry.range, minimum: Int(Int32.min))
      case .unsignedInteger:
        entry.kind == .number && PrimitiveFormat.isInteger(text, entry.range, minimum: 0)
      case .positiveInteger:
        entry.kind == .number && PrimitiveFormat.isInteger(text, entry.range, minimum: 1)
      default: entry.kind == .string
      }
    guard isRight else {
      return Finding(
        position: value, rule: .value, message: "a value is not of the type of its element")
    }
    guard entry.kind == .string else { return nil }
    if entry.range.isEmpty {
      return Finding(position: value, rule: .value, message: "a value is empty")
    }
    if entry.hasEscapes || element == .xhtml {
      var bytes: [UInt8] = []
      index.appendText(value, in: text, to: &bytes)
      if element == .xhtml {
        return NarrativeCheck.finding(bytes).map {
          Finding(position: value, rule: .value, message: $0)
        }
      }
      return isSpelled(bytes.span, bytes.indices, element) ? nil : misspelled(value)
    }
    return isSpelled(text, entry.range, element) ? nil : misspelled(value)
  }

  private func misspelled(_ value: Int) -> Finding {
    Finding(
      position: value, rule: .value, message: "a value is not spelled as its type demands")
  }

  private func isSpelled(
    _ text: Span<UInt8>, _ range: Range<Int>, _ kind: ElementKind
  ) -> Bool {
    switch kind {
    case .date: PrimitiveFormat.isDate(text, range, withTime: false)
    case .dateTime: PrimitiveFormat.isDate(text, range, withTime: true)
    case .instant: PrimitiveFormat.isInstant(text, range)
    case .time: PrimitiveFormat.isTime(text, range)
    case .code: PrimitiveFormat.isCode(text, range)
    case .uri, .oid, .uuid: PrimitiveFormat.isURI(text, range, kind)
    case .identifier: PrimitiveFormat.isIdentifier(text, range)
    case .base64: PrimitiveFormat.isBase64(text, range)
    case .integer64: PrimitiveFormat.integer(text, range) != nil
    default: true
    }
  }
}
