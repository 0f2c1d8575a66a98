/// Bases of a sequence that become other ones.
package struct SequenceEdit: Sendable, Hashable {
  /// The first base that changes, from 0; where bases are put in, the one behind them.
  package var start: Int
  /// Behind the last base that changes.
  package var end: Int
  /// What stands there instead, in capitals.
  package var bases: [UInt8]

  /// An edit.
  package init(_ start: Int, _ end: Int, _ bases: [UInt8]) {
    self.start = start
    self.end = end
    self.bases = bases
  }

  /// The sequence after it.
  ///
  /// - Precondition: The edit lies within it.
  package func applied(to sequence: [UInt8]) -> [UInt8] {
    Array(sequence[..<start]) + bases + sequence[end...]
  }

  /// The same change with nothing in it that stays, as far towards the end as the sequence reads the same: the form that
  /// the nomenclature asks for (its 3′ rule).
  ///
  /// - Parameter border: What the change does not move over; nil for the end of the sequence.
  package func normalised(in sequence: [UInt8], until border: Int? = nil) -> SequenceEdit {
    let end = min(border ?? sequence.count, sequence.count)
    var edit = self
    while edit.start < edit.end, let last = edit.bases.last, sequence[edit.end - 1] == last {
      edit.end -= 1
      edit.bases.removeLast()
    }
    while edit.start < edit.end, let first = edit.bases.first, sequence[edit.start] == first {
      edit.start += 1
      edit.bases.removeFirst()
    }
    if edit.bases.isEmpty {
      while edit.end < end, edit.start < edit.end,
        sequence[edit.start] == sequence[edit.end]
      {
        edit.start += 1
        edit.end += 1
      }
    } else if edit.start == edit.end {
      var turn = 0
      let count = edit.bases.count
      while edit.end < end, sequence[edit.end] == edit.bases[turn % count] {
        turn += 1
        edit.start += 1
        edit.end += 1
      }
      edit.bases = Array(edit.bases[(turn % count)...] + edit.bases[..<(turn % count)])
    }
    return edit
  }

  /// The other strand of bases, read from its beginning.
  package static func complement(_ bases: some Collection<UInt8>) -> [UInt8] {
    bases.reversed().map { base in
      switch base {
      case UInt8(ascii: "A"): UInt8(ascii: "T")
      case UInt8(ascii: "C"): UInt8(ascii: "G")
      case UInt8(ascii: "G"): UInt8(ascii: "C")
      case UInt8(ascii: "T"): UInt8(ascii: "A")
      default: UInt8(ascii: "N")
      }
    }
  }
}

extension NucleotideName {
  /// Why a name does not fit a sequence.
  package enum Misfit: String, Error, Sendable {
    /// A position lies outside of it, or in an intron of a sequence that has none.
    case outside = "position-outside"
    /// The bases that the name says stand there do not.
    case otherBases = "other-bases"
    /// The last position stands before the first, or bases are put in between two that are not neighbours.
    case notNeighbours = "not-neighbours"
  }

  /// What the name does to a sequence.
  ///
  /// - Parameters:
  ///   - first: Where ``first`` stands in it, from 0.
  ///   - last: Where ``last`` stands.
  package func edit(
    in sequence: [UInt8], first: Int, last: Int
  ) throws(Misfit) -> SequenceEdit {
    guard first >= 0, last < sequence.count else { throw .outside }
    guard first <= last else { throw .notNeighbours }
    let there = sequence[first...last]
    if let lost, !lost.utf8.elementsEqual(there) { throw .otherBases }
    switch change {
    case .substitution(let from, let to):
      guard from.utf8.elementsEqual(there) else { throw .otherBases }
      return SequenceEdit(first, last + 1, Array(to.utf8))
    case .deletion: return SequenceEdit(first, last + 1, [])
    case .duplication: return SequenceEdit(last + 1, last + 1, Array(there))
    case .insertion(let bases):
      guard last == first + 1 else { throw .notNeighbours }
      return SequenceEdit(last, last, Array(bases.utf8))
    case .replacement(let bases): return SequenceEdit(first, last + 1, Array(bases.utf8))
    case .inversion: return SequenceEdit(first, last + 1, SequenceEdit.complement(there))
    case .identity: return SequenceEdit(first, first, [])
    }
  }

  /// The name of an edit that is ``SequenceEdit/normalised(in:)``.
  ///
  /// - Parameter position: The name of a place of the sequence, from 0.
  package static func name(
    of edit: SequenceEdit, in sequence: [UInt8], _ coordinates: Coordinates,
    position: (Int) -> Position
  ) -> NucleotideName {
    let text = String(decoding: edit.bases, as: UTF8.self)
    let count = edit.end - edit.start
    func name(_ first: Int, _ last: Int, _ change: Change) -> NucleotideName {
      NucleotideName(coordinates, position(first), position(last), change)
    }
    if count == 0, edit.bases.isEmpty {
      return name(edit.start, edit.start, .identity)
    }
    if count == 0 {
      let before = edit.start - edit.bases.count
      if before >= 0, sequence[before..<edit.start].elementsEqual(edit.bases) {
        return name(before, edit.start - 1, .duplication)
      }
      return name(max(0, edit.start - 1), edit.start, .insertion(text))
    }
    if edit.bases.isEmpty { return name(edit.start, edit.end - 1, .deletion) }
    if count == 1, edit.bases.count == 1 {
      let from = String(decoding: sequence[edit.start..<edit.end], as: UTF8.self)
      return name(edit.start, edit.start, .substitution(from: from, to: text))
    }
    if count == edit.bases.count,
      SequenceEdit.complement(sequence[edit.start..<edit.end]) == edit.bases
    {
      return name(edit.start, edit.end - 1, .inversion)
    }
    return name(edit.start, edit.end - 1, .replacement(text))
  }
}
