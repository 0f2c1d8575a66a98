import ByteIO
import TestSupport
import Testing

/// The offsets of all bytes of a value, one by one.
private func slowOffsets(of byte: UInt8, in text: [UInt8]) -> [Int] {
  text.indices.filter { text[$0] == byte }
}

@Suite("Searching bytes and lines")
struct ByteSearchTests {
  @Test("First, last and count agree with a byte by byte search on random ranges")
  func randomRanges() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 1...700, using: &random)).map { _ in
        UInt8.random(in: 8...11, using: &random)
      }
      let lower = Int.random(in: 0...text.count, using: &random)
      let range = lower..<Int.random(in: lower...text.count, using: &random)
      let hits = slowOffsets(of: 9, in: text).filter { range.contains($0) }
      #expect(firstOffset(of: 9, in: text.span, range) == hits.first)
      #expect(lastOffset(of: 9, in: text.span, range) == hits.last)
      #expect(count(of: 9, in: text.span, range) == hits.count)
    }
  }

  @Test("Counting does not wrap in long runs of the byte")
  func longRuns() {
    let text = Array(repeating: UInt8(9), count: 20_001)
    #expect(count(of: 9, in: text.span, 0..<text.count) == 20_001)
    #expect(count(of: 8, in: text.span, 0..<text.count) == 0)
  }

  @Test("The ends of cells agree with a byte by byte scan, whatever room there is for them")
  func cellEnds() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 0...200, using: &random)).map { _ -> UInt8 in
        UInt8.random(in: 9...14, using: &random)
      }
      let start = Int.random(in: 0...text.count, using: &random)
      let end = text[start...].firstIndex(of: 10) ?? text.count
      var ends = Array(repeating: 0, count: Int.random(in: 0...9, using: &random))
      let count = findCellEnds(text.span, from: start, separatedBy: 9, into: &ends)
      let expected = (start..<end).filter { text[$0] == 9 } + [end]
      #expect(Array(ends.prefix(count)) == expected)
    }
  }

  @Test("Lines and tabs agree with a byte by byte scan, with and without carriage returns")
  func scannedLines() {
    var random = SeededGenerator(seed: 5)
    for round in 0..<200 {
      // Short lines, and long ones of which the end is rarely where vectors end.
      let choices: [UInt8] =
        round < 100 ? [9, 9, 65, 10, 13, 66] : [9, 9, 10, 13] + Array(repeating: 65, count: 200)
      let text: [UInt8] = (0..<Int.random(in: 1...400, using: &random)).map { _ in
        choices.randomElement(using: &random) ?? 9
      }
      var start = 0
      while start < text.count {
        let bounds = scanLine(text.span, from: start)
        let newline = text[start...].firstIndex(of: 10) ?? text.count
        let end = newline > start && text[newline - 1] == 13 ? newline - 1 : newline
        let tabs = slowOffsets(of: 9, in: text).filter { $0 >= start && $0 < end }
        #expect(Int(bounds.start) == start && Int(bounds.end) == end)
        #expect(Int(bounds.next) == min(newline + 1, text.count))
        #expect(Int(bounds.tabCount) == tabs.count)
        for index in 0..<9 {
          #expect(Int(bounds.tabs[index]) == (index < tabs.count ? tabs[index] : end))
        }
        start = Int(bounds.next)
      }
    }
  }

  @Test("Fields of a range are its pieces between separators, empty ones included")
  func fields() {
    let text = Array("x:,A,,GT:y".utf8)
    var fields = ByteFields(2..<8, separatedBy: UInt8(ascii: ","))
    var pieces: [String] = []
    while let piece = fields.next(in: text.span) { pieces.append(string(text.span, piece)) }
    #expect(pieces == ["", "A", "", "GT"])
    var none = ByteFields(3..<3, separatedBy: UInt8(ascii: ","))
    #expect(none.next(in: text.span) == 3..<3)
    #expect(none.next(in: text.span) == nil)
  }
}

@Suite("Cutting blocks into chunks of whole lines")
struct LineCutterTests {
  private func cut(
    _ text: [UInt8], blockSizes: [Int], together: Bool = false
  ) throws -> [TextChunk] {
    var cutter = LineCutter(keepingPositionsTogether: together)
    var chunks: [TextChunk] = []
    var start = 0
    for size in blockSizes where start < text.count {
      let end = min(start + size, text.count)
      let origin = TextOrigin(textOffset: 0, virtualOffset: UInt64(start))
      let block = TextBlock(text: Array(text[start..<end]), origins: [origin])
      if let chunk = try cutter.append(block) { chunks.append(chunk) }
      start = end
    }
    if let chunk = cutter.finish() { chunks.append(chunk) }
    return chunks
  }

  @Test(
    "Chunks hold whole lines, join to the text and know their places", arguments: [false, true])
  func randomCuts(together: Bool) throws {
    var random = SeededGenerator(seed: 23)
    for _ in 0..<300 {
      var text: [UInt8] = []
      var position = 1
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        if Bool.random(using: &random) { position += 1 }
        text += Array("1\t\(position)\t".utf8)
        text += Array(repeating: 65, count: Int.random(in: 0...9, using: &random)) + [10]
      }
      if Bool.random(using: &random), !text.isEmpty { text.removeLast() }
      let sizes = (0..<text.count + 1).map { _ in Int.random(in: 1...40, using: &random) }
      let chunks = try cut(text, blockSizes: sizes, together: together)
      #expect(chunks.flatMap(\.text) == text)
      #expect(chunks.map(\.index) == Array(0..<chunks.count))
      var offset = 0
      var lastKey: [ArraySlice<UInt8>] = []
      for chunk in chunks {
        #expect(chunk.text.last == 10 || offset + chunk.text.count == text.count)
        for place in chunk.text.indices {
          #expect(chunk.virtualOffset(of: place) == UInt64(offset + place))
        }
        let lines = chunk.text.split(separator: 10)
        let key = lines.first.map { Array($0.split(separator: 9).prefix(2)) } ?? []
        if together { #expect(key.map(Array.init) != lastKey.map(Array.init)) }
        lastKey = lines.last.map { Array($0.split(separator: 9).prefix(2)) } ?? []
        offset += chunk.text.count
      }
    }
  }

  @Test("A run of one position that spans many blocks stays together")
  func longRun() throws {
    let text = Array(String(repeating: "1\t5\tA\n", count: 200).utf8) + Array("1\t6\tA\n".utf8)
    let chunks = try cut(text, blockSizes: Array(repeating: 16, count: 200), together: true)
    #expect(chunks.map(\.text.count) == [1200, 6])
  }

  @Test("Carried text keeps the virtual offsets of the blocks it came from")
  func carriedOrigins() throws {
    var cutter = LineCutter()
    let first = TextBlock(
      text: Array("a\nbc".utf8), origins: [TextOrigin(textOffset: 0, virtualOffset: 7 << 16)])
    let second = TextBlock(
      text: Array("d\n".utf8), origins: [TextOrigin(textOffset: 0, virtualOffset: 9 << 16)])
    #expect(try cutter.append(first)?.text == Array("a\n".utf8))
    let chunk = try #require(try cutter.append(second))
    #expect(chunk.text == Array("bcd\n".utf8))
    #expect(
      (0..<4).map { chunk.virtualOffset(of: $0) } == [
        7 << 16 | 2, 7 << 16 | 3, 9 << 16, 9 << 16 | 1,
      ])
    #expect(cutter.finish() == nil)
  }

  @Test("A line beyond the limit is refused with its place")
  func lineTooLong() throws {
    var cutter = LineCutter(path: "x.vcf", maximumLineLength: 10)
    let origin = TextOrigin(textOffset: 0, virtualOffset: 0)
    _ = try cutter.append(TextBlock(text: Array("short\nlong".utf8), origins: [origin]))
    let error = try #require(throws: ByteIOError.self) {
      _ = try cutter.append(
        TextBlock(
          text: Array("er and longer".utf8),
          origins: [TextOrigin(textOffset: 0, virtualOffset: 10)]))
    }
    #expect(error.code == .lineTooLong && error.offset == 6 && error.path == "x.vcf")
  }
}
