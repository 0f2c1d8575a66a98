internal import ByteIO

/// All scoring rows of a run by position: the first and often the only thing a VCF record is asked.
///
/// Sorted arrays; a cursor makes the lookups of a sorted file a comparison or two each.
package struct ScoreIndex: Sendable {
  /// One scoring row at a position.
  package struct Entry: Sendable, BitwiseCopyable, Comparable {
    /// The score: an index into `files`.
    package var score: UInt32
    /// The row of the score.
    package var row: UInt32

    /// A row of a score.
    package init(score: UInt32, row: UInt32) {
      self.score = score
      self.row = row
    }

    /// Orders by score, then by row.
    package static func < (left: Self, right: Self) -> Bool {
      (left.score, left.row) < (right.score, right.row)
    }
  }

  /// The scores of the run, in the order of every output.
  package let files: [ScoringFile]
  /// The number of the first row of each score among all rows; one more element than scores.
  package let firstRow: [Int]
  private let keys: [UInt64]
  private let starts: [UInt32]
  private let entries: [Entry]
  /// The alleles of each entry's row where they are single bases.
  private let bases: [BasePair]

  /// The variants of interaction rows by position: the row's number among those of all scores, and the index of
  /// the part in its file.
  let interactions: PositionTable<(row: UInt32, part: UInt32)>

  /// The number of rows of all scores together.
  package var rowCount: Int { firstRow[files.count] }

  /// The number of positions that rows stand at.
  package var positionCount: Int { keys.count }

  /// Indexes the scores of a run.
  ///
  /// - Parameter cores: How many may be used.
  /// - Throws: `repeatedScore` when two files have the same identifier.
  /// - Complexity: O(n) in the number of rows.
  package init(_ files: [ScoringFile], cores: Int = 1) throws(PolygenicScoreError) {
    for (index, file) in files.enumerated()
    where files[..<index].contains(where: { $0.accession == file.accession }) {
      throw PolygenicScoreError(
        .repeatedScore,
        "two scoring files are called \(file.accession); leave one out, or give its header another pgs_id"
      )
    }
    self.files = files
    var firstRow = [0]
    for file in files { firstRow.append((firstRow.last ?? 0) + file.rows.count) }
    self.firstRow = firstRow
    let placed = PlacedRows(files, firstRow, cores: cores)
    keys = placed.keys
    starts = placed.starts
    entries = placed.entries
    bases = placed.bases
    interactions = Self.interactions(of: files, firstRow)
  }

  private static func interactions(
    of files: [ScoringFile], _ firstRow: [Int]
  ) -> PositionTable<(row: UInt32, part: UInt32)> {
    var items: [(key: UInt64, element: (row: UInt32, part: UInt32))] = []
    for (score, file) in files.enumerated() {
      for (index, part) in file.interactionParts.enumerated()
      where part.contig != 0 && part.position > 0 {
        let row = firstRow[score] + Int(part.row)
        items.append(
          (
            key(contig: part.contig, position: Int(part.position)),
            (UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: index))
          ))
      }
    }
    return PositionTable(items)
  }

  /// The key of a position: contigs in the order 1 to 22, X, Y, then positions.
  package static func key(contig: UInt8, position: Int) -> UInt64 {
    UInt64(contig) << 32 | UInt64(UInt32(truncatingIfNeeded: position))
  }

  /// The slot of a position that holds scoring rows; nil where there are none.
  ///
  /// - Parameter cursor: Where the previous lookup ended, 0 at first; any value gives the same answer.
  /// - Complexity: O(1) for the next position of a sorted file, O(log n) otherwise.
  package func slot(of key: UInt64, from cursor: inout Int) -> Int? {
    let keys = keys.span
    var low = 0
    var high = keys.count
    if cursor < keys.count, keys[cursor] < key {
      // Gallop: the wanted key is usually a few slots ahead.
      var step = 1
      low = cursor + 1
      while low + step < keys.count, keys[low + step] < key {
        low += step
        step *= 2
      }
      high = min(low + step + 1, keys.count)
    } else if cursor < keys.count {
      if cursor == 0 || keys[cursor - 1] < key { return keys[cursor] == key ? cursor : nil }
      high = cursor
    } else if let last = keys.indices.last, keys[last] < key {
      return nil
    }
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    cursor = low
    return low < keys.count && keys[low] == key ? low : nil
  }

  /// The positions on a contig that hold scoring rows, ascending.
  ///
  /// - Complexity: O(log n) in the number of positions, and O(n) in those of the contig.
  package func positions(onContig contig: UInt8) -> [Int] {
    let first = firstSlot(from: Self.key(contig: contig, position: 0))
    let end = firstSlot(from: Self.key(contig: contig + 1, position: 0))
    return keys[first..<end].map { Int(UInt32(truncatingIfNeeded: $0)) }
  }

  /// Whether a variant of an interaction row stands at a position.
  package func hasInteraction(at key: UInt64) -> Bool { !interactions[key].isEmpty }

  /// The slots of some positions of a contig.
  func slots(onContig contig: UInt8, _ positions: ClosedRange<Int>) -> Range<Int> {
    let first = firstSlot(from: Self.key(contig: contig, position: positions.lowerBound))
    let end = firstSlot(from: Self.key(contig: contig, position: positions.upperBound + 1))
    return first..<max(first, end)
  }

  private func firstSlot(from key: UInt64) -> Int {
    keys.partitionPoint { $0 >= key }
  }

  /// The entries of a slot, ordered by score and row: a range for `entry`.
  package func entries(ofSlot slot: Int) -> Range<Int> { Int(starts[slot])..<Int(starts[slot + 1]) }

  /// The entry with an index.
  package func entry(_ index: Int) -> Entry { entries[index] }

  /// The alleles of the row of the entry with an index, effect allele first, where they are single bases.
  func bases(_ index: Int) -> BasePair { bases[index] }

  /// The values of an entry's row.
  package func row(_ entry: Entry) -> ScoringRow {
    files[Int(entry.score)].rows[Int(entry.row)]
  }

  /// The number of an entry's row among the rows of all scores.
  package func number(_ entry: Entry) -> Int { firstRow[Int(entry.score)] + Int(entry.row) }

  /// The entry whose row has a number among the rows of all scores.
  package func entry(number: Int) -> Entry {
    var low = 0
    var high = files.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if firstRow[middle] <= number { low = middle } else { high = middle }
    }
    return Entry(
      score: UInt32(truncatingIfNeeded: low),
      row: UInt32(truncatingIfNeeded: number - firstRow[low]))
  }

  /// The contig and position of an entry's row, for messages: `7:27936944`.
  package func place(_ entry: Entry) -> String {
    let row = row(entry)
    return "\(ScoredContig.name(row.contig)):\(row.position)"
  }
}
