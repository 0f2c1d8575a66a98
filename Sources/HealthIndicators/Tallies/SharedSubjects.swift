package import ByteIO

/// Finds the subjects that have rows in several tallies, and what is counted of them too often.
///
/// Fingerprints are taken range by range, so that memory is bounded; ranges are independent of each other. First
/// ``find(_:)`` for each range, then ``TallySum/prepare(_:)`` once, then ``corrections(_:)`` for each range.
package struct SharedSubjects: Sendable {
  /// The rows of subjects that stand in several tallies, in the order of fingerprints and tallies.
  package struct Found: Sendable {
    fileprivate var rows: [Row] = []

    /// Whether there are none.
    package var isEmpty: Bool { rows.isEmpty }
  }

  fileprivate struct Row: Sendable {
    let pair: TallyBuilder.Pair
    let source: Int
  }

  private let sum: TallySum
  /// What the signatures of each tally are called in the sum; empty for tallies that are not concerned.
  private let signatures: [[Int]]

  /// A search over a sum to which all tallies were added.
  package init(_ sum: TallySum) {
    self.sum = sum
    signatures = []
  }

  fileprivate init(_ sum: TallySum, _ signatures: [[Int]]) {
    self.sum = sum
    self.signatures = signatures
  }

  /// The ranges of first bytes of fingerprints, each of at most so many rows if they can be divided; none where no
  /// subject can stand in two tallies.
  package func ranges(rows limit: Int) -> [Range<Int>] {
    guard sum.plan.subject != nil, sum.sources.count > 1 else { return [] }
    let rows = sum.sources.reduce(0) {
      $0 + (sum.files[$1.file].pieces[$1.piece].directory.last ?? 0)
    }
    var count = 1
    while count < 256, rows / count > limit { count *= 2 }
    let width = 256 / count
    return (0..<count).map { $0 * width..<($0 + 1) * width }
  }

  /// The rows of subjects that stand in several tallies.
  package func find(_ prefixes: Range<Int>) throws(ByteIOError) -> Found {
    var rows: [Row] = []
    for (number, source) in sum.sources.enumerated() {
      for pair in try sum.files[source.file].pairs(of: source.piece, prefixes) {
        rows.append(Row(pair: pair, source: number))
      }
    }
    var size = 16
    while size < 2 * rows.count { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    var slotOfRow = [Int32](repeating: 0, count: rows.count)
    var isShared = [Bool](repeating: false, count: size)
    var sharedRows = 0
    for (place, row) in rows.enumerated() {
      // The first byte is that of the range; the lowest bits are as good as any.
      var slot = Int(truncatingIfNeeded: row.pair.high) & (size - 1)
      while slots[slot] >= 0 {
        let first = rows[Int(slots[slot])]
        if first.pair.high == row.pair.high, first.pair.rest == row.pair.rest { break }
        slot = (slot + 1) & (size - 1)
      }
      if slots[slot] < 0 {
        slots[slot] = Int32(place)
      } else if rows[Int(slots[slot])].source != row.source {
        isShared[slot] = true
        sharedRows += 1
      }
      slotOfRow[place] = Int32(slot)
    }
    var found = Found()
    guard sharedRows > 0 else { return found }
    for (place, row) in rows.enumerated() where isShared[Int(slotOfRow[place])] {
      found.rows.append(row)
    }
    found.rows.sort { left, right in
      if left.pair.high != right.pair.high { return left.pair.high < right.pair.high }
      if left.pair.rest != right.pair.rest { return left.pair.rest < right.pair.rest }
      return left.source < right.source
    }
    return found
  }

  /// The corrections of the counts for what was found in a range: each subject is taken from every tally that it
  /// stands in and counted once over all of them.
  package func corrections(_ found: Found) -> Corrections {
    var counting = SubjectCounting(sum.plan, sum.table)
    var all: [Int] = []
    var start = 0
    while start < found.rows.count {
      let first = found.rows[start].pair
      var end = start
      all.removeAll(keepingCapacity: true)
      while end < found.rows.count, found.rows[end].pair.high == first.high,
        found.rows[end].pair.rest == first.rest
      {
        let begin = all.count
        let source = found.rows[end].source
        while end < found.rows.count, found.rows[end].source == source,
          found.rows[end].pair.high == first.high, found.rows[end].pair.rest == first.rest
        {
          all.append(signatures[source][found.rows[end].pair.signature])
          end += 1
        }
        counting.count(all[begin...], times: -1)
      }
      all.sort()
      let distinct = all.enumerated().filter { $0.offset == 0 || all[$0.offset - 1] != $0.element }
      counting.count(distinct.map(\.element)[...], times: 1)
      start = end
    }
    counting.finish()
    return Corrections(counts: counting.counts)
  }

  /// What is to be added to a sum.
  package struct Corrections: Sendable {
    let counts: [UnitCounts]
  }
}

extension TallySum {
  /// Learns the signatures of the tallies that share subjects.
  package mutating func prepare(
    _ found: [SharedSubjects.Found]
  ) throws(ByteIOError) -> SharedSubjects {
    var concerned = Set<Int>()
    for each in found { for row in each.rows { concerned.insert(row.source) } }
    var signatures: [[Int]] = sources.map { _ in [] }
    let width = SignatureTable.width(plan)
    for source in concerned.sorted() {
      let bytes = try files[sources[source].file].signatures(of: sources[source].piece)
      for offset in stride(from: 0, to: bytes.count, by: max(width, 1)) {
        let signature = SignatureTable.decode(bytes.span, at: offset, plan)
        let places = signature.labels.enumerated().map { labels[source][$0][$1] }
        signatures[source].append(table.place(places, signature.flags))
      }
    }
    return SharedSubjects(self, signatures)
  }

  /// Adds corrections.
  package mutating func correct(_ corrections: [SharedSubjects.Corrections]) {
    for each in corrections { correct(each.counts) }
  }
}
