/// The rows of all scores in the order of their positions: what `ScoreIndex` looks things up in.
///
/// A run may have a hundred million rows, so they are sorted as numbers of eight bytes, contig by contig, and
/// the sorted numbers become the entries in place.
struct PlacedRows {
  /// The positions that have rows, ascending (`ScoreIndex.key`).
  private(set) var keys: [UInt64] = []
  /// Where the rows of each position begin in `entries`; one more element than positions.
  private(set) var starts: [UInt32] = []
  /// The rows by position; within a position by score and row.
  private(set) var entries: [ScoreIndex.Entry] = []
  /// The alleles of each entry's row where they are single bases.
  private(set) var bases: [BasePair] = []

  /// The rows of scores that can be matched.
  ///
  /// - Parameter firstRow: The number of the first row of each score among all rows.
  /// - Complexity: O(n) in the number of rows.
  init(_ files: [ScoringFile], _ firstRow: [Int]) {
    let ends = Self.ends(of: files)
    let count = ends[Int(ScoredContig.y)]
    entries = Self.byContig(files, firstRow, ends)
    bases.reserveCapacity(count)
    var buffer: [ScoreIndex.Entry] = []
    for contig in 1...Int(ScoredContig.y) {
      let range = ends[contig - 1]..<ends[contig]
      Self.sort(&entries, range, &buffer)
      finish(range, contig: UInt8(contig), files, firstRow)
    }
    starts.append(UInt32(truncatingIfNeeded: count))
  }

  /// For each contig the number of rows up to its end.
  private static func ends(of files: [ScoringFile]) -> [Int] {
    var counts = [Int](repeating: 0, count: Int(ScoredContig.y) + 1)
    for file in files {
      for row in file.rows where row.canMatch { counts[Int(row.contig)] += 1 }
    }
    for contig in 1..<counts.count { counts[contig] += counts[contig - 1] }
    return counts
  }

  /// The rows contig by contig, each as its position and its number among all rows in the two halves of an entry.
  private static func byContig(
    _ files: [ScoringFile], _ firstRow: [Int], _ ends: [Int]
  ) -> [ScoreIndex.Entry] {
    var next = [0] + ends.dropLast()
    var placed = [ScoreIndex.Entry](
      repeating: .init(score: 0, row: 0), count: ends[Int(ScoredContig.y)])
    for (score, file) in files.enumerated() {
      for (row, values) in file.rows.enumerated() where values.canMatch {
        let contig = Int(values.contig)
        placed[next[contig]] = .init(
          score: UInt32(bitPattern: values.position),
          row: UInt32(truncatingIfNeeded: firstRow[score] + row))
        next[contig] += 1
      }
    }
    return placed
  }

  /// Orders rows by position and keeps the order of equal ones.
  private static func sort(
    _ entries: inout [ScoreIndex.Entry], _ range: Range<Int>, _ buffer: inout [ScoreIndex.Entry]
  ) {
    var isSorted = true
    for index in range.dropFirst() where entries[index - 1].score > entries[index].score {
      isSorted = false
      break
    }
    if isSorted { return }
    if buffer.count < range.count {
      buffer = Array(repeating: .init(score: 0, row: 0), count: range.count)
    }
    for shift in stride(from: UInt32(0), to: 32, by: 11) {
      var next = [Int](repeating: 0, count: 2049)
      for index in range { next[Int(entries[index].score >> shift & 2047) + 1] += 1 }
      for digit in 0..<2048 { next[digit + 1] += next[digit] }
      for index in range {
        let digit = Int(entries[index].score >> shift & 2047)
        buffer[next[digit]] = entries[index]
        next[digit] += 1
      }
      for index in range { entries[index] = buffer[index - range.lowerBound] }
    }
  }

  /// Turns the sorted rows of a contig into entries.
  private mutating func finish(
    _ range: Range<Int>, contig: UInt8, _ files: [ScoringFile], _ firstRow: [Int]
  ) {
    var score = 0
    for index in range {
      let number = Int(entries[index].row)
      let key = ScoreIndex.key(contig: contig, position: Int(entries[index].score))
      if keys.last != key {
        keys.append(key)
        starts.append(UInt32(truncatingIfNeeded: index))
        score = 0
      }
      // Within a position scores ascend.
      while firstRow[score + 1] <= number { score += 1 }
      let row = files[score].rows[number - firstRow[score]]
      bases.append(BasePair(row.effectAllele, row.otherAllele))
      entries[index] = .init(
        score: UInt32(truncatingIfNeeded: score),
        row: UInt32(truncatingIfNeeded: number - firstRow[score]))
    }
  }
}
