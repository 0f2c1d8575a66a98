internal import ByteIO

/// How tallies are written: words of eight bytes, the lowest first.
///
/// `sizes | head | signatures | pairs`. The sizes are four words (bytes of the head, of the signatures, number of pairs,
/// and a fingerprint of all that follows); the head holds texts, cells and runs, and where the pairs of each first byte of
/// fingerprints begin.
struct TallyText {
  static let sizeCount = 5

  /// The bytes of a tally.
  static func encode(_ tally: Tally) -> [UInt8] {
    var head: [UInt8] = []
    func add(_ number: Int) { head.append(littleEndian: UInt64(bitPattern: Int64(number))) }
    for texts in tally.labels {
      add(texts.count)
      for text in texts {
        add(text.count)
        head += text
      }
    }
    for (cells, runs) in zip(tally.cells, tally.runs) {
      add(cells.count)
      for cell in cells {
        for label in cell.labels { add(label) }
        add(cell.denominator)
        add(cell.numerator)
        head.append(littleEndian: cell.total.bitPattern)
        head.append(littleEndian: cell.share.bitPattern)
      }
      add(runs.count)
      for run in runs {
        add(run.cell)
        head.append(littleEndian: run.value.bitPattern)
        add(run.count)
      }
    }
    for begin in directory(tally.pairs) { add(begin) }
    var body = head + tally.signatures
    body.reserveCapacity(body.count + 16 * tally.pairs.count)
    for pair in tally.pairs {
      body.append(littleEndian: pair.high)
      body.append(littleEndian: pair.low)
    }
    let print = Fingerprint(body.span, 0..<body.count)
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(head.count))
    bytes.append(littleEndian: UInt64(tally.signatures.count))
    bytes.append(littleEndian: UInt64(tally.pairs.count))
    bytes.append(littleEndian: print.high)
    bytes.append(littleEndian: print.low)
    return bytes + body
  }

  /// Where the pairs begin whose fingerprints begin with each byte; the last entry is their number.
  private static func directory(_ pairs: [TallyBuilder.Pair]) -> [Int] {
    var counts = [Int](repeating: 0, count: 257)
    for pair in pairs { counts[Int(pair.high >> 56) + 1] += 1 }
    for place in 1..<257 { counts[place] += counts[place - 1] }
    return counts
  }

  private let bytes: [UInt8]
  private var offset = 0

  /// A reading of a head.
  init(head bytes: [UInt8]) { self.bytes = bytes }

  /// The tally of a head, and the directory of its pairs; nil where it is cut off.
  mutating func decode(_ plan: TallyPlan) -> (tally: Tally, directory: [Int])? {
    var labels: [[[UInt8]]] = []
    for _ in plan.groupings {
      guard let count = number() else { return nil }
      var texts: [[UInt8]] = []
      for _ in 0..<count {
        guard let size = number(), offset + size <= bytes.count else { return nil }
        texts.append(Array(bytes[offset..<offset + size]))
        offset += size
      }
      labels.append(texts)
    }
    var cells: [[Tally.Cell]] = []
    var runs: [[Tally.Run]] = []
    for unit in plan.units.indices {
      guard let ofUnit = decodeCells(plan.groupings(of: unit).count), let values = decodeRuns()
      else { return nil }
      cells.append(ofUnit)
      runs.append(values)
    }
    var directory: [Int] = []
    for _ in 0..<257 {
      guard let begin = number() else { return nil }
      directory.append(begin)
    }
    return (Tally(labels: labels, cells: cells, runs: runs), directory)
  }

  private mutating func decodeCells(_ labelCount: Int) -> [Tally.Cell]? {
    guard let count = number() else { return nil }
    var cells: [Tally.Cell] = []
    for _ in 0..<count {
      var labels: [Int] = []
      for _ in 0..<labelCount {
        guard let label = number() else { return nil }
        labels.append(label)
      }
      guard let denominator = number(), let numerator = number(), let total = double(),
        let share = double()
      else { return nil }
      cells.append(
        Tally.Cell(
          labels: labels, denominator: denominator, numerator: numerator, total: total,
          share: share))
    }
    return cells
  }

  private mutating func decodeRuns() -> [Tally.Run]? {
    guard let count = number() else { return nil }
    var runs: [Tally.Run] = []
    for _ in 0..<count {
      guard let cell = number(), let value = double(), let rows = number() else { return nil }
      runs.append(Tally.Run(cell: cell, value: value, count: rows))
    }
    return runs
  }

  private mutating func nextWord() -> UInt64? {
    guard offset + 8 <= bytes.count else { return nil }
    defer { offset += 8 }
    return word(bytes.span, at: offset)
  }

  private mutating func number() -> Int? {
    nextWord().map { Int(truncatingIfNeeded: $0) }
  }

  private mutating func double() -> Double? { nextWord().map { Double(bitPattern: $0) } }
}
