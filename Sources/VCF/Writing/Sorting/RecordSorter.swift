package import ByteIO

/// Puts records in the order of contig and position, however many there are.
///
/// Contigs stand in the order of the header, those that it does not declare behind them in the order in which they come;
/// records of one position keep their order. What does not fit into memory goes, sorted, into scratch files, which are
/// merged at the end. Memory: one run, or while merging a piece of each file.
package struct RecordSorter: Sendable {
  /// The place of a record.
  struct Key: BitwiseCopyable, Sendable, Comparable {
    /// The contig's place in the order.
    var contig: Int32
    /// The position, from 0.
    var position: Int32

    static func < (left: Key, right: Key) -> Bool {
      left.contig == right.contig ? left.position < right.position : left.contig < right.contig
    }
  }
  private struct Line: BitwiseCopyable, Sendable {
    var key: Key
    var start: Int
    var count: Int
  }
  private struct Spilled: Sendable {
    var path: String
    /// How often its records were merged.
    var level: Int
  }

  /// How many files of a level become one of the next.
  private static let mergedAtOnce = 64
  private static let pieceSize = 1 << 20

  private let folder: String
  private let runSize: Int
  private var ranks: [[UInt8]: Int32] = [:]
  private var text: [UInt8] = []
  private var lines: [Line] = []
  private var spilled: [Spilled] = []
  private var files = 0

  /// A sorter of the records of files with a header.
  ///
  /// - Parameters:
  ///   - folder: Where scratch files may be made.
  ///   - runSize: Bytes of records that are held in memory.
  package init(_ header: VCFHeader, folder: String, runSize: Int = 128 << 20) {
    self.folder = folder
    self.runSize = runSize
    for contig in header.contigs where ranks[Array(contig.name.utf8)] == nil {
      ranks[Array(contig.name.utf8)] = Int32(ranks.count)
    }
  }

  /// Takes the records of a batch.
  ///
  /// - Parameters:
  ///   - text: Their lines, each with its end.
  ///   - records: What ``IndexedRecords/init(_:)`` says of them.
  package mutating func add(_ text: [UInt8], _ records: IndexedRecords) throws(ByteIOError) {
    if !lines.isEmpty, self.text.count + text.count > runSize { try spill() }
    var contigs: [Int32] = []
    for name in records.contigs {
      let rank = ranks[name] ?? Int32(ranks.count)
      ranks[name] = rank
      contigs.append(rank)
    }
    let start = self.text.count
    self.text += text
    lines.reserveCapacity(lines.count + records.entries.count)
    for entry in records.entries {
      lines.append(
        Line(
          key: Key(contig: contigs[Int(entry.contig)], position: entry.begin),
          start: start + Int(entry.textStart), count: Int(entry.textEnd - entry.textStart)))
    }
  }

  /// Ends the input.
  ///
  /// - Returns: All records in their order.
  /// - Complexity: O(n log n) in the records; each is written and read once for every factor of 64 between the size of
  ///   all and that of a run.
  package consuming func sorted() throws(ByteIOError) -> SortedRecords {
    if spilled.isEmpty {
      sort()
      return SortedRecords(
        .memory(text, lines.map { $0.start..<$0.start + $0.count }), pieceSize: Self.pieceSize)
    }
    try spill()
    return SortedRecords(
      .files(try SortedRunMerger(spilled.map(\.path), hasKeys: false)),
      pieceSize: Self.pieceSize)
  }

  private mutating func sort() {
    var isSorted = true
    for index in lines.indices.dropFirst() where lines[index].key < lines[index - 1].key {
      isSorted = false
      break
    }
    // What stands first in the text came first.
    if !isSorted { lines.sort { $0.key == $1.key ? $0.start < $1.start : $0.key < $1.key } }
  }

  /// Writes what is in memory to a scratch file, and makes one of many of them.
  private mutating func spill() throws(ByteIOError) {
    guard !lines.isEmpty else { return }
    sort()
    let path = nextPath()
    let file = try AppendingFile(path: path, mode: 0o600)
    var piece: [UInt8] = []
    for line in lines {
      SortedRunMerger.append(
        line.key, text.span, line.start..<line.start + line.count, to: &piece)
      if piece.count >= Self.pieceSize {
        try file.append(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    try file.append(piece)
    spilled.append(Spilled(path: path, level: 0))
    lines.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    while let level = spilled.last?.level, spilled.count >= Self.mergedAtOnce,
      spilled.suffix(Self.mergedAtOnce).allSatisfy({ $0.level == level })
    {
      let path = nextPath()
      let file = try AppendingFile(path: path, mode: 0o600)
      let paths = spilled.suffix(Self.mergedAtOnce).map(\.path)
      var merger = try SortedRunMerger(paths, hasKeys: true)
      while let piece = try merger.next(Self.pieceSize) { try file.append(piece) }
      for path in paths { removeFile(path) }
      spilled.removeLast(Self.mergedAtOnce)
      spilled.append(Spilled(path: path, level: level + 1))
    }
  }

  private mutating func nextPath() -> String {
    files += 1
    return "\(folder)/sorted-\(files)"
  }
}
