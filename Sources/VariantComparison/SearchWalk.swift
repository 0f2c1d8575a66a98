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
