extension ResourceConverter {
  /// Elements of one name that stand side by side: one member of the JSON object, or two.
  fileprivate struct Run {
    let name: Range<Int>
    let definition: ElementDefinition
    /// Where the member begins in the output, its comma included.
    let start: Int
    var count = 0
    var hasValue = false
    /// What `_name` holds: the ids and extensions of primitive values, `null` for those without.
    var beside: [UInt8] = []
    var besideCount = 0
  }

  /// Writes the members of an element that has begun, and steps over its end.
  mutating func appendMembers(of type: Int32, isFirst: Bool) throws(XMLFault) {
    let seenBefore = seen.count
    var isFirst = isFirst
    var run: Run?
    while let next = kind {
      switch next {
      case UInt8(ascii: "<"):
        let element = try begin()
        if run == nil || !isEqual(run?.name, element.name) {
          close(&run)
          run = try open(element, of: type, isFirst: isFirst, seenFrom: seenBefore)
          isFirst = false
        }
        try append(element, &run)
      case UInt8(ascii: "d"):
        close(&run)
        try appendNarrative(of: type, isFirst: isFirst, seenFrom: seenBefore)
        isFirst = false
      case UInt8(ascii: ">"):
        position += 1
        close(&run)
        seen.removeLast(seen.count - seenBefore)
        return
      default:
        throw .element("text stands between elements")
      }
    }
    throw XMLFault(rule: .xml, message: "the text ends inside an element; it may be truncated")
  }

  private func isEqual(_ left: Range<Int>?, _ right: Range<Int>) -> Bool {
    guard let left, left.count == right.count else { return false }
    for index in 0..<left.count
    where events[left.lowerBound + index] != events[right.lowerBound + index] { return false }
    return true
  }

  /// Begins a member: its comma, its name, and the bracket of an array.
  private mutating func open(
    _ element: XMLElement, of type: Int32, isFirst: Bool, seenFrom: Int
  ) throws(XMLFault) -> Run {
    guard let definition = table.element(named: element.name, in: events.span, of: type),
      definition.kind != .xhtml
    else { throw .element("an element is none that its type has") }
    for earlier in seen[seenFrom...] where isEqual(earlier, element.name) {
      throw .element("elements of one name do not stand side by side")
    }
    seen.append(element.name)
    let start = output.count
    if !isFirst { append(",") }
    appendName(element.name)
    if definition.repeats { append("[") }
    return Run(name: element.name, definition: definition, start: start)
  }

  private mutating func appendName(_ name: Range<Int>, beside: Bool = false) {
    append(beside ? "\"_" : "\"")
    output.append(contentsOf: events[name])
    append("\":")
  }

  /// Writes one element of a run.
  private mutating func append(_ element: XMLElement, _ run: inout Run?) throws(XMLFault) {
    guard let definition = run?.definition else { return }
    if run?.count ?? 0 > 0 {
      guard definition.repeats else {
        throw .element("an element stands twice that does not repeat")
      }
      append(",")
    }
    run?.count += 1
    switch definition.kind {
    case .complex: try appendComplex(element, definition.type)
    case .resource: try appendInnerResource(element)
    default: try appendPrimitive(element, definition.kind, &run)
    }
  }

  private mutating func appendPrimitive(
    _ element: XMLElement, _ kind: ElementKind, _ run: inout Run?
  ) throws(XMLFault) {
    guard element.url == nil, !element.hasOtherAttribute else {
      throw .element("a primitive element has an attribute that it may not have")
    }
    if let value = element.value {
      try appendValue(value, kind)
      run?.hasValue = true
    } else {
      append("null")
    }
    let hasMembers = self.kind != UInt8(ascii: ">")
    guard element.id != nil || hasMembers else {
      guard element.value != nil else {
        throw .element("an element has neither a value nor members")
      }
      position += 1
      return
    }
    let start = output.count
    append("{")
    if let id = element.id { appendMember("id", id, isFirst: true) }
    try appendMembers(of: table.elementType, isFirst: element.id == nil)
    append("}")
    run?.addBeside(output[start...])
    output.removeLast(output.count - start)
  }

  /// Writes the value of a primitive, without quotes where JSON has none.
  private mutating func appendValue(_ value: Range<Int>, _ kind: ElementKind) throws(XMLFault) {
    guard kind.isBare else {
      guard !value.isEmpty else {
        throw XMLFault(rule: .value, message: "the value of an element is empty")
      }
      return appendText(events, value)
    }
    let isValid =
      kind == .boolean
      ? events[value].elementsEqual("true".utf8) || events[value].elementsEqual("false".utf8)
      : PrimitiveFormat.isNumber(events.span, value)
    guard isValid else {
      throw XMLFault(
        rule: .value,
        message: kind == .boolean
          ? "a value is neither true nor false" : "a value is not spelled as a number")
    }
    output.append(contentsOf: events[value])
  }

  /// Ends a member, and writes `_name` where values had ids or extensions.
  private mutating func close(_ run: inout Run?) {
    guard var ended = run.take() else { return }
    if ended.definition.repeats { append("]") }
    guard ended.besideCount > 0 else { return }
    if !ended.hasValue {
      let comma = output[ended.start] == UInt8(ascii: ",")
      output.removeLast(output.count - ended.start)
      if comma { append(",") }
    } else {
      append(",")
    }
    appendName(ended.name, beside: true)
    if ended.definition.repeats { append("[") }
    ended.pad(to: ended.count)
    output.append(contentsOf: ended.beside)
    if ended.definition.repeats { append("]") }
  }

  /// Writes `"div": "..."`, the narrative as it stands in the text but for its line ends.
  private mutating func appendNarrative(
    of type: Int32, isFirst: Bool, seenFrom: Int
  ) throws(XMLFault) {
    let name = Array("div".utf8)
    guard table.element(named: 0..<3, in: name.span, of: type)?.kind == .xhtml else {
      throw .element("an XHTML div stands outside a narrative")
    }
    let start = littleEndian(events.span, at: position + 1, width: 8)
    let length = littleEndian(events.span, at: position + 9, width: 8)
    // A name that no element has, so that a second one is found.
    let place = position..<position
    for earlier in seen[seenFrom...] where earlier.isEmpty {
      throw .element("a narrative has two divs")
    }
    seen.append(place)
    if !isFirst { append(",") }
    append("\"div\":")
    appendText(source, start..<start + length, skipsCarriageReturns: true)
    position += 17
  }
}

extension ResourceConverter.Run {
  /// Adds what stands beside the latest value.
  fileprivate mutating func addBeside(_ object: ArraySlice<UInt8>) {
    pad(to: count - 1)
    if besideCount > 0 { beside.append(UInt8(ascii: ",")) }
    beside += object
    besideCount += 1
  }

  /// Adds `null` for values that have nothing beside them.
  fileprivate mutating func pad(to count: Int) {
    while besideCount < count {
      if besideCount > 0 { beside.append(UInt8(ascii: ",")) }
      beside += Array("null".utf8)
      besideCount += 1
    }
  }
}
