import ByteIO
import Genomics

/// One end of an adjacency that the reference does not have (VCFv4.5 §5.4).
///
/// `G]17:198982]` says: the reference bases are replaced by `G`, and behind it follows, reversed,
/// the piece that extends to the left of 17:198982. `G.` and `.G` leave open what follows.
package struct Breakend: Sendable, Equatable {
  /// Which side of the bases the other piece is joined to.
  package enum Side: Sendable {
    case before
    case after
  }
  /// The piece joined to the bases.
  package struct Mate: Sendable, Equatable {
    /// The contig, without the brackets that mark one of an assembly file.
    package var contig: String
    /// Whether the contig stands in the assembly file, not in the reference (`<ctg1>`).
    package var isInAssembly: Bool
    /// The first base of the piece, from 1; 0 and the contig's length + 1 are telomeres.
    package var position: Int
    /// Whether the piece extends to the right of the position, to higher ones (`[`).
    package var extendsRight: Bool
  }

  /// The bases that replace REF, inserted ones included; empty at a telomere, where `.` is written.
  package var bases: [UInt8]
  /// Which side of them the other piece is joined to.
  package var side: Side
  /// The other piece; nil for a single breakend.
  package var mate: Mate?

  /// Whether the other piece is joined as its reverse complement; nil for a single breakend.
  package var isReverseComplement: Bool? {
    mate.map { $0.extendsRight == (side == .before) }
  }

  /// The bases between the two pieces that neither has; nil when the bases do not extend REF.
  package func insertedBases(reference: [UInt8]) -> [UInt8]? {
    switch side {
    case .after:
      bases.starts(with: reference) ? Array(bases.dropFirst(reference.count)) : nil
    case .before:
      bases.reversed().starts(with: reference.reversed())
        ? Array(bases.dropLast(reference.count)) : nil
    }
  }

  /// Reads a breakend; nil when the range holds none.
  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard range.count > 1 else { return nil }
    let brackets = range.filter { Self.isBracket(text[$0]) }
    let replacement: Range<Int>
    if brackets.isEmpty {
      let dot = UInt8(ascii: ".")
      let isAfter = text[range.upperBound - 1] == dot
      guard isAfter != (text[range.lowerBound] == dot) else { return nil }
      side = isAfter ? .after : .before
      replacement = isAfter ? range.dropLast() : range.dropFirst()
      mate = nil
    } else {
      guard brackets.count == 2, text[brackets[0]] == text[brackets[1]],
        let mate = Self.mate(
          text, brackets[0] + 1..<brackets[1], extendsRight: text[brackets[0]] == Self.right)
      else { return nil }
      if brackets[0] == range.lowerBound {
        side = .before
        replacement = brackets[1] + 1..<range.upperBound
      } else {
        guard brackets[1] == range.upperBound - 1 else { return nil }
        side = .after
        replacement = range.lowerBound..<brackets[0]
      }
      self.mate = mate
    }
    bases = []
    let isTelomere =
      mate != nil && replacement.count == 1
      && text[replacement.lowerBound] == UInt8(ascii: ".")
    if isTelomere { return }
    guard !replacement.isEmpty else { return nil }
    for offset in replacement where !Allele.isNucleotideCode(text[offset]) { return nil }
    bases.append(text, replacement)
  }

  /// Appends the breakend as it was read.
  package func append(to output: inout [UInt8]) {
    let dot = UInt8(ascii: ".")
    if side == .after { output += bases.isEmpty ? [dot] : bases }
    if let mate {
      let bracket = mate.extendsRight ? Self.right : Self.left
      let contig = mate.isInAssembly ? "<\(mate.contig)>" : mate.contig
      output.append(bracket)
      output.append(contentsOf: "\(contig):\(mate.position)".utf8)
      output.append(bracket)
    } else {
      output.append(dot)
    }
    if side == .before { output += bases.isEmpty ? [dot] : bases }
  }

  private static let right = UInt8(ascii: "[")
  private static let left = UInt8(ascii: "]")

  private static func isBracket(_ byte: UInt8) -> Bool { byte == right || byte == left }

  /// Reads `contig:position`; names of contigs may have colons themselves.
  private static func mate(
    _ text: Span<UInt8>, _ range: Range<Int>, extendsRight: Bool
  ) -> Mate? {
    guard let colon = lastOffset(of: UInt8(ascii: ":"), in: text, range),
      let position = parseInteger(text, colon + 1..<range.upperBound), position >= 0,
      text[colon + 1] != UInt8(ascii: "-")
    else { return nil }
    var contig = range.lowerBound..<colon
    guard let first = contig.first, let last = contig.last else { return nil }
    let isInAssembly = text[first] == UInt8(ascii: "<") && text[last] == UInt8(ascii: ">")
    if isInAssembly { contig = contig.dropFirst().dropLast() }
    guard !contig.isEmpty else { return nil }
    return Mate(
      contig: string(text, contig), isInAssembly: isInAssembly, position: position,
      extendsRight: extendsRight)
  }
}
