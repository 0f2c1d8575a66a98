import ByteIO
import PolygenicScore
import VCF

/// Reads a VCF file in every way the project can, and compares the ways with each other.
struct VariantTarget {
  let scratch: Scratch
  let scorer: PolygenicScorer

  func run(_ input: FuzzInput) throws -> Outcome {
    let path = scratch.path(input.name)
    if input.text == nil || input.salt % 4 == 0 { try InflatingChecks.run(path) }
    let strict = StrictReader.violations(in: path, limit: 50)
    for violation in strict { try checkMessage(violation) }
    var choices = Choices(seed: input.salt)
    var reading = Reading(input, ScoreChecks(scorer))
    do {
      try reading.read(path, &choices)
    } catch let error as VCFError {
      try promise(!strict.isEmpty, "strict reading accepts what lenient reading refuses")
      try checkMessage(error)
      return .refused(input.kind, Self.rule(error))
    }
    try reading.finish()
    var cutting = CuttingChecks(reading.records)
    try cutting.run(&choices)
    if choices.oneIn(3) || input.isCheckedInFull, !reading.batches.isEmpty {
      try IndexChecks(scratch, reading.batches).run(&choices)
    }
    let detail =
      reading.rejectedLines > 0 ? "some lines refused" : strict.isEmpty ? "strictly" : "leniently"
    return .accepted(input.kind, detail)
  }

  /// The rule of a refusal, with the cause for what cannot be read.
  static func rule(_ error: VCFError) -> String {
    error.cause.map { "file (\($0.code.rawValue))" } ?? error.rule.rawValue
  }
}

/// No message may show who a person is.
func checkMessage(_ error: VCFError) throws {
  try promise(
    !error.description.contains(VariantSeed.samplePrefix),
    "a message names a sample: \(error.description)")
}

/// One pass over a file, with the bytes that must come out of it again.
private struct Reading {
  /// The batches of a file that is not large.
  private(set) var batches: [RecordBatch] = []
  private(set) var rejectedLines = 0
  /// What the file holds; nil when that is not known.
  private var text: [UInt8]?
  private let isPlain: Bool
  private var readText: [UInt8] = []
  private var headerSize = 0
  private var expected: [UInt8] = []
  private var written: [UInt8] = []
  private var scores: ScoreChecks
  private static let largestText = 8 << 20

  init(_ input: FuzzInput, _ scores: ScoreChecks) {
    text = input.text
    isPlain = input.text.map { same($0, input.bytes) } ?? false
    self.scores = scores
  }

  mutating func read(_ path: String, _ choices: inout Choices) throws {
    let reader = try VCFFileReader(path: path)
    // A text may look as if it were packed.
    if isPlain, reader.compression != .plain { text = nil }
    for remark in reader.header.remarks { try checkMessage(remark) }
    readText = reader.header.text
    headerSize = readText.count
    written = VCFWriter.header(reader.header)
    expected = written
    var remarks = LenientRemarks(header: reader.header)
    while let batch = try reader.nextBatch() {
      try account(for: batch)
      remarks.add(batch)
      try RecordChecks(batch).run(&choices)
      try RewritingChecks(batch).run(&choices)
      try scores.add(batch)
      if readText.count <= Self.largestText {
        batches.append(batch)
      } else {
        // What is compared and kept must not be what memory is spent on.
        (readText, expected, written, batches, text) = ([], [], [], [], nil)
        headerSize = .max
      }
    }
    for remark in remarks.counts { try promise(remark.count > 0, "a remark counts nothing") }
  }

  /// Every line is a record or refused, and the writer gives back those that are records.
  private mutating func account(for batch: RecordBatch) throws {
    let text = batch.chunk.text
    readText += text[batch.chunk.start...]
    VCFWriter.append(batch, to: &written)
    try promise(
      batch.lineCount == batch.records.count + batch.rejected.count,
      "a line is neither a record nor refused")
    rejectedLines += batch.rejected.count
    var rejected = batch.rejected[...]
    var start = batch.chunk.start
    var line = 0
    while start < text.count {
      let newline = firstOffset(of: 0x0A, in: text.span, start..<text.count)
      let end = newline.map { $0 + 1 } ?? text.count
      if let refused = rejected.first, refused.line == line {
        rejected.removeFirst()
        try promise(
          !refused.message.contains(VariantSeed.samplePrefix), "a message names a sample")
      } else {
        expected += text[start..<end]
        if text[end - 1] != 0x0A { expected.append(0x0A) }
      }
      start = end
      line += 1
    }
    try promise(rejected.isEmpty && line == batch.lineCount, "lines are not counted rightly")
  }

  /// The text behind the header; nothing of a large file.
  var records: [UInt8] { Array(readText.dropFirst(headerSize)) }

  func finish() throws {
    try scores.finish()
    if let text { try promise(same(text, readText), "what is read is not what the file holds") }
    try promise(same(expected, written), "records are not written byte for byte")
  }
}
