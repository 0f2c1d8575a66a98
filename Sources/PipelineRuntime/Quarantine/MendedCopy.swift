import ByteIO
import Foundation
import PipelineModel

/// A copy of an input file in which mended records stand in the place of refused ones.
///
/// Packed files are packed again as BGZF; places in the copy are told as places in the file.
struct MendedCopy {
  /// The path of the copy.
  let path: String
  private let source: String
  private var splices: [MendedText.Splice] = []
  /// Where blocks of the file begin, in its text and in the file; empty unless it is BGZF.
  private var sourceBlocks: [TextOrigin] = []
  /// Where blocks of the copy begin, in its text and in the copy; empty unless it is packed.
  private var copyBlocks: [TextOrigin] = []
  private let isPacked: Bool

  /// Writes the copy.
  ///
  /// - Throws: A failure that names the place where the file does not hold the record that was refused.
  init(of source: String, mends: [QuarantineEntry], at path: String) throws(StageError) {
    self.path = path
    self.source = source
    do throws(ByteIOError) {
      let reader = try BlockReader(path: source)
      isPacked = reader.compression != .plain
      var writing = MendedText(
        file: try AppendingFile(path: path, mode: 0o600),
        compressor: isPacked ? try BGZFCompressor(level: 1) : nil, mends: mends, source: source)
      while let block = try reader.next() {
        let text = try block.inflated()
        if reader.compression == .bgzf { noteBlocks(text, at: writing.position) }
        try writing.add(text)
      }
      try writing.finish()
      splices = writing.splices
      copyBlocks = writing.blocks
      if let wrong = writing.wrong { throw wrong }
    } catch {
      throw StageError(
        error.code == .corrupted ? .input : .io, error.message,
        remedy: "run again; where the file has changed, its records must be mended anew",
        file: source, offset: error.offset)
    }
  }

  private mutating func noteBlocks(_ text: TextBlock, at position: Int) {
    for origin in text.origins {
      sourceBlocks.append(
        TextOrigin(
          textOffset: position + origin.textOffset - text.start,
          virtualOffset: origin.virtualOffset))
    }
  }
}

extension MendedCopy {
  /// The place in the file of a byte of the copy, both as readers tell places.
  func sourceOffset(_ offset: UInt64) -> UInt64 {
    var text = Int(clamping: offset)
    if isPacked, let block = copyBlocks.last(where: { $0.virtualOffset <= offset }) {
      text = block.textOffset + Int(clamping: offset - block.virtualOffset)
    }
    var shift = 0
    for splice in splices where text >= splice.start + shift {
      // Within a mended record there are no places of the file but its beginning.
      if text < splice.start + shift + splice.newSize {
        text = splice.start + shift
        break
      }
      shift += splice.newSize - splice.oldSize
    }
    let place = text - shift
    guard let block = sourceBlocks.last(where: { $0.textOffset <= place }) else {
      return UInt64(place)
    }
    return block.virtualOffset + UInt64(place - block.textOffset)
  }

  /// The line in the file of a line of the copy, from 1.
  func sourceLine(_ line: Int) -> Int {
    var shift = 0
    for splice in splices {
      guard let start = splice.line, line >= start + shift else { continue }
      if line <= start + shift + splice.newBreaks { return start }
      shift += splice.newBreaks - splice.oldBreaks
    }
    return line - shift
  }

  /// The same failure with its place in the file.
  func located(_ error: StageError) -> StageError {
    var error = error
    if error.file == path { error.file = source }
    error.line = error.line.map(sourceLine)
    error.offset = error.offset.map(sourceOffset)
    error.message = error.message.replacingOccurrences(of: path, with: source)
    error.remedy = error.remedy?.replacingOccurrences(of: path, with: source)
    return error
  }
}
