internal import ByteIO
package import PipelineModel
package import PolygenicScore

extension ScoringFile {
  /// Reads a scoring file, plain or compressed.
  ///
  /// - Throws: A file that cannot be read (`io`), or that is no scoring file (`input`, with its line).
  package init(
    path: String, positions: ScoringPositions = .automatic
  ) throws(StageError) {
    let text = try Self.text(BlockReader.blockSize, of: path) { _ in false }
    do throws(PolygenicScoreError) {
      try self.init(text, positions: positions)
    } catch {
      throw StageError(error, file: path)
    }
  }

  /// Reads the header of a scoring file and no more of it than needed.
  package static func header(
    path: String, positions: ScoringPositions = .automatic
  ) throws(StageError) -> ScoringFileHeader {
    let text = try text(1 << 14, of: path, until: holdsColumnLine)
    do throws(PolygenicScoreError) {
      return try ScoringFileHeader(text, positions: positions)
    } catch {
      throw StageError(error, file: path)
    }
  }

  /// The text of a file from its beginning, in steps of so many bytes where it is not compressed.
  private static func text(
    _ step: Int, of path: String, until isEnough: ([UInt8]) -> Bool
  ) throws(StageError) -> [UInt8] {
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path, plainSize: step)
      var text: [UInt8] = []
      while !isEnough(text), let block = try reader.next() {
        let next = try block.inflated().text
        // Most files are one block, which need not be copied.
        if text.isEmpty { text = next } else { text += next }
      }
      return text
    } catch {
      throw StageError(
        .io, "the scoring file cannot be read: \(error.message)", file: path,
        offset: error.offset)
    }
  }

  /// Whether a text holds a whole line that is neither empty nor part of the header.
  private static func holdsColumnLine(_ text: [UInt8]) -> Bool {
    var isLineStart = true
    var isColumnLine = false
    for byte in text {
      if byte == UInt8(ascii: "\n") {
        if isColumnLine { return true }
        isLineStart = true
      } else if isLineStart {
        isLineStart = byte == UInt8(ascii: "\r")
        isColumnLine = byte != UInt8(ascii: "#") && !isLineStart
      }
    }
    return false
  }
}

extension StageError {
  /// A failure of scoring at the pipeline's edge.
  init(_ error: PolygenicScoreError, file: String? = nil) {
    self.init(
      error.code == .accumulator ? .internal : .input, error.message, file: file, line: error.line,
      field: error.field)
  }
}
