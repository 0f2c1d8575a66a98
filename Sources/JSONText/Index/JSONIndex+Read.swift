extension JSONIndex {
  /// Reads one document into the entries: a loop over values, with the open containers on a stack.
  mutating func read(
    _ text: Span<UInt8>, _ range: Range<Int>, maximumDepth: Int
  ) throws(JSONIndexError) {
    let end = range.upperBound
    var offset = skipSpace(text, range.lowerBound, end)
    value: while true {
      guard offset < end else { throw JSONIndexError(.endOfText, at: end) }
      let byte = text[offset]
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        guard open.count < maximumDepth else { throw JSONIndexError(.tooDeep, at: offset) }
        let isObject = byte == UInt8(ascii: "{")
        open.append(UInt32(truncatingIfNeeded: entries.count))
        add(isObject ? .object : .array, offset, end)
        offset = skipSpace(text, offset &+ 1, end)
        guard offset < end else { throw JSONIndexError(.endOfText, at: end) }
        if text[offset] != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          if isObject { offset = try readKey(text, offset, end) }
          continue value
        }
      } else {
        offset = try readScalar(byte, text, offset, end)
      }
      // A value has ended: close every container that ends here, then step over the comma.
      while let container = open.last {
        let isObject = entries[Int(container)].kind == .object
        offset = skipSpace(text, offset, end)
        guard offset < end else { throw JSONIndexError(.endOfText, at: end) }
        let byte = text[offset]
        if byte == UInt8(ascii: ",") {
          offset = skipSpace(text, offset &+ 1, end)
          if isObject { offset = try readKey(text, offset, end) }
          continue value
        }
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw JSONIndexError(
            isObject ? .commaOrEndOfObjectExpected : .commaOrEndOfArrayExpected, at: offset)
        }
        offset &+= 1
        entries[Int(container)].end = UInt32(truncatingIfNeeded: offset)
        entries[Int(container)].next = UInt32(truncatingIfNeeded: entries.count)
        open.removeLast()
      }
      offset = skipSpace(text, offset, end)
      guard offset == end else { throw JSONIndexError(.trailingText, at: offset) }
      return
    }
  }

  private mutating func add(
    _ kind: JSONKind, _ start: Int, _ end: Int, escapes: Bool = false, hash: UInt16 = 0
  ) {
    entries.append(
      JSONEntry(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        next: UInt32(truncatingIfNeeded: entries.count &+ 1), kind: kind, hasEscapes: escapes,
        keyHash: hash))
  }

  /// Reads `"key" :` and returns the offset of the value after it.
  private mutating func readKey(
    _ text: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONIndexError) -> Int {
    guard start < end else { throw JSONIndexError(.endOfText, at: end) }
    guard text[start] == UInt8(ascii: "\"") else {
      throw JSONIndexError(.keyExpected, at: start)
    }
    var offset = try readString(.key, text, start, end)
    offset = skipSpace(text, offset, end)
    guard offset < end else { throw JSONIndexError(.endOfText, at: end) }
    guard text[offset] == UInt8(ascii: ":") else {
      throw JSONIndexError(.colonExpected, at: offset)
    }
    return skipSpace(text, offset &+ 1, end)
  }

  private mutating func readScalar(
    _ byte: UInt8, _ text: Span<UInt8>, _ offset: Int, _ end: Int
  ) throws(JSONIndexError) -> Int {
    switch byte {
    case UInt8(ascii: "\""): return try readString(.string, text, offset, end)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let past = try endOfNumber(text, offset, end)
      add(.number, offset, past)
      return past
    case UInt8(ascii: "t"): return try readWord("true", .true, text, offset, end)
    case UInt8(ascii: "f"): return try readWord("false", .false, text, offset, end)
    case UInt8(ascii: "n"): return try readWord("null", .null, text, offset, end)
    default: throw JSONIndexError(.valueExpected, at: offset)
    }
  }

  private mutating func readWord(
    _ word: String, _ kind: JSONKind, _ text: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONIndexError) -> Int {
    var offset = start
    for byte in word.utf8 {
      guard offset < end else { throw JSONIndexError(.endOfText, at: end) }
      guard text[offset] == byte else { throw JSONIndexError(.valueExpected, at: start) }
      offset &+= 1
    }
    add(kind, start, offset)
    return offset
  }

  private mutating func readString(
    _ kind: JSONKind, _ text: Span<UInt8>, _ quote: Int, _ end: Int
  ) throws(JSONIndexError) -> Int {
    var offset = quote &+ 1
    var hasEscapes = false
    while true {
      offset = endOfPlainText(text, offset, end)
      guard offset < end else { throw JSONIndexError(.endOfText, at: end) }
      let byte = text[offset]
      if byte == UInt8(ascii: "\"") {
        let hash = kind == .key && !hasEscapes ? keyHash(text, quote &+ 1, offset) : 0
        add(kind, quote &+ 1, offset, escapes: hasEscapes, hash: hash)
        return offset &+ 1
      } else if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        offset = try endOfEscape(text, offset, end)
      } else if byte < 0x20 {
        throw JSONIndexError(.controlCharacter, at: offset)
      } else {
        offset = try endOfScalar(text, offset, end)
      }
    }
  }
}
