/// A change of DNA by its name: what follows `c.`, `n.`, `g.` or `m.` (HGVS nomenclature 21.0, DNA).
package struct NucleotideName: Sendable, Hashable {
  /// What positions count in.
  package enum Coordinates: String, Sendable {
    /// Bases of the coding sequence.
    case coding = "c"
    /// Bases of a transcript.
    case transcript = "n"
    /// Bases of a chromosome.
    case genomic = "g"
    /// Bases of the mitochondrial genome.
    case mitochondrial = "m"
  }

  /// A position; of coding sequences `-5`, `76`, `*12`, with a way into an intron `76+3`.
  package struct Position: Sendable, Hashable {
    /// The base, from 1; below 0 before the coding sequence.
    package var base: Int
    /// Bases into the intron behind it (or before it, where negative).
    package var offset: Int
    /// Whether ``base`` counts behind the stop codon.
    package var isBehindStop: Bool

    /// A position.
    package init(_ base: Int, offset: Int = 0, isBehindStop: Bool = false) {
      self.base = base
      self.offset = offset
      self.isBehindStop = isBehindStop
    }

    /// As it is written.
    package var text: String {
      (isBehindStop ? "*" : "") + "\(base)"
        + (offset == 0 ? "" : offset > 0 ? "+\(offset)" : "\(offset)")
    }
  }

  /// What happens.
  package enum Change: Sendable, Hashable {
    /// One base becomes another.
    case substitution(from: String, to: String)
    /// Bases are lost.
    case deletion
    /// Bases stand there twice.
    case duplication
    /// Bases are put in between two.
    case insertion(String)
    /// Bases are lost and others stand there.
    case replacement(String)
    /// Bases are turned around.
    case inversion
    /// Nothing.
    case identity
  }

  /// What positions count in.
  package var coordinates: Coordinates
  /// The first position.
  package var first: Position
  /// The last one; the first where it is one base.
  package var last: Position
  /// What happens.
  package var change: Change
  /// The bases that the name says are lost or doubled; nil where it does not.
  package var lost: String?

  /// A name of parts.
  package init(
    _ coordinates: Coordinates, _ first: Position, _ last: Position, _ change: Change,
    lost: String? = nil
  ) {
    self.coordinates = coordinates
    self.first = first
    self.last = last
    self.change = change
    self.lost = lost
  }

  /// As the nomenclature recommends it: without the bases that are lost, with capitals.
  package var text: String {
    let place =
      coordinates.rawValue + "." + first.text + (last == first ? "" : "_" + last.text)
    switch change {
    case .substitution(let from, let to): return place + from + ">" + to
    case .deletion: return place + "del"
    case .duplication: return place + "dup"
    case .insertion(let bases): return place + "ins" + bases
    case .replacement(let bases): return place + "delins" + bases
    case .inversion: return place + "inv"
    case .identity: return place + "="
    }
  }

  /// Reads a name such as `c.2235_2249del15`; parentheses about it say that it is uncertain, and are set aside.
  ///
  /// - Returns: Nil for what is no such name.
  package init?(_ text: some StringProtocol) {
    var scanner = NameScanner(String(text.filter { !$0.isWhitespace }))
    guard let letter = scanner.takeWhile({ "cngm".contains($0.lowercased()) }).lowercased().first,
      let coordinates = Coordinates(rawValue: String(letter)), scanner.take(".")
    else { return nil }
    let isUncertain = scanner.take("(")
    guard let first = Self.position(&scanner) else { return nil }
    var last = first
    if scanner.take("_") {
      guard let other = Self.position(&scanner) else { return nil }
      last = other
    }
    guard let (change, lost) = Self.change(&scanner) else { return nil }
    if isUncertain, !scanner.take(")") { return nil }
    guard scanner.isAtEnd else { return nil }
    if case .insertion = change, first == last { return nil }
    if case .substitution = change, first != last { return nil }
    self.init(coordinates, first, last, change, lost: lost)
    simplify()
  }

  private static func position(_ scanner: inout NameScanner) -> Position? {
    let isBehindStop = scanner.take("*")
    let isBefore = !isBehindStop && scanner.take("-")
    guard let base = scanner.number(), base > 0 else { return nil }
    var position = Position(isBefore ? -base : base, isBehindStop: isBehindStop)
    if scanner.take("+") {
      guard let offset = scanner.number() else { return nil }
      position.offset = offset
    } else if scanner.take("-") {
      guard let offset = scanner.number() else { return nil }
      position.offset = -offset
    }
    return position
  }

  private static func change(_ scanner: inout NameScanner) -> (Change, lost: String?)? {
    if scanner.take("=") { return (.identity, nil) }
    if scanner.take("delins") { return bases(&scanner).map { (.replacement($0), nil) } }
    if scanner.take("del") {
      let lost = lostBases(&scanner)
      if scanner.take("ins") { return bases(&scanner).map { (.replacement($0), lost) } }
      return (.deletion, lost)
    }
    if scanner.take("dup") { return (.duplication, lostBases(&scanner)) }
    if scanner.take("ins") { return bases(&scanner).map { (.insertion($0), nil) } }
    if scanner.take("inv") {
      let lost = lostBases(&scanner)
      return (.inversion, lost)
    }
    guard let from = bases(&scanner) else { return nil }
    if scanner.take("=") { return (.identity, from) }
    _ = scanner.take("-")
    guard scanner.take(">"), let to = bases(&scanner) else { return nil }
    if from.count == 1, to.count == 1 { return (.substitution(from: from, to: to), nil) }
    return (.replacement(to), from)
  }

  /// Bases, or how many there are, which says nothing more.
  private static func lostBases(_ scanner: inout NameScanner) -> String? {
    if let bases = bases(&scanner) { return bases }
    _ = scanner.number()
    return nil
  }

  private static func bases(_ scanner: inout NameScanner) -> String? {
    let start = scanner.place
    let text = scanner.takeWhile { "ACGTUN".contains($0.uppercased()) }.uppercased()
    // In small letters `ins` ends in a base that is none.
    if text.isEmpty {
      scanner.move(to: start)
      return nil
    }
    return text.replacing("U", with: "T")
  }

  /// Where the name itself says that it could be shorter: one base replaced by one is a substitution, by itself nothing.
  private mutating func simplify() {
    if case .replacement(let bases) = change, let lost {
      if bases == lost {
        change = .identity
      } else if first == last, bases.count == 1, lost.count == 1 {
        change = .substitution(from: lost, to: bases)
        self.lost = nil
      }
    }
    if case .substitution(let from, let to) = change, from == to { change = .identity }
  }
}
