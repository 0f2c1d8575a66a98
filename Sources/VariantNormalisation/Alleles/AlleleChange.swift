import ByteIO

/// The alleles of a record that is made from another, in terms of those that one had.
struct AlleleChange: Sendable, Equatable {
  /// For each allele, the reference first, the one it was; -1 for `*`, which was none.
  var sources: [Int] = []
  /// For each allele there was, its number now; -1 where calls show `.`.
  var targets: [Int] = []
  /// Pairs of an allele and one there was whose reads are added to its own.
  var added: [(allele: Int, source: Int)] = []
  /// Whether nothing has changed, as before any of the functions below.
  var isNone: Bool { sources.isEmpty }

  /// Whether the reference and one alternate allele are kept as they were, and nothing is added to them.
  var keepsOneAlternate: Bool {
    sources.count == 2 && sources[0] == 0 && added.isEmpty && !isSwapped
  }

  /// Says that nothing has changed.
  mutating func reset() {
    sources.clear()
    targets.clear()
    added.clear()
    isSwapped = false
  }

  /// Whether REF and ALT changed places, so that counts of alleles are worked out anew.
  var isSwapped = false

  static func == (one: AlleleChange, other: AlleleChange) -> Bool {
    one.sources == other.sources && one.targets == other.targets
      && one.isSwapped == other.isSwapped
      && one.added.elementsEqual(other.added) { $0 == $1 }
  }

  /// Keeps one alternate allele.
  ///
  /// - Parameters:
  ///   - order: The alleles that still count, the first being the reference, as they were numbered.
  ///   - count: How many there were.
  mutating func keep(
    _ alternate: Int, of order: [Int], count: Int,
    overlaps: NormalisationRules.OverlappingAllele, addsReads: Bool
  ) {
    sources.clear()
    targets.clear()
    added.clear()
    isSwapped = order[0] != 0
    sources.append(order[0])
    sources.append(order[alternate])
    let other = Self.target(of: overlaps)
    if overlaps == .star, order.count > 2 { sources.append(-1) }
    for _ in 0..<count { targets.append(0) }
    for (place, allele) in order.enumerated() where place > 0 && place != alternate {
      targets[allele] = other
      if addsReads { added.append((0, allele)) }
    }
    targets[order[alternate]] = 1
  }

  /// Keeps what an atom is.
  ///
  /// - Parameters:
  ///   - base: What has been done to the alleles that were taken apart.
  ///   - alleles: How many alleles that were.
  mutating func keep(
    _ atom: Atoms.Atom, of base: borrowing AlleleChange, alleles: Int,
    overlaps: NormalisationRules.OverlappingAllele
  ) {
    let old = base.isNone ? Array(0..<alleles) : base.sources
    let hasStar = overlaps == .star && atom.isOverlapped
    sources = [old[0], old[atom.allele]] + (hasStar ? [-1] : [])
    targets = base.isNone ? Array(0..<alleles) : base.targets
    for (place, target) in targets.enumerated() where target > 0 && target < alleles {
      targets[place] =
        atom.table[target] < 2 ? atom.table[target] : hasStar ? 2 : Self.target(of: overlaps, 0)
    }
    added = base.added
    for allele in (atom.allele + 1)..<max(alleles, atom.allele + 1) where atom.table[allele] == 1 {
      added.append((1, old[allele]))
    }
    isSwapped = base.isSwapped
  }

  private static func target(
    of overlaps: NormalisationRules.OverlappingAllele, _ star: Int = 2
  ) -> Int {
    switch overlaps {
    case .reference: 0
    case .missing: -1
    case .star: star
    }
  }

  /// Keeps all alleles in another order, or some of them.
  ///
  /// - Parameters:
  ///   - order: For each allele, the one it was.
  ///   - count: How many there were; calls of those that are gone show the reference.
  mutating func reorder(_ order: [Int], of count: Int) {
    sources = order
    targets = Array(repeating: 0, count: count)
    for (new, old) in order.enumerated() { targets[old] = new }
    added.clear()
    isSwapped = order[0] != 0
  }
}
