import ByteIO

/// What is known about alleles, as lines: `position`, `REF`, `ALT` and a value for each field, tabs between them.
///
/// Lines stand in the order of the records they were made of, in blocks of one contig. A value that is not known is
/// empty; a flag that is set is `1`.
package struct KnowledgeEntries: Sendable {
  /// A stretch of lines of one contig.
  struct Block: Sendable, Equatable {
    /// The contig in its one spelling.
    var contig: String
    /// The lowest and the highest position of its lines.
    var first: Int
    var last: Int
    /// Where it stands, and how many bytes it has.
    var offset: Int
    var count: Int
  }

  /// Records of one contig that stand together: what the order of a file is checked with.
  struct Run: Sendable, Equatable {
    /// The contig as the file spells it.
    var contig: [UInt8]
    /// The position of the first and of the last record.
    var first: Int
    var last: Int
    /// The line of the first record within its chunk, from 0; nil for rows of a table.
    var line: Int?
  }

  /// Bytes from which on a block is full.
  private static let blockSize = 64 << 10

  /// The lines.
  private(set) var text: [UInt8] = []
  private(set) var blocks: [Block] = []
  private(set) var runs: [Run] = []
  private var contig = ""

  /// No entries.
  package init() {}

  /// Bytes of the lines so far.
  package var size: Int { text.count }

  /// Begins the entries of a record.
  ///
  /// - Parameters:
  ///   - line: Its line within the chunk, from 0.
  ///   - canonical: The one spelling of a contig's name.
  /// - Returns: Whether the record stands where it should: not before the one that came last.
  mutating func begin(
    _ source: Span<UInt8>, _ name: Range<Int>, position: Int, line: Int? = nil,
    canonical: (String) -> String
  ) -> Bool {
    if let last = runs.indices.last, matches(source, name, runs[last].contig) {
      if position < runs[last].last { return false }
      runs[last].last = position
      return true
    }
    let spelt = string(source, name)
    runs.append(Run(contig: Array(spelt.utf8), first: position, last: position, line: line))
    contig = canonical(spelt)
    return true
  }

  /// Adds an entry of the record at hand.
  ///
  /// - Parameters:
  ///   - form: `REF`, a tab and `ALT`.
  ///   - values: A value for each field, tabs between them.
  mutating func add(position: Int, form: [UInt8], values: [UInt8]) {
    let start = text.count
    text.append(decimal: position)
    text.append(UInt8(ascii: "\t"))
    text += form
    text.append(UInt8(ascii: "\t"))
    text += values
    text.append(0x0A)
    let count = text.count - start
    if let last = blocks.indices.last, blocks[last].contig == contig,
      blocks[last].count < Self.blockSize
    {
      blocks[last].first = min(blocks[last].first, position)
      blocks[last].last = max(blocks[last].last, position)
      blocks[last].count += count
    } else {
      blocks.append(
        Block(contig: contig, first: position, last: position, offset: start, count: count))
    }
  }
}
