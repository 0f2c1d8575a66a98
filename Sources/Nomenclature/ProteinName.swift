/// A change of a protein by its name: what follows `p.` (HGVS nomenclature 21.0, protein).
package struct ProteinName: Sendable, Hashable {
  /// A residue of the protein as it is without the change.
  package struct Residue: Sendable, Hashable {
    /// Its letter.
    package var letter: Character
    /// Its number, from 1.
    package var number: Int

    /// A residue.
    package init(_ letter: Character, _ number: Int) {
      self.letter = letter
      self.number = number
    }
  }

  /// What happens.
  package enum Change: Sendable, Hashable {
    /// One residue becomes another.
    case substitution(Character)
    /// Residues are lost.
    case deletion
    /// Residues stand there twice.
    case duplication
    /// Residues are put in between two.
    case insertion([Character])
    /// Residues are lost and others stand there.
    case replacement([Character])
    /// All behind is read in another frame: the first new residue, and how many there are up to the new end, as far as
    /// the name says.
    case frameshift(to: Character?, length: Int?)
    /// The protein begins earlier or ends later: the new residue, and how many more there are, as far as the name says.
    case extension_(to: Character?, length: Int?)
    /// Nothing.
    case identity
  }

  /// The first residue; nil where the name is about the whole protein.
  package var first: Residue?
  /// The last one; the first where it is one.
  package var last: Residue?
  /// What happens; nil where nothing is known (`p.?`).
  package var change: Change?
  /// Whether there is no protein (`p.0`).
  package var isAbsent = false

  /// A change of residues.
  package init(_ first: Residue, _ last: Residue? = nil, change: Change) {
    self.first = first
    self.last = last ?? first
    self.change = change
  }

  /// No change at all.
  package static let unchanged: ProteinName = {
    var name = ProteinName(Residue("M", 1), change: .identity)
    (name.first, name.last) = (nil, nil)
    return name
  }()

  /// As it is written with one letter a residue.
  package var text: String { written { String($0) } }

  /// As the nomenclature recommends it, with three letters a residue.
  package var longText: String { written { AminoAcid.threeLetters($0) } }

  private func written(_ code: (Character) -> String) -> String {
    if isAbsent { return "p.0" }
    guard let change else {
      return first.map { "p." + code($0.letter) + "\($0.number)?" } ?? "p.?"
    }
    guard let first, let last else { return "p.=" }
    var place = "p." + code(first.letter) + "\(first.number)"
    if last != first { place += "_" + code(last.letter) + "\(last.number)" }
    func all(_ residues: [Character]) -> String { residues.map(code).joined() }
    switch change {
    case .substitution(let residue): return place + code(residue)
    case .deletion: return place + "del"
    case .duplication: return place + "dup"
    case .insertion(let residues): return place + "ins" + all(residues)
    case .replacement(let residues): return place + "delins" + all(residues)
    case .frameshift(let residue, let length):
      return place + (residue.map(code) ?? "") + "fs"
        + (length.map { code("*") + "\($0)" } ?? "")
    case .extension_(let residue, let length):
      return place + (residue.map(code) ?? "") + "ext"
        + (length.map { $0 < 0 ? "\($0)" : code("*") + "\($0)" } ?? "")
    case .identity: return place + "="
    }
  }

  /// Reads a name such as `p.(Leu858Arg)` or `p.L858R`, in any case; parentheses, which say that it was not seen but
  /// deduced, are set aside.
  ///
  /// - Returns: Nil for what is no such name.
  package init?(_ text: some StringProtocol) {
    let plain = String(
      text.filter { !$0.isWhitespace && $0 != "(" && $0 != ")" && $0 != "[" && $0 != "]" })
    var scanner = NameScanner(plain)
    guard scanner.take("p.") else { return nil }
    if ["?", "0", "0?", "="].contains(scanner.rest) {
      isAbsent = scanner.rest.hasPrefix("0")
      change = scanner.rest == "=" ? .identity : nil
      return
    }
    guard let first = Self.residue(&scanner) else { return nil }
    var last = first
    if scanner.take("_") {
      guard let other = Self.residue(&scanner) else { return nil }
      last = other
    }
    (self.first, self.last) = (first, last)
    if scanner.rest == "?" { return }
    guard let change = Self.change(&scanner), scanner.isAtEnd || scanner.rest == "?" else {
      return nil
    }
    self.change = change
    simplify()
  }

  private static func residue(_ scanner: inout NameScanner) -> Residue? {
    let code = scanner.takeWhile { $0.isLetter || $0 == "*" }
    guard let letter = AminoAcid.letter(code), let number = scanner.number(), number > 0 else {
      return nil
    }
    return Residue(letter, number)
  }

  private static func change(_ scanner: inout NameScanner) -> Change? {
    if scanner.take("=") { return .identity }
    if scanner.take("delins") { return residues(&scanner).map { .replacement($0) } }
    if scanner.take("del") {
      // What is lost may be spelled out; it is known from the residues.
      let tail = scanner.takeWhile { $0.isLetter || $0.isNumber || $0 == "*" }
      guard let place = tail.firstRange(of: "ins") else { return .deletion }
      return AminoAcid.letters(tail[place.upperBound...]).map { .replacement($0) }
    }
    if scanner.take("dup") {
      _ = scanner.takeWhile { $0.isLetter || $0.isNumber || $0 == "*" }
      return .duplication
    }
    if scanner.take("ins") { return residues(&scanner).map { .insertion($0) } }
    if scanner.take("fs") { return .frameshift(to: nil, length: length(&scanner)) }
    if scanner.take("ext") { return .extension_(to: nil, length: length(&scanner)) }
    return single(&scanner)
  }

  /// One new residue, perhaps the first of a new frame or of a longer protein.
  private static func single(_ scanner: inout NameScanner) -> Change? {
    let start = scanner.place
    for count in [3, 1] {
      scanner.move(to: start)
      var code = ""
      var left = count
      _ = scanner.takeWhile {
        guard left > 0, $0.isLetter || $0 == "*" else { return false }
        left -= 1
        code.append($0)
        return true
      }
      guard code.count == count, let letter = AminoAcid.letter(code) else { continue }
      if scanner.isAtEnd || scanner.rest == "?" { return .substitution(letter) }
      if scanner.take("fs") { return .frameshift(to: letter, length: length(&scanner)) }
      if scanner.take("ext") { return .extension_(to: letter, length: length(&scanner)) }
    }
    return nil
  }

  /// How far it is to the new end: `*23`, `Ter23`, `X23`, `-5`; nil where it is not said, or not known.
  private static func length(_ scanner: inout NameScanner) -> Int? {
    if scanner.take("Met") || scanner.take("M") { _ = 0 }
    if scanner.take("-") { return scanner.number().map { -$0 } }
    guard scanner.take("*") || scanner.take("Ter") || scanner.take("X") else { return nil }
    if scanner.take("?") { return nil }
    return scanner.number()
  }

  private static func residues(_ scanner: inout NameScanner) -> [Character]? {
    AminoAcid.letters(scanner.takeWhile { $0.isLetter || $0 == "*" })
  }

  /// Where the name itself says that it could be shorter.
  private mutating func simplify() {
    guard let first, let last, let change else { return }
    switch change {
    case .replacement(let residues) where first == last && residues.count == 1:
      self.change = residues[0] == first.letter ? .identity : .substitution(residues[0])
    case .substitution(let residue) where residue == first.letter: self.change = .identity
    // A new frame that begins with the end is an end.
    case .frameshift(to: "*", _): self.change = .substitution("*")
    default: break
    }
  }

  /// Whether two names mean the same: a short name of a new frame (`p.Arg97fs`) is the same as a long one of it.
  package func isSame(as other: ProteinName) -> Bool {
    if self == other { return true }
    guard first == other.first, last == other.last, isAbsent == other.isAbsent else { return false }
    switch (change, other.change) {
    case (.frameshift(let one, let length), .frameshift(let two, let otherLength)),
      (.extension_(let one, let length), .extension_(let two, let otherLength)):
      return (one == nil || two == nil || one == two)
        && (length == nil || otherLength == nil || length == otherLength)
    default: return false
    }
  }
}
