import ByteIO

/// Cuts a text that comes in small blocks, and compares the chunks with the text.
struct CuttingChecks {
  private let text: [UInt8]
  /// Where the next chunk begins in the text.
  private var cursor = 0
  private var chunks = 0
  private var lastPosition: [UInt8]?
  private static let largestText = 20_000

  init(_ text: [UInt8]) {
    self.text = text
  }

  mutating func run(_ choices: inout Choices) throws {
    guard text.count <= Self.largestText else { return }
    let longest = choices.pick([3, 40, 300, 2000])
    var cutter = LineCutter(keepingPositionsTogether: true)
    var start = 0
    while start < text.count {
      let end = min(start + choices.number(1...longest), text.count)
      let room = choices.below(2) * choices.below(200)
      let block = TextBlock(
        text: Array(repeating: 0x0A, count: room) + text[start..<end], start: room,
        origins: [TextOrigin(textOffset: room, virtualOffset: UInt64(start))])
      if let chunk = try cutter.append(block) { try take(chunk, isLast: false) }
      start = end
    }
    if let chunk = cutter.finish() { try take(chunk, isLast: true) }
    try promise(cursor == text.count, "cutting loses text")
  }

  private mutating func take(_ chunk: TextChunk, isLast: Bool) throws {
    let lines = Array(chunk.text[chunk.start...])
    try promise(!lines.isEmpty && chunk.index == chunks, "chunks are not numbered, or empty")
    try promise(isLast || lines.last == 0x0A, "a chunk ends within a line")
    let end = cursor + lines.count
    try promise(
      end <= text.count && same(lines, Array(text[cursor..<end])), "a chunk is not the text")
    var start = 0
    while start < lines.count {
      try promise(
        chunk.virtualOffset(of: chunk.start + start) == UInt64(cursor + start),
        "a line is said to stand where it does not")
      let next = lines[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? lines.count
      let position = Self.position(lines[start..<next])
      if start == 0, let position {
        try promise(position != lastPosition, "two chunks share a position")
      }
      if next == lines.count { lastPosition = position }
      start = next
    }
    cursor = end
    chunks += 1
  }

  /// The first two columns; nil for lines that have fewer.
  private static func position(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    let columns = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
    return columns.count == 3 ? Array(columns[0]) + [0x09] + columns[1] : nil
  }
}
