package import ByteIO

/// Where a record and its fields stand in the text of its chunk.
@usableFromInline
package struct RecordBounds: BitwiseCopyable, Sendable {
  /// Offset of the first byte.
  @usableFromInline package let start: UInt32
  /// Offset behind the last byte, without `\n` or `\r\n`.
  @usableFromInline package let end: UInt32
  /// Line within the chunk it was read from, from 0.
  @usableFromInline package let line: UInt32
  /// POS: from 1; 0 is the telomere.
  @usableFromInline package let position: Int32
  /// Offsets of the first nine tabs; `end` for those that are absent.
  @usableFromInline package let tabs: InlineArray<9, UInt32>

  /// The bounds of a scanned line.
  package init(_ bounds: LineBounds, line: Int, position: Int) {
    start = bounds.start
    end = bounds.end
    self.line = UInt32(truncatingIfNeeded: line)
    self.position = Int32(truncatingIfNeeded: position)
    tabs = bounds.tabs
  }

  /// The whole line without its end.
  @inlinable package var range: Range<Int> { Int(start)..<Int(end) }
  /// CHROM.
  @inlinable package var chrom: Range<Int> { Int(start)..<Int(tabs[0]) }
  /// POS.
  @inlinable package var pos: Range<Int> { column(1) }
  /// ID.
  @inlinable package var id: Range<Int> { column(2) }
  /// REF.
  @inlinable package var ref: Range<Int> { column(3) }
  /// ALT, all alleles.
  @inlinable package var alt: Range<Int> { column(4) }
  /// QUAL.
  @inlinable package var qual: Range<Int> { column(5) }
  /// FILTER.
  @inlinable package var filter: Range<Int> { column(6) }
  /// INFO.
  @inlinable package var info: Range<Int> { column(7) }
  /// FORMAT; empty when the file has no genotypes.
  @inlinable package var format: Range<Int> { column(8) }
  /// All sample columns with the tabs between them; empty when the file has no genotypes.
  @inlinable package var samples: Range<Int> { min(Int(tabs[8]) + 1, Int(end))..<Int(end) }

  /// The column behind a tab.
  @inlinable
  func column(_ index: Int) -> Range<Int> {
    // A column that is absent begins behind the end.
    let upper = Int(tabs[index])
    return min(Int(tabs[index &- 1]) &+ 1, upper)..<upper
  }
}
