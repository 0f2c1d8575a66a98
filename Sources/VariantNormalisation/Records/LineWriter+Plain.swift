import ByteIO
import VCF

/// The lines that most records become: alleles and a position of their own, and fewer values of some fields.
extension LineWriter {
  /// Appends CHROM to INFO in one go; false, and nothing appended, where there is more to it, which
  /// ``appendColumns(_:_:_:_:_:)`` knows.
  ///
  /// - Parameter tabs: Gets the places of the first eight tabs.
  mutating func appendPlainColumns(
    _ line: borrowing Line, _ change: borrowing AlleleChange, _ record: RecordBounds,
    _ source: Span<UInt8>, _ tabs: inout InlineArray<9, UInt32>
  ) -> Bool {
    guard line.contig == nil, line.end == nil, originalKey == nil, line.position >= 0,
      change.isNone || change.keepsOneAlternate, !record.info.isEmpty
    else { return false }
    let start = text.count
    // No field becomes longer; what is copied may be followed by some bytes that do not count.
    let room = record.info.upperBound - Int(record.start) + line.alleles.columnsCount + 64
    var isDone = false
    let kinds = cutter.kinds
    text.append(addingCapacity: room) { (output: inout OutputSpan<UInt8>) in
      func place(_ distance: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: start + output.count + distance)
      }
      output.append(source, Int(record.start)..<record.pos.lowerBound)
      tabs[0] = place(-1)
      output.append(decimal: UInt(line.position))
      tabs[1] = place(0)
      output.append(source, record.pos.upperBound..<record.ref.lowerBound)
      tabs[2] = place(-1)
      tabs[3] = place(line.alleles[0].count)
      line.alleles.appendColumns(to: &output)
      tabs[4] = place(0)
      output.append(source, record.alt.upperBound..<record.info.lowerBound)
      tabs[5] = tabs[4] &+ UInt32(truncatingIfNeeded: record.qual.count + 1)
      tabs[6] = tabs[5] &+ UInt32(truncatingIfNeeded: record.filter.count + 1)
      isDone = kinds.appendPlainInfo(record, source, change, to: &output)
      tabs[7] = place(0)
    }
    if !isDone { text.removeLast(text.count - start) }
    return isDone
  }
}
