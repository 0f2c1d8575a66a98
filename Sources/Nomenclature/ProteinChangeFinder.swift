/// Finds the name of the difference of two proteins.
struct ProteinChangeFinder {
  /// Both up to their stop, with it where there is one.
  private let before: [Character]
  private let after: [Character]

  init(before: [Character], after: [Character]) {
    self.before = Self.upToStop(before)
    self.after = Self.upToStop(after)
  }

  private static func upToStop(_ residues: [Character]) -> [Character] {
    residues.firstIndex(of: "*").map { Array(residues[...$0]) } ?? residues
  }

  private func residue(_ place: Int) -> ProteinName.Residue {
    .init(before[place], place + 1)
  }

  /// - Parameters:
  ///   - isInFrame: Whether the reading frame stays.
  ///   - codon: The codon in which the change begins, from 0.
  func name(isInFrame: Bool, codon: Int) -> ProteinName? {
    guard let first = before.first, !before.contains("X") else { return nil }
    if after.first != first {
      var name = ProteinName(residue(0), change: .identity)
      name.change = nil
      return name
    }
    var start = 0
    while start < before.count, start < after.count, before[start] == after[start] { start += 1 }
    if start == before.count, start == after.count {
      return before.indices.contains(codon)
        ? ProteinName(residue(codon), change: .identity) : .unchanged
    }
    guard start < before.count, start < after.count else { return nil }
    if after[start] == "*" { return ProteinName(residue(start), change: .substitution("*")) }
    let stop = after.last == "*" ? after.count - 1 : nil
    if before[start] == "*" {
      return ProteinName(
        residue(start),
        change: .extension_(to: after[start], length: stop.map { $0 - (before.count - 1) }))
    }
    guard isInFrame else {
      return ProteinName(
        residue(start), change: .frameshift(to: after[start], length: stop.map { $0 - start + 1 }))
    }
    return stop == nil ? nil : inFrame(start)
  }

  private func inFrame(_ start: Int) -> ProteinName? {
    var (oldEnd, newEnd) = (before.count, after.count)
    while oldEnd > start, newEnd > start, before[oldEnd - 1] == after[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    let edit = Edit(start: start, end: oldEnd, residues: Array(after[start..<newEnd]))
      .shifted(in: before)
    let lost = edit.end - edit.start
    if edit.residues.isEmpty {
      return ProteinName(residue(edit.start), residue(edit.end - 1), change: .deletion)
    }
    if lost > 0 {
      if lost == 1, edit.residues.count == 1 {
        return ProteinName(residue(edit.start), change: .substitution(edit.residues[0]))
      }
      return ProteinName(
        residue(edit.start), residue(edit.end - 1), change: .replacement(edit.residues))
    }
    let copy = edit.start - edit.residues.count
    if copy >= 0, before[copy..<edit.start].elementsEqual(edit.residues) {
      return ProteinName(residue(copy), residue(edit.start - 1), change: .duplication)
    }
    guard edit.start > 0, edit.start < before.count else { return nil }
    return ProteinName(
      residue(edit.start - 1), residue(edit.start), change: .insertion(edit.residues))
  }

  /// Residues that become other ones.
  private struct Edit {
    var start: Int
    var end: Int
    var residues: [Character]

    /// As far towards the end as the protein reads the same.
    func shifted(in protein: [Character]) -> Edit {
      var edit = self
      if edit.residues.isEmpty {
        while edit.end < protein.count, protein[edit.start] == protein[edit.end] {
          edit.start += 1
          edit.end += 1
        }
      } else if edit.start == edit.end {
        while edit.end < protein.count, protein[edit.end] == edit.residues[0] {
          edit.residues.append(edit.residues.removeFirst())
          edit.start += 1
          edit.end += 1
        }
      }
      return edit
    }
  }
}
