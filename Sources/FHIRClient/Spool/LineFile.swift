import ByteIO

/// Files of lines, plain or gzip, as servers hand them out: with a byte order mark, CRLF or blank lines perhaps.
enum LineFile {
  /// Hands out each line that is not blank, without its end and space around it.
  ///
  /// - Parameter body: Gets the text and the line's place in it.
  /// - Throws: `incomplete` where packed data is cut short or broken.
  static func forEachLine(
    of path: String, _ body: ([UInt8], Range<Int>) throws(FHIRClientError) -> Void
  ) throws(FHIRClientError) {
    var rest: [UInt8] = []
    var isFirst = true
    do {
      let reader = try BlockReader(path: path)
      while let block = try reader.next() {
        var text = rest + (try block.inflated().text)
        if isFirst, text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        isFirst = false
        var start = 0
        while let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) {
          try handOut(text, start..<end, body)
          start = end + 1
        }
        rest = Array(text[start...])
      }
      try handOut(rest, 0..<rest.count, body)
    } catch let error as ByteIOError {
      if error.code == .empty { return }
      throw FHIRClientError(.incomplete, "a file that was fetched is broken: \(error.message)")
    } catch let error as FHIRClientError {
      throw error
    } catch {
      throw FHIRClientError(.file, "a file that was fetched cannot be read")
    }
  }

  private static func handOut(
    _ text: [UInt8], _ range: Range<Int>, _ body: ([UInt8], Range<Int>) throws(FHIRClientError) -> Void
  ) throws(FHIRClientError) {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start] <= 32 { start += 1 }
    while end > start, text[end - 1] <= 32 { end -= 1 }
    if start < end { try body(text, start..<end) }
  }

  /// How many lines a file has that are not blank.
  static func count(_ path: String) throws(FHIRClientError) -> Int {
    var count = 0
    try forEachLine(of: path) { _, _ in count += 1 }
    return count
  }
}
