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
