import ByteIO
import Foundation
package import PipelineModel

/// Reads quarantine files line by line, whatever their size.
package enum QuarantineFile {
  /// Hands over every entry of a file, in order.
  ///
  /// - Throws: A failure that names the file and line where a line is no entry.
  package static func forEach(
    _ path: String, _ work: (QuarantineEntry) throws(StageError) -> Void
  ) throws(StageError) {
    var carry: [UInt8] = []
    var number = 0
    try FileBlocks.forEach(path) { block, isLast throws(StageError) in
      carry += block
      if isLast, !carry.isEmpty { carry.append(UInt8(ascii: "\n")) }
      var start = 0
      while let end = carry[start...].firstIndex(of: UInt8(ascii: "\n")) {
        number += 1
        if end > start {
          guard let entry = QuarantineEntry(line: Array(carry[start..<end])) else {
            throw StageError(
              .input, "the line is no record of a quarantine",
              remedy: "keep one JSON object a line, and change nothing but \"raw\"", file: path,
              line: number)
          }
          try work(entry)
        }
        start = end + 1
      }
      carry.removeFirst(start)
    }
  }
}
