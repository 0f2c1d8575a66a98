import ByteIO

/// Makes the index of a FASTA file from its text, piece by piece.
struct FastaIndexer {
  private var contigs: [FastaIndex.Contig] = []
  private var names: Set<String> = []
  private let path: String
  private var line = 0
  private var offset = 0
  /// The beginning of a line that the last piece did not end.
  private var pending: [UInt8] = []
  private var name: String?
  private var length = 0
  private var start = 0
  private var lineBases = 0
  private var lineBytes = 0
  /// Whether a line shorter than the others has been seen; only the last may be.
  private var hasShortLine = false

  init(path: String) {
    self.path = path
  }

  /// Reads the next piece of the text.
  mutating func add(_ text: [UInt8]) throws(ReferenceError) {
    let span = text.span
    var start = 0
    while let end = firstOffset(of: UInt8(ascii: "\n"), in: span, start..<text.count) {
      if pending.isEmpty {
        try add(line: span, start..<end, bytes: end + 1 - start)
      } else {
        pending.append(span, start..<end)
        let whole = pending
        pending = []
        try add(line: whole.span, 0..<whole.count, bytes: whole.count + 1)
      }
      start = end + 1
    }
    pending.append(span, start..<text.count)
  }

  /// The index, once all of the text has been read.
  mutating func finish() throws(ReferenceError) -> FastaIndex {
    if !pending.isEmpty {
      let last = pending
      // The last line may lack its end; it counts as if it had one.
      try add(line: last.span, 0..<last.count, bytes: last.count + 1)
    }
    try endContig()
    guard !contigs.isEmpty else { throw error("the file holds no sequence; is it FASTA?") }
    return FastaIndex(contigs: contigs)
  }

  private func error(_ message: String) -> ReferenceError {
    ReferenceError(message, path: path, line: line)
  }

  private mutating func add(
    line text: Span<UInt8>, _ range: Range<Int>, bytes: Int
  ) throws(ReferenceError) {
    line += 1
    defer { offset += bytes }
    var end = range.upperBound
    if end > range.lowerBound, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let bases = end - range.lowerBound
    if bases > 0, text[range.lowerBound] == UInt8(ascii: ">") {
      try endContig()
      try beginContig(string(text, range.lowerBound + 1..<end), at: offset + bytes)
      return
    }
    guard name != nil else {
      if bases == 0 { return }
      throw error("the first line must begin with '>'; is this a FASTA file?")
    }
    if bases == 0 {
      hasShortLine = true
      return
    }
    if hasShortLine {
      throw error(
        "lines of a sequence must be of one length, all but the last; write the file anew, "
          + "for example with 'seqkit seq -w 60'")
    }
    if lineBases == 0 {
      lineBases = bases
      lineBytes = bytes
    } else if bases > lineBases || bases == lineBases && bytes != lineBytes {
      throw error("this line is longer than those before it; lines must be of one length")
    } else if bases < lineBases {
      hasShortLine = true
    }
    length += bases
  }

  private mutating func beginContig(_ title: String, at offset: Int) throws(ReferenceError) {
    let name = title.split(whereSeparator: { $0 == " " || $0 == "\t" }).first.map(String.init) ?? ""
    guard !name.isEmpty else { throw error("the sequence has no name behind '>'") }
    guard names.insert(name).inserted else { throw error("the sequence \(name) stands here twice") }
    self.name = name
    length = 0
    start = offset
    lineBases = 0
    lineBytes = 0
    hasShortLine = false
  }

  private mutating func endContig() throws(ReferenceError) {
    guard let name else { return }
    contigs.append(
      FastaIndex.Contig(
        name: name, length: length, offset: start, lineBases: lineBases, lineBytes: lineBytes))
    self.name = nil
  }
}
