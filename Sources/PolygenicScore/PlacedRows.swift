import Dispatch
import Synchronization

/// The rows of all scores in the order of their positions: what `ScoreIndex` looks things up in.
///
/// A run may have a hundred million rows, so they are sorted as numbers of eight bytes, contig by contig, and
/// the sorted numbers become the entries in place.
struct PlacedRows: Sendable {
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
  /// - Parameters:
  ///   - firstRow: The number of the first row of each score among all rows.
  ///   - cores: How many contigs may be sorted at a time.
  /// - Complexity: O(n) in the number of rows.
  init(_ files: [ScoringFile], _ firstRow: [Int], cores: Int) {
    // Held here only, so that who takes the rows of a contig sorts them without a copy.
    let unsorted = Mutex(Self.byContig(files, firstRow))
    let count = unsorted.withLock { $0.reduce(0) { $0 + $1.count } }
    let contigs = 0..<Int(ScoredContig.y) + 1
    let scoreOfBlock = Self.scoreOfBlock(firstRow)
    let sorted = Mutex([PlacedRows?](repeating: nil, count: contigs.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(cores, contigs.count))) { _ in
      while true {
        let contig = next.add(1, ordering: .relaxed).oldValue
        guard contig < contigs.count else { return }
        let placed = PlacedRows(
          unsorted.withLock { exchange(&$0[contig], with: []) }, contig: UInt8(contig), files,
          firstRow, scoreOfBlock)
        sorted.withLock { $0[contig] = placed }
      }
    }
    entries.reserveCapacity(count)
    bases.reserveCapacity(count)
    for contig in contigs {
      guard let part = sorted.withLock({ exchange(&$0[contig], with: nil) }) else { continue }
      keys += part.keys
      starts += part.starts.map { $0 + UInt32(truncatingIfNeeded: entries.count) }
      entries += part.entries
      bases += part.bases
    }
    starts.append(UInt32(truncatingIfNeeded: count))
  }

  /// The rows of one contig, without the end of the last position.
  private init(
    _ entries: consuming [ScoreIndex.Entry], contig: UInt8, _ files: [ScoringFile],
    _ firstRow: [Int], _ scoreOfBlock: [Int]
  ) {
    self.entries = entries
    Self.sort(&self.entries)
    finish(contig: contig, files, firstRow, scoreOfBlock)
  }

  /// The rows contig by contig, each as its position and its number among all rows in the two halves of an entry.
  private static func byContig(
    _ files: [ScoringFile], _ firstRow: [Int]
  ) -> [[ScoreIndex.Entry]] {
    var counts = [Int](repeating: 0, count: Int(ScoredContig.y) + 1)
    for file in files {
      for row in file.rows where row.canMatch { counts[Int(row.contig)] += 1 }
    }
    var contigs = counts.map { count in
      var entries: [ScoreIndex.Entry] = []
      entries.reserveCapacity(count)
      return entries
    }
    for (score, file) in files.enumerated() {
      for (row, values) in file.rows.enumerated() where values.canMatch {
        contigs[Int(values.contig)].append(
          .init(
            score: UInt32(bitPattern: values.position),
            row: UInt32(truncatingIfNeeded: firstRow[score] + row)))
      }
    }
    return contigs
  }

  /// Orders rows by position and keeps the order of equal ones.
  private static func sort(_ entries: inout [ScoreIndex.Entry]) {
    var isSorted = true
    for index in entries.indices.dropFirst() where entries[index - 1].score > entries[index].score {
      isSorted = false
      break
    }
    if isSorted { return }
    var buffer = entries
    for shift in stride(from: UInt32(0), to: 32, by: 11) {
      var next = [Int](repeating: 0, count: 2049)
      for index in entries.indices { next[Int(entries[index].score >> shift & 2047) + 1] += 1 }
      for digit in 0..<2048 { next[digit + 1] += next[digit] }
      for index in entries.indices {
        let digit = Int(entries[index].score >> shift & 2047)
        buffer[next[digit]] = entries[index]
        next[digit] += 1
      }
      swap(&entries, &buffer)
    }
  }

  /// A block is two to this power rows.
  private static let blockShift = 10

  /// The score that the first of each block of rows belongs to.
  private static func scoreOfBlock(_ firstRow: [Int]) -> [Int] {
    var score = 0
    return stride(from: 0, through: firstRow[firstRow.count - 1], by: 1 << blockShift).map { row in
      while score + 2 < firstRow.count, firstRow[score + 1] <= row { score += 1 }
      return score
    }
  }

  /// Turns the sorted rows of a contig into entries.
  private mutating func finish(
    contig: UInt8, _ files: [ScoringFile], _ firstRow: [Int], _ scoreOfBlock: [Int]
  ) {
    bases.reserveCapacity(entries.count)
    var score = 0
    for index in entries.indices {
      let number = Int(entries[index].row)
      let key = ScoreIndex.key(contig: contig, position: Int(entries[index].score))
      if keys.last != key {
        keys.append(key)
        starts.append(UInt32(truncatingIfNeeded: index))
        score = 0
      }
      // Within a position scores ascend.
      score = max(score, scoreOfBlock[number >> Self.blockShift])
      while firstRow[score + 1] <= number { score += 1 }
      let row = files[score].rows[number - firstRow[score]]
      bases.append(BasePair(row.effectAllele, row.otherAllele))
      entries[index] = .init(
        score: UInt32(truncatingIfNeeded: score),
        row: UInt32(truncatingIfNeeded: number - firstRow[score]))
    }
  }
}
