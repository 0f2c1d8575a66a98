/// Reads the text of the definitions for one release.
///
/// A line is a type: its name (`.Contact` is a part of the last type without a dot), its base (`/d` DomainResource,
/// `/r` Resource, `/q` Quantity, `/k` BackboneElement, `/e` Element, `/-` none; else Element, of parts
/// BackboneElement), then its elements:
///
///     active               what the line `names` says about this name
///     code:K  alias*s      one CodeableConcept; several texts
///     contact*.            several of the part of this type that is called as the element
///     answer*.Item         several of that part of the same resource
///     deceased[bT]         a choice: deceasedBoolean, deceasedDateTime; [] any type
///     identifier:Q@c       so in the releases of these letters only
struct DefinitionText {
  /// An element and the number of its type.
  struct Element {
    let owner: Int32
    let name: String
    let definition: ElementDefinition
  }

  /// The names of types, by their number.
  private(set) var typeNames: [String] = []
  /// The type that each is based on.
  private(set) var bases: [Int32] = []
  /// The elements of all types.
  private(set) var elements: [Element] = []
  private let mark: UInt8
  private var numbers: [Substring: Int32] = [:]
  private var letters: [Character: Substring] = [:]
  private var usual: [Substring: Substring] = [:]
  private var anyTypes: Substring = ""

  init(mark: UInt8) {
    self.mark = mark
  }

  /// The number of a type; -1 for none.
  func number(of name: String) -> Int32 { numbers[Substring(name)] ?? -1 }

  /// Reads it all.
  mutating func read() {
    let lines = Self.lines()
    for line in lines.prefix(3) { readHead(line) }
    var root: Substring = ""
    for line in lines.dropFirst(3) {
      let name = line.prefix { $0 != " " && $0 != "/" }
      if !name.hasPrefix(".") { root = name }
      let full = name.hasPrefix(".") ? Substring(root + name.dropFirst()) : name
      numbers[full] = Int32(truncatingIfNeeded: typeNames.count)
      typeNames.append(String(full))
    }
    root = ""
    for (number, line) in lines.dropFirst(3).enumerated() {
      let words = line.split(separator: " ")
      let head = words[0].split(separator: "/")
      if !head[0].hasPrefix(".") { root = head[0] }
      let usual = head[0].hasPrefix(".") ? "k" : "e"
      bases.append(base(head.count > 1 ? String(head[1]) : usual))
      for word in words.dropFirst() {
        readElement(word, of: Int32(truncatingIfNeeded: number), root: root)
      }
    }
  }

  /// The lines; one that begins with a space goes on with the line before, with ` +` within its last word.
  private static func lines() -> [String] {
    var lines: [String] = []
    for text in DefinitionTable.texts {
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
        guard let line = String(line) else { continue }
        if line.utf8.first == UInt8(ascii: " "), !lines.isEmpty {
          let isWithinWord = line.hasPrefix(" +")
          lines[lines.count - 1] += isWithinWord ? line.dropFirst(2) : line[...]
        } else {
          lines.append(line)
        }
      }
    }
    return lines
  }

  private mutating func readHead(_ line: String) {
    let words = line.split(separator: " ")
    switch words[0] {
    case "legend":
      for word in words.dropFirst() {
        if let letter = word.first { letters[letter] = word.dropFirst(2) }
      }
    case "names":
      for word in words.dropFirst() {
        let name = word.prefix { $0 != ":" && $0 != "*" }
        usual[name] = word.dropFirst(name.count)
      }
    default: anyTypes = words[1]
    }
  }

  private func base(_ letter: String) -> Int32 {
    let name =
      switch letter {
      case "d": "DomainResource"
      case "r": "Resource"
      case "q": "Quantity"
      case "k": "BackboneElement"
      case "e": "Element"
      default: ""
      }
    return numbers[Substring(name)] ?? -1
  }

  private mutating func readElement(_ word: Substring, of owner: Int32, root: Substring) {
    var word = word
    if let at = word.lastIndex(of: "@") {
      guard word[at...].utf8.contains(mark) else { return }
      word = word[..<at]
    }
    if let bracket = word.firstIndex(of: "[") {
      let inside = word[word.index(after: bracket)...].dropLast()
      return readChoice(word[..<bracket], inside.isEmpty ? anyTypes : inside, of: owner)
    }
    let name = word.prefix { $0 != ":" && $0 != "*" }
    let shape = name.count == word.count ? usual[name] ?? ":s" : word.dropFirst(name.count)
    let repeats = shape.hasPrefix("*")
    let type = shape.dropFirst()
    var full = type
    if type == "." {
      full = Substring(typeNames[Int(owner)] + name.prefix(1).uppercased() + name.dropFirst())
    } else if type.hasPrefix(".") {
      full = Substring(root + type.dropFirst())
    }
    add(name: String(name), of: owner, definition(full, repeats: repeats))
  }

  private mutating func readChoice(_ name: Substring, _ types: Substring, of owner: Int32) {
    let words = types.split(separator: ",", omittingEmptySubsequences: false)
    for letter in words[0] {
      let definition = definition(Substring(String(letter)), repeats: false)
      guard let suffix = definition.kind.choiceSuffix ?? letters[letter].map(String.init) else {
        continue
      }
      add(name: name + suffix, of: owner, definition)
    }
    for type in words.dropFirst() {
      let kind: Substring =
        switch type {
        case "Url", "Canonical", "Uri": "u"
        case "Markdown": "s"
        default: type
        }
      add(name: String(name + type), of: owner, definition(kind, repeats: false))
    }
  }

  private func definition(_ type: Substring, repeats: Bool) -> ElementDefinition {
    if type.utf8.count == 1, let letter = type.utf8.first, let kind = ElementKind(letter: letter) {
      return ElementDefinition(kind: kind, repeats: repeats, type: -1)
    }
    let name = type.count == 1 ? type.first.flatMap { letters[$0] } ?? type : type
    if name == "Resource" {
      return ElementDefinition(kind: .resource, repeats: repeats, type: -1)
    }
    return ElementDefinition(kind: .complex, repeats: repeats, type: numbers[name] ?? -1)
  }

  private mutating func add(name: String, of owner: Int32, _ definition: ElementDefinition) {
    elements.append(Element(owner: owner, name: name, definition: definition))
  }
}
