import ByteIO

/// The single changes that the alternate alleles of a record are made of.
///
/// Each allele is compared with the reference base by base, without aligning: bases that both end with are set
/// aside; each base that differs is an atom, and so is what one of the two is longer by, behind the base before it.
struct Atoms {
  /// One change, in one or several of the alleles.
  struct Atom: Equatable {
    /// Offset of its first base in REF.
    var begin: Int
    /// Offset of its last base in REF.
    var end: Int
    /// What stands there in REF.
    var reference: [UInt8]
    /// What stands there instead.
    var alternate: [UInt8]
    /// The allele it was found in first.
    var allele: Int
    /// For each allele: 0 where the genome is unchanged there, 1 where it is this atom, 2 where it is another change.
    var table: [Int]
    /// Whether atoms of other alleles, or the same one in another allele, overlap it.
    var isOverlapped = false

    func precedes(_ other: Atom) -> Bool {
      if begin != other.begin { return begin < other.begin }
      if reference != other.reference {
        return reference.lexicographicallyPrecedes(other.reference)
      }
      if alternate != other.alternate {
        return alternate.lexicographicallyPrecedes(other.alternate)
      }
      return allele < other.allele
    }

    func isSameChange(as other: Atom) -> Bool {
      begin == other.begin && reference == other.reference && alternate == other.alternate
    }
  }

  /// The atoms in the order of their places, each once.
  private(set) var atoms: [Atom] = []

  /// The atoms of alleles that all are bases.
  init(_ alleles: borrowing AlleleStrings) {
    var found: [Atom] = []
    for allele in 1..<alleles.count { Self.find(alleles, allele, into: &found) }
    found.sort { $0.precedes($1) }
    for atom in found where atoms.last.map({ !$0.isSameChange(as: atom) }) ?? true {
      atoms.append(atom)
    }
    for index in atoms.indices { atoms[index].table[atoms[index].allele] = 1 }
    for atom in found {
      for index in atoms.indices
      where atom.begin <= atoms[index].end && atom.end >= atoms[index].begin {
        let isSame = atom.isSameChange(as: atoms[index])
        if isSame, atom.allele == atoms[index].allele { continue }
        // An allele that has a change and another at the same place has both.
        if isSame || atoms[index].table[atom.allele] == 0 {
          atoms[index].table[atom.allele] = isSame ? 1 : 2
        }
        if atom.allele != atoms[index].allele { atoms[index].isOverlapped = true }
      }
    }
  }

  private static func find(
    _ alleles: borrowing AlleleStrings, _ allele: Int, into found: inout [Atom]
  ) {
    var reference = Array(alleles.bytes[alleles[0]])
    var alternate = Array(alleles.bytes[alleles[allele]])
    while reference.count > 1, alternate.count > 1, reference.last == alternate.last {
      reference.removeLast()
      alternate.removeLast()
    }
    let common = min(reference.count, alternate.count)
    func append(_ begin: Int, _ reference: [UInt8], _ alternate: [UInt8]) {
      found.append(
        Atom(
          begin: begin, end: begin + reference.count - 1, reference: reference,
          alternate: alternate, allele: allele, table: Array(repeating: 0, count: alleles.count)))
    }
    for offset in 0..<common where reference[offset] != alternate[offset] {
      append(offset, [reference[offset]], [alternate[offset]])
    }
    if reference.count != alternate.count {
      let anchor = reference[common - 1]
      append(common - 1, [anchor] + reference[common...], [anchor] + alternate[common...])
    }
  }
}
