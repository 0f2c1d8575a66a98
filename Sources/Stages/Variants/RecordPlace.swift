import ByteIO
import VCF

/// Contig and position of a record, kept from one chunk to the next.
struct RecordPlace: Sendable {
  private let contig: [UInt8]
  private let position: Int

  /// The place of the last line of a chunk; nil where that line has none.
  init?(lastLineOf chunk: TextChunk) {
    let text = chunk.text.span
    guard text.count > chunk.start else { return nil }
    let end = text[text.count - 1] == UInt8(ascii: "\n") ? text.count - 1 : text.count
    let start =
      lastOffset(of: UInt8(ascii: "\n"), in: text, chunk.start..<end).map { $0 + 1 } ?? chunk.start
    var columns = ByteFields(start..<end, separatedBy: UInt8(ascii: "\t"))
    guard let name = columns.next(in: text), let pos = columns.next(in: text),
      let number = parseInteger(text, pos)
    else { return nil }
    var bytes: [UInt8] = []
    bytes.append(text, name)
    contig = bytes
    position = number
  }

  /// Whether a record stands behind this place although it belongs before it.
  func isAfter(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    Int(record.position) < position && matches(text, record.chrom, contig)
  }
}
