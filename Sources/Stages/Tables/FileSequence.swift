package import ByteIO
package import PipelineModel

/// A piece of one of several files, as it is read.
package enum FilePiece: Sendable {
  /// A block of a file.
  case block(file: Int, RawBlock)
  /// The end of a file.
  case end(file: Int)

  /// The piece with its text inflated.
  package func inflated() throws(StageError) -> TextPiece {
    switch self {
    case .end(let file): return .end(file: file)
    case .block(let file, let block):
      do throws(ByteIOError) {
        return .text(file: file, try block.inflated())
      } catch {
        throw StageError(reading: error)
      }
    }
  }
}

/// A piece of one of several files, inflated.
package enum TextPiece: Sendable {
  /// Text of a file.
  case text(file: Int, TextBlock)
  /// The end of a file.
  case end(file: Int)
}

/// Reads files one after the other, block by block, and tells where each ends.
struct FileSequence {
  private let paths: [String]
  private var file = 0
  private var reader: BlockReader?

  init(_ paths: [String]) {
    self.paths = paths
  }

  /// The file that comes next, where none is being read.
  var nextFile: Int? { reader == nil && file < paths.count ? file : nil }

  /// Passes over the file that comes next, as if it were empty.
  mutating func skip() -> FilePiece {
    file += 1
    return .end(file: file - 1)
  }

  /// The next piece; nil after the end of the last file.
  mutating func next() throws(StageError) -> FilePiece? {
    guard file < paths.count else { return nil }
    do throws(ByteIOError) {
      let current: BlockReader
      if let reader { current = reader } else { current = try BlockReader(path: paths[file]) }
      reader = current
      if let block = try current.next() { return .block(file: file, block) }
    } catch {
      throw StageError(reading: error)
    }
    reader = nil
    file += 1
    return .end(file: file - 1)
  }
}

extension StageError {
  /// The failure that a file which cannot be read is.
  package init(reading error: ByteIOError) {
    let isSystem = error.code == .system || error.code == .diskFull
    self.init(isSystem ? .io : .input, error.message, file: error.path, offset: error.offset)
  }
}

/// All text of a small file, such as a document that a definition names.
func wholeText(of path: String) throws(StageError) -> [UInt8] {
  var files = FileSequence([path])
  var text: [UInt8] = []
  while let piece = try files.next() {
    if case .text(_, let block) = try piece.inflated() { text += block.text }
  }
  return text
}
