import ByteIO

/// The bytes of a VCF file: its header, and the lines of records as they were read.
package enum VCFWriter {
  /// The header as read, with a newline at its end.
  package static func header(_ header: VCFHeader) -> [UInt8] {
    header.text.last == UInt8(ascii: "\n") ? header.text : header.text + [UInt8(ascii: "\n")]
  }

  /// Appends the lines of a batch's records byte for byte, line ends included.
  ///
  /// A newline is added to a last line that has none.
  /// - Complexity: O(n) in the size of the records; neighbouring lines are copied together.
  package static func append(_ batch: borrowing RecordBatch, to output: inout [UInt8]) {
    let text = batch.chunk.text.span
    var pending = 0..<0
    for record in batch.records {
      let line = record.wholeLine(in: text)
      if line.lowerBound == pending.upperBound {
        pending = pending.lowerBound..<line.upperBound
      } else {
        output.append(text, pending)
        pending = line
      }
    }
    output.append(text, pending)
    if !pending.isEmpty, text[pending.upperBound - 1] != UInt8(ascii: "\n") {
      output.append(UInt8(ascii: "\n"))
    }
  }
}

extension RecordBounds {
  /// The line with its end, as far as there is one.
  func wholeLine(in text: Span<UInt8>) -> Range<Int> {
    var next = Int(end)
    if next < text.count, text[next] == UInt8(ascii: "\r") { next += 1 }
    if next < text.count, text[next] == UInt8(ascii: "\n") { next += 1 }
    return Int(start)..<next
  }
}
