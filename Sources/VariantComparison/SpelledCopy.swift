/// One copy of a sequence as two sides spell it along the genome: where each side stands, and what one has spelled and the
/// other has not yet.
struct SpelledCopy: Hashable {
  /// Place of the truth on the genome.
  var truthPlace: Int
  /// Place of the query.
  var queryPlace: Int
  /// What one side has spelled and the other has not yet.
  private(set) var ahead: [UInt8] = []
  /// Whose these bases are; the truth's where there are none.
  private(set) var isTruthAhead = true

  /// Both sides at one place.
  init(at place: Int) {
    truthPlace = place
    queryPlace = place
  }

  /// Where a side stands.
  func place(isTruth: Bool) -> Int { isTruth ? truthPlace : queryPlace }

  /// Moves a side along the genome without spelling anything.
  mutating func move(isTruth: Bool, to place: Int) {
    if isTruth { truthPlace = place } else { queryPlace = place }
  }

  /// Spells bases on one side; false where the other side has spelled something else.
  mutating func add(_ bases: ArraySlice<UInt8>, isTruth: Bool) -> Bool {
    if bases.isEmpty { return true }
    if ahead.isEmpty || isTruthAhead == isTruth {
      ahead += bases
      isTruthAhead = isTruth
      return true
    }
    let shared = min(bases.count, ahead.count)
    guard bases.prefix(shared).elementsEqual(ahead.prefix(shared)) else { return false }
    if bases.count > shared {
      ahead = Array(bases.dropFirst(shared))
      isTruthAhead = isTruth
    } else {
      ahead.removeFirst(shared)
      if ahead.isEmpty { isTruthAhead = true }
    }
    return true
  }

  /// Spells a variant on one side, which then stands behind it; false where the other side has spelled something else.
  mutating func add(_ variant: TrimmedVariant, isTruth: Bool) -> Bool {
    move(isTruth: isTruth, to: variant.end)
    return add(variant.bases[...], isTruth: isTruth)
  }
}

/// What a search along the genome may take or leave, in its order.
struct SearchEntry<Candidate> {
  /// Its place in the list that was given.
  let place: Int
  let candidate: Candidate
  /// Its place among those that may be left; 0 for those that every walk takes.
  let bit: UInt64

  /// Candidates in the order of a search.
  ///
  /// - Parameter order: The places of all candidates.
  static func list(
    _ candidates: [Candidate], inOrder order: [Int], isFixed: (Candidate) -> Bool
  ) -> [SearchEntry] {
    var bit: UInt64 = 1
    return order.map { place in
      let isFixed = isFixed(candidates[place])
      defer { if !isFixed { bit <<= 1 } }
      return SearchEntry(place: place, candidate: candidates[place], bit: isFixed ? 0 : bit)
    }
  }
}

/// Which entries the rest of a walk takes, of those that may be left.
struct SearchWalk {
  var truth: UInt64 = 0
  var query: UInt64 = 0
  var count: Int { truth.nonzeroBitCount + query.nonzeroBitCount }

  /// Takes an entry of a side.
  mutating func take<Candidate>(_ entry: SearchEntry<Candidate>, isTruth: Bool) {
    if isTruth { truth |= entry.bit } else { query |= entry.bit }
  }

  /// What a walk takes of both lists.
  func found<Candidate>(
    _ truth: [SearchEntry<Candidate>], _ query: [SearchEntry<Candidate>]
  ) -> HaplotypeSearch.Outcome {
    .found(truth: Self.places(self.truth, truth), query: Self.places(self.query, query))
  }

  private static func places<Candidate>(
    _ taken: UInt64, _ entries: [SearchEntry<Candidate>]
  ) -> [Int] {
    entries.filter { $0.bit == 0 || taken & $0.bit != 0 }.map(\.place).sorted()
  }
}
