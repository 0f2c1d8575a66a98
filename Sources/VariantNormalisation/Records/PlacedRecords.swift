import ByteIO
import VCF

/// The records of a batch in the order of their positions.
///
/// A record goes before those of its contig that stand behind it, but no farther than a window reaches: what
/// comes in order goes out in order, and what does not is left as it is. Records of one position keep their order.
struct PlacedRecords {
  private(set) var records: [RecordBounds] = []
  private let window: Int
  /// The first record of the contig at hand.
  private var contigStart = 0
  private var contig: [UInt8] = []

  init(capacity: Int, window: Int) {
    records.reserveCapacity(capacity)
    self.window = window
  }

  /// Records that stand in their places already.
  init(_ records: [RecordBounds]) {
    self.records = records
    window = Int.max
  }

  /// Puts a record of another text behind the last of its contig that does not stand behind it.
  mutating func insert(
    _ record: RecordBounds, _ text: Span<UInt8>, _ other: Span<UInt8>, _ contig: Range<Int>
  ) {
    var place = records.count
    while place > 0 {
      let before = records[place - 1]
      // What came from the other text before is of the same contig.
      let isSame = Int(before.start) > text.count || equal(text, before.chrom, other, contig)
      guard isSame, before.position > record.position else { break }
      place -= 1
    }
    records.insert(record, at: place)
  }

  /// Begins a record of the input, which tells the contig of what is inserted next.
  mutating func enter(_ record: RecordBounds, _ text: Span<UInt8>) {
    if matches(text, record.chrom, contig) { return }
    contig.clear()
    contig.append(text, record.chrom)
    contigStart = records.count
  }

  /// Puts a record in its place.
  mutating func insert(_ record: RecordBounds) {
    var place = records.count
    while place > contigStart {
      let before = Int(records[place - 1].position)
      guard before > Int(record.position), before - Int(record.position) <= window else { break }
      place -= 1
    }
    if place == records.count { records.append(record) } else { records.insert(record, at: place) }
  }

  /// Takes off records that were made of the last one of the input.
  ///
  /// - Parameters:
  ///   - count: How many there were before it.
  ///   - base: The offset from which on its lines were written.
  mutating func removeMade(from count: Int, base: Int) {
    if records.count > count { records.removeAll { Int($0.start) >= base } }
  }
}
