/// What an index says about one contig.
struct IndexedContig: Sendable {
  /// The records whose smallest bin, or one that the writer has put into it, has this number.
  struct Bin: Sendable {
    var number: UInt32
    /// Where they stand, as indices into ``chunks``.
    var chunks: Range<Int>
  }
  /// A stretch of the file, by virtual offsets.
  struct Chunk: BitwiseCopyable, Sendable {
    var start: UInt64
    var end: UInt64
  }

  /// Ascending by number.
  var bins: [Bin] = []
  /// Those of a bin stand together and ascend.
  var chunks: [Chunk] = []
  /// No record before the offset reaches the position or one behind it.
  var reach = OffsetSteps()
  /// Records; nil when the index does not count them.
  var recordCount: Int?

  /// From where on every record begins at a position or behind it.
  ///
  /// The first record of a bin begins within it, and the records are sorted: those behind it in the
  /// file begin no earlier, whatever bin they are in.
  func starts(_ scheme: BinningScheme) -> OffsetSteps {
    OffsetSteps(
      upperBounds: bins.map {
        OffsetStep(
          position: scheme.positions(of: $0.number).lowerBound,
          offset: chunks[$0.chunks.lowerBound].start)
      })
  }

  /// Up to where every record begins before a position.
  func ends(_ scheme: BinningScheme) -> OffsetSteps {
    OffsetSteps(
      lowerBounds: bins.map {
        OffsetStep(
          position: scheme.positions(of: $0.number).upperBound,
          offset: chunks[$0.chunks.upperBound - 1].end)
      })
  }

  /// The stretch of the file that holds all records; nil when there are none.
  var extent: Range<UInt64>? {
    guard let first = chunks.lazy.map(\.start).min(), let last = chunks.lazy.map(\.end).max() else {
      return nil
    }
    return first..<last
  }
}
