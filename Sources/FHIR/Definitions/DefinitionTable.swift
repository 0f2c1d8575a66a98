/// Which elements the types of a release of FHIR have, which of them repeat, and what their values are.
///
/// Looked up by the bytes of a name as they stand in a text; nothing is built for a question.
struct DefinitionTable: Sendable {
  private struct Entry: Sendable, BitwiseCopyable {
    let type: Int32
    let nameStart: Int32
    let nameLength: Int32
    let element: ElementDefinition
  }

  /// Elements of types, and types themselves (under type -1).
  private var entries: [Entry] = []
  private var names: [UInt8] = []
  /// Positions in the entries, -1 where empty; open addressing.
  private var slots: [Int32] = []
  /// The type that each type takes elements from; -1 for none.
  private var bases: [Int32] = []
  /// Whether each type is one of resources.
  private var areResources: [Bool] = []
  /// The type whose elements every primitive has beside its value.
  private(set) var elementType: Int32 = -1

  /// The definitions of a release; made at the first question.
  ///
  /// - Complexity: O(1) but for the first time.
  static func of(_ release: FHIRRelease) -> DefinitionTable {
    switch release {
    case .r4: r4
    case .r4b: r4b
    case .r5: r5
    }
  }

  private static let r4 = DefinitionTable(.r4)
  private static let r4b = DefinitionTable(.r4b)
  private static let r5 = DefinitionTable(.r5)

  private init(_ release: FHIRRelease) {
    var text = DefinitionText(mark: release.mark)
    text.read()
    bases = text.bases
    slots = [Int32](repeating: -1, count: 1 << 15)
    for (number, name) in text.typeNames.enumerated() {
      insert(
        name, of: -1,
        ElementDefinition(kind: .complex, repeats: false, type: Int32(truncatingIfNeeded: number)))
    }
    elementType = text.number(of: "Element")
    let resource = text.number(of: "Resource")
    areResources = bases.map { base in
      var base = base
      while base >= 0, base != resource { base = text.bases[Int(base)] }
      return base >= 0
    }
    for element in text.elements { insert(element.name, of: element.owner, element.definition) }
  }

  private mutating func insert(_ name: String, of type: Int32, _ element: ElementDefinition) {
    let start = names.count
    names += Array(name.utf8)
    if entries.count * 2 >= slots.count { rehash() }
    entries.append(
      Entry(
        type: type, nameStart: Int32(truncatingIfNeeded: start),
        nameLength: Int32(truncatingIfNeeded: names.count - start), element: element))
    place(entries.count - 1)
  }

  private mutating func rehash() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for entry in entries.indices { place(entry) }
  }

  private mutating func place(_ entry: Int) {
    let start = Int(entries[entry].nameStart)
    let end = start + Int(entries[entry].nameLength)
    var slot = Self.hash(names.span, start..<end, entries[entry].type) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: entry)
  }

  /// FNV-1a over the name, then the type.
  private static func hash(_ text: Span<UInt8>, _ range: Range<Int>, _ type: Int32) -> Int {
    var hash: UInt32 = 2_166_136_261
    for offset in range { hash = (hash ^ UInt32(text[offset])) &* 16_777_619 }
    hash = (hash ^ UInt32(truncatingIfNeeded: type)) &* 0x9E37_79B1
    return Int(hash ^ hash >> 15)
  }

  private func find(_ text: Span<UInt8>, _ range: Range<Int>, of type: Int32) -> ElementDefinition?
  {
    var slot = Self.hash(text, range, type) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.type == type, Int(entry.nameLength) == range.count {
        var isEqual = true
        for (index, offset) in range.enumerated()
        where names[Int(entry.nameStart) + index] != text[offset] {
          isEqual = false
          break
        }
        if isEqual { return entry.element }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The number of the type that a range of a text names; nil for none.
  func type(named range: Range<Int>, in text: Span<UInt8>) -> Int32? {
    find(text, range, of: -1)?.type
  }

  /// The number of the type of resources that a range of a text names; nil for none.
  func resourceType(named range: Range<Int>, in text: Span<UInt8>) -> Int32? {
    guard let type = type(named: range, in: text), areResources[Int(type)] else { return nil }
    return type
  }

  /// The element of a type, or of what the type is based on, that a range of a text names; nil for none.
  func element(
    named range: Range<Int>, in text: Span<UInt8>, of type: Int32
  ) -> ElementDefinition? {
    var type = type
    while type >= 0 {
      if let found = find(text, range, of: type) { return found }
      type = bases[Int(type)]
    }
    return nil
  }
}
