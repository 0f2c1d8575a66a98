import ByteIO
import PipelinePlanner

/// Writes the text of a file with mended records in the place of refused ones.
struct MendedText {
  /// A mended record in the copy, in bytes of text.
  struct Splice {
    let start: Int
    let oldSize: Int
    let newSize: Int
    let line: Int?
    let oldBreaks: Int
    let newBreaks: Int
  }

  /// The copy.
  let file: AppendingFile
  /// Packs the copy; nil for plain text.
  let compressor: BGZFCompressor?
  /// The mended records in the order of their places.
  let mends: [QuarantineEntry]
  /// The file that they belong to.
  let source: String
  /// Bytes of text of the file that have been seen.
  var position = 0
  /// Where mended records stand in the copy.
  var splices: [Splice] = []
  /// Where blocks of the copy begin, in its text and in the copy.
  var blocks: [TextOrigin] = []
  /// What keeps the mends from being put in.
  var wrong: ByteIOError?
  private var next = 0
  /// The bytes of the refused record that have been left out so far.
  private var removed: [UInt8] = []
  private var isRemoving = false
  private var pending: [UInt8] = []
  private var packedText = 0

  init(
    file: AppendingFile, compressor: BGZFCompressor?, mends: [QuarantineEntry], source: String
  ) {
    self.file = file
    self.compressor = compressor
    self.mends = mends
    self.source = source
  }

  /// Takes the next block of the file.
  mutating func add(_ block: TextBlock) throws(ByteIOError) {
    var at = block.start
    while at < block.text.count {
      if isRemoving {
        let end = min(at + mends[next].size - removed.count, block.text.count)
        removed += block.text[at..<end]
        at = end
        if removed.count == mends[next].size { endRemoval() }
        continue
      }
      let start = place(ofNextIn: block, from: at) ?? block.text.count
      try write(block.text[at..<start])
      at = start
      if start < block.text.count { beginRemoval(at: position + start - block.start) }
    }
    position += block.size
  }

  /// Where the next refused record begins in a block; nil where it begins in a later one.
  private func place(ofNextIn block: TextBlock, from start: Int) -> Int? {
    guard next < mends.count else { return nil }
    let offset = mends[next].offset
    for (index, origin) in block.origins.enumerated() where origin.virtualOffset <= offset {
      let end =
        index + 1 < block.origins.count
        ? block.origins[index + 1].textOffset : block.text.count
      let place = origin.textOffset + Int(clamping: offset - origin.virtualOffset)
      if place >= start, place < end { return place }
    }
    return nil
  }

  private mutating func beginRemoval(at position: Int) {
    isRemoving = true
    removed = []
    let mend = mends[next]
    let newline = UInt8(ascii: "\n")
    splices.append(
      Splice(
        start: position, oldSize: mend.size, newSize: mend.raw.count, line: mend.line,
        oldBreaks: 0, newBreaks: mend.raw.count { $0 == newline }))
    if mend.size == 0 { endRemoval() }
  }

  private mutating func endRemoval() {
    var hasher = KeyHasher()
    hasher.addContent(removed)
    if hasher.key().description != mends[next].sha256 { complain() }
    let splice = splices.removeLast()
    splices.append(
      Splice(
        start: splice.start, oldSize: splice.oldSize, newSize: splice.newSize, line: splice.line,
        oldBreaks: removed.count { $0 == UInt8(ascii: "\n") }, newBreaks: splice.newBreaks))
    pending += mends[next].raw
    isRemoving = false
    next += 1
  }

  private mutating func complain() {
    wrong =
      wrong
      ?? ByteIOError(
        .corrupted, "the record at this place is not the one that was refused", path: source,
        offset: mends[next].offset)
  }

  private mutating func write(_ bytes: ArraySlice<UInt8>) throws(ByteIOError) {
    pending += bytes
    if pending.count >= 1 << 20 { try flush(isLast: false) }
  }

  private mutating func flush(isLast: Bool) throws(ByteIOError) {
    guard let compressor else {
      try file.append(pending)
      pending.removeAll(keepingCapacity: true)
      return
    }
    let whole =
      isLast ? pending.count : pending.count / BGZFCompressor.textSize * BGZFCompressor.textSize
    var packed: [UInt8] = []
    var place = file.size
    let sizes = compressor.compress(
      pending.span.extracting(0..<whole), appendingTo: &packed)
    for size in sizes {
      blocks.append(TextOrigin(textOffset: packedText, virtualOffset: place << 16))
      packedText += Int(size.textSize)
      place += UInt64(size.compressedSize)
    }
    if isLast { packed += BGZFCompressor.endOfFile }
    try file.append(packed)
    pending.removeFirst(whole)
  }

  /// Writes what is left; notes mends whose place never came.
  mutating func finish() throws(ByteIOError) {
    if isRemoving || next < mends.count { complain() }
    try flush(isLast: true)
  }
}
