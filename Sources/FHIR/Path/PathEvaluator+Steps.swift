internal import JSONText

extension PathEvaluator {
  /// Takes the steps from one value, depth first, and pushes what is at the end of them.
  mutating func walk(
    _ value: PathValue, _ steps: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let step = steps.first else {
      values.append(value)
      return
    }
    let rest = steps.dropFirst()
    switch plan.steps[step] {
    case .filter(let criteria):
      var inner = context
      inner.focus = value
      if try truth(of: criteria, inner, text, index) ?? false {
        try walk(value, rest, context, text, index)
      }
    case .project(let expression):
      var inner = context
      inner.focus = value
      let mark = values.count
      try evaluate(expression, inner, text, index)
      try checkSize()
      if rest.isEmpty { return }
      let end = values.count
      for position in mark..<end { try walk(values[position], rest, context, text, index) }
      values.removeSubrange(mark..<end)
    case .ofType(let type):
      if has(value, type, text, index) { try walk(value, rest, context, text, index) }
    case .referenceKey(let type):
      if let key = referenceKey(value, type, text, index) {
        try walk(key, rest, context, text, index)
      }
    case let other:
      guard case .node(let entry, _) = value else {
        if case .member(let name, _) = other, let part = part(plan.texts[name], of: value) {
          try walk(part, rest, context, text, index)
        }
        return
      }
      guard index.entries[entry].kind == .object else { return }
      try walk(object: entry, other, rest, context, text, index)
    }
  }

  /// Takes the steps that lead into, or depend on, an object.
  private mutating func walk(
    object: Int, _ step: PathStep, _ rest: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    switch step {
    case .member(let name, let known):
      let (child, type) = child(plan.texts[name], of: object, text, index)
      if let child { try descend(child, type ?? known, rest, context, text, index) }
    case .choice(let full, let bare, let type):
      if let child = index.member(plan.texts[full], of: object, in: text) {
        try descend(child, type, rest, context, text, index)
      } else if let child = index.member(plan.texts[bare], of: object, in: text) {
        let mark = values.count
        try descend(child, nil, 0..<0, context, text, index)
        let end = values.count
        for position in mark..<end where has(values[position], .fhir(type), text, index) {
          try walk(values[position], rest, context, text, index)
        }
        values.removeSubrange(mark..<end)
      }
    case .extended(let name, let companion):
      if let child = index.member(plan.texts[name], of: object, in: text) {
        try descend(child, nil, rest, context, text, index)
      }
      if let child = index.member(plan.texts[companion], of: object, in: text) {
        try descend(child, nil, rest, context, text, index)
      }
    case .ofResourceType(let name):
      if isResource(object, plan.texts[name].bytes, text, index) {
        try walk(.node(entry: object, type: nil), rest, context, text, index)
      }
    case .resourceKey:
      if let child = index.member(Self.id, of: object, in: text) {
        try descend(child, .id, rest, context, text, index)
      } else if object == context.root, let key = bundleKey(of: object, text, index) {
        try walk(key, rest, context, text, index)
      }
    case .extensions(let url):
      guard let list = index.member(Self.extension, of: object, in: text),
        index.entries[list].kind == .array
      else { return }
      var child = list + 1
      while child < Int(index.entries[list].next) {
        if let found = index.member(Self.url, of: child, in: text),
          index.isText(found, equalTo: plan.texts[url].bytes, in: text)
        {
          try walk(.node(entry: child, type: .extension), rest, context, text, index)
        }
        child = Int(index.entries[child].next)
      }
    case .filter, .project, .ofType, .referenceKey: break
    }
  }

  private static let id = JSONName("id")
  private static let `extension` = JSONName("extension")
  private static let url = JSONName("url")
  private static let reference = JSONName("reference")
  private static let type = JSONName("type")
  static let resourceType = JSONName("resourceType")

  /// Goes on from a value, or from each element of an array; nulls are no values.
  private mutating func descend(
    _ entry: Int, _ type: DataType?, _ rest: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    switch index.entries[entry].kind {
    case .null: return
    case .array:
      var child = entry + 1
      while child < Int(index.entries[entry].next) {
        try descend(child, type, rest, context, text, index)
        child = Int(index.entries[child].next)
      }
    case .object where type?.isPrimitive ?? false:
      try walk(.node(entry: entry, type: nil), rest, context, text, index)
    default:
      try walk(.node(entry: entry, type: type), rest, context, text, index)
    }
  }

  /// The child with a name, or the choice element's: for `value` also `valueQuantity`, with its type.
  private func child(
    _ name: JSONName, of object: Int, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> (Int?, DataType?) {
    let end = Int(index.entries[object].next)
    var choice: (Int?, DataType?) = (nil, nil)
    var key = object + 1
    while key < end {
      if index.isKey(key, name, in: text) { return (key + 1, nil) }
      if choice.0 == nil, let type = Self.choiceType(key, name, text, index) {
        choice = (key + 1, type)
      }
      key = Int(index.entries[key + 1].next)
    }
    return choice
  }

  /// The type in a key that is the name of a choice element with a type behind it; nil for another key.
  static func choiceType(
    _ key: Int, _ name: JSONName, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> DataType? {
    let range = index.entries[key].range
    guard range.count > name.bytes.count, begins(range, with: name.bytes, text) else { return nil }
    return DataType.ofSuffix(text, range.lowerBound + name.bytes.count..<range.upperBound)
  }

  private static func begins(_ range: Range<Int>, with name: [UInt8], _ text: Span<UInt8>) -> Bool {
    var offset = range.lowerBound
    for byte in name {
      if text[offset] != byte { return false }
      offset &+= 1
    }
    return text[offset] &- UInt8(ascii: "A") < 26
  }

  func isResource(
    _ object: Int, _ type: [UInt8], _ text: Span<UInt8>, _ index: JSONIndex
  ) -> Bool {
    guard let found = index.member(Self.resourceType, of: object, in: text) else { return false }
    return index.isText(found, equalTo: type, in: text)
  }

  /// Whether a value has a data type; where no name tells, what its JSON allows counts.
  func has(_ value: PathValue, _ type: DataType, _ text: Span<UInt8>, _ index: JSONIndex) -> Bool {
    switch value {
    case .boolean: return type == .boolean
    case .integer: return type.isInteger
    case .decimal: return type == .decimal
    case .literal(_, let own): return own == type
    case .made(_, _, let own): return own == type
    case .quantity: return type == .quantity
    case .typeInfo: return false
    case .node(_, let own?): return own == type
    case .node(let entry, nil):
      switch index.entries[entry].kind {
      case .true, .false: return type == .boolean
      case .number: return type == .decimal || (type.isInteger && isWhole(entry, text, index))
      case .object:
        return !type.isPrimitive && index.member(Self.resourceType, of: entry, in: text) == nil
      default: return type.isPrimitive && type != .boolean && type != .decimal && !type.isInteger
      }
    }
  }

  func isWhole(_ entry: Int, _ text: Span<UInt8>, _ index: JSONIndex) -> Bool {
    for offset in index.entries[entry].range {
      let byte = text[offset]
      if byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") { return false }
    }
    return true
  }

  /// The id in a Reference's literal reference: relative, absolute, with a version, or a UUID.
  ///
  /// Contained (`#…`) and conditional (`…?…`) references have no key. A `urn:uuid:` names no type; it is
  /// taken for the wanted one unless the Reference's own `type` says otherwise.
  private mutating func referenceKey(
    _ value: PathValue, _ wanted: Int?, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> PathValue? {
    guard case .node(let entry, _) = value,
      let found = index.member(Self.reference, of: entry, in: text),
      index.entries[found].kind == .string
    else { return nil }
    let start = scratch.count
    index.appendText(found, in: text, to: &scratch)
    let reference = scratch[start...]
    if reference.contains(UInt8(ascii: "#")) || reference.contains(UInt8(ascii: "?")) { return nil }
    for prefix in ["urn:uuid:", "urn:oid:"] where reference.starts(with: prefix.utf8) {
      if let wanted, let type = index.member(Self.type, of: entry, in: text),
        !index.isText(type, equalTo: plan.texts[wanted].bytes, in: text)
      {
        return nil
      }
      return .made(start: start + prefix.utf8.count, end: scratch.count, type: .string)
    }
    var parts = reference.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if parts.count > 3, parts[parts.count - 2].elementsEqual("_history".utf8) {
      parts.removeLast(2)
    }
    guard parts.count >= 2, let id = parts.popLast(), let type = parts.popLast(), !id.isEmpty,
      type.first.map({ $0 &- UInt8(ascii: "A") < 26 }) ?? false
    else { return nil }
    if let wanted, !type.elementsEqual(plan.texts[wanted].bytes) { return nil }
    return .made(start: id.startIndex, end: id.endIndex, type: .string)
  }
}
