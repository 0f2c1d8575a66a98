extension TextChunk {
  private static let mostTinyLines = 1 << 16
  private static let tinyLine = 8

  /// Lines of the chunk, whether or not a newline ends the last.
  ///
  /// - Complexity: O(n), sixteen bytes at a time.
  package var lineCount: Int {
    let text = text.span
    let newlines = count(of: 0x0A, in: text, start..<text.count)
    let isOpen = text.count > start && text[text.count - 1] != 0x0A
    return isOpen ? newlines + 1 : newlines
  }

  /// Refuses a chunk of mostly blank or tiny lines, as a file has that was filled up with line ends: each line
  /// costs more memory than it has bytes.
  ///
  /// - Parameter lineCount: Lines of the chunk.
  /// - Throws: `unsupportedFormat`, with the place of the chunk.
  package func refuseTinyLines(lineCount: Int, path: String) throws(ByteIOError) {
    guard lineCount > Self.mostTinyLines, lineCount * Self.tinyLine > text.count - start else {
      return
    }
    throw ByteIOError(
      .unsupportedFormat,
      "most lines behind this place are blank or have a few characters; is the file complete?",
      path: path, offset: virtualOffset(of: start))
  }
}
