import ByteIO

/// Reads the lines of a chain file: a header of thirteen words, then a line for each block with its size and the gaps
/// behind it, the last without gaps (UCSC Genome Browser, chain format).
struct ChainParser {
  private let path: String
  private var line = 0
  private(set) var chains: [ChainFile.Chain] = []
  /// Blocks by the contig of the old genome.
  private(set) var blocks: [String: [ChainFile.Block]] = [:]
  /// The chain that is being read.
  private var open: (contig: String, start: Int, target: Int, end: Int, targetEnd: Int)?

  init(path: String) {
    self.path = path
  }

  private func error(_ message: String) -> ReferenceError {
    ReferenceError(message, path: path, line: line)
  }

  mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) throws(ReferenceError) {
    line += 1
    let words = string(text, range).split(whereSeparator: \.isWhitespace)
    guard let first = words.first, !first.hasPrefix("#") else { return }
    if first == "chain" { return try readHeader(words) }
    let numbers = words.compactMap { Int($0) }
    guard var chain = open, numbers.count == words.count, numbers.count == 1 || numbers.count == 3,
      numbers.allSatisfy({ $0 >= 0 && $0 < 1 << 40 })
    else { throw error("a block of a chain was expected: its size, and the gaps behind it") }
    blocks[chain.contig, default: []].append(
      ChainFile.Block(
        start: chain.start, end: chain.start + numbers[0], target: chain.target,
        chain: Int32(chains.count - 1)))
    chain.start += numbers[0]
    chain.target += numbers[0]
    guard numbers.count == 3 else {
      guard chain.start == chain.end, chain.target == chain.targetEnd else {
        throw error("the blocks of the chain do not add up to its ends; is the file complete?")
      }
      open = nil
      return
    }
    chain.start += numbers[1]
    chain.target += numbers[2]
    open = chain
  }

  private mutating func readHeader(_ words: [Substring]) throws(ReferenceError) {
    guard open == nil else { throw error("the chain before this one has no last block") }
    guard words.count >= 12, let score = Double(words[1]), let oldLength = Int(words[3]),
      let start = Int(words[5]), let end = Int(words[6]), let length = Int(words[8]),
      let target = Int(words[10]), let targetEnd = Int(words[11]), words[4] == "+",
      words[9] == "+" || words[9] == "-", 0 <= start, start <= end, end <= oldLength,
      0 <= target, target <= targetEnd, targetEnd <= length, length < 1 << 40, oldLength < 1 << 40,
      chains.count < Int32.max
    else { throw error("this is no header of a chain") }
    chains.append(
      ChainFile.Chain(
        score: score, contig: String(words[7]), contigLength: length,
        isReversed: words[9] == "-", oldLength: oldLength))
    open = (String(words[2]), start, target, end, targetEnd)
  }

  func finish() throws(ReferenceError) {
    if open != nil { throw error("the file ends within a chain; is it complete?") }
  }
}
