import ByteIO
import Genomics
import PipelineModel
import Synchronization
import VCF

/// Whole lines of a VCF file, before they are parsed.
struct VariantChunk: SourceChunk {
  /// The lines.
  let text: TextChunk
  /// How many they are.
  let lineCount: Int
  /// Records that do not stand where they belong; found in strict reading only.
  let misplaced: [Misplaced]
  /// CHROM and POS of the line before the first, for the order of records across chunks.
  let placeBefore: RecordPlace?
  /// Records of the file that an index allowed to leave unread; counted with the last chunk.
  let unread: Int
  /// Whether all lines before these were read too.
  let hasLineNumbers: Bool
  /// Lines of the header, for the first chunk.
  let precedingLines: Int
  /// Each file is a shard of its own.
  var fileIndex: Int { 0 }
  /// Every line is a record, or one that is refused.
  var expectedRecords: Int? { lineCount + unread }
}

/// An inflated block on its way to the cutter, which changes it in place: whoever holds on to this holds no
/// second reference to the text, which would make the change a copy.
final class PreparedBlock: Sendable {
  private let block: Mutex<TextBlock?>

  init(_ block: sending TextBlock) {
    self.block = Mutex(block)
  }

  /// The block, the first time only.
  func take() -> TextBlock? {
    block.withLock { block in
      defer { block = nil }
      return block
    }
  }
}

/// Reads one VCF file chunk by chunk.
final class VariantShardReader: ShardReader {
  /// What is done to the records of the file beside reading them.
  struct Options: Sendable {
    /// The regions whose records are kept; nil for all.
    var regions: RegionFilter?
    /// Changes samples and contig names; nil for none.
    var rewriter: RecordRewriter?
    /// The rules of strict reading; nil for lenient reading.
    var rules: StrictRecordRules?
    /// Whether an index lets some records be left unread.
    var isRestricted = false
    /// Records of the whole file, where an index lets some be left unread and counts them.
    var recordsOfFile: Int?
    /// What should be known about the index beside the file, beside its use.
    var indexRemark: String?
  }

  private struct Cutting {
    var cutter: LineCutter
    var headerLines: Int
    var order: RecordOrder?
    var lastPlace: RecordPlace?
    var lines = 0
    var hasGiven = false
  }

  /// The room in front of a block grows up to here.
  private static let maximumHeadroom = 4 << 20

  private let header: VCFHeader
  private let path: String
  private let file: Mutex<VCFFileReader>
  private let cutting: Mutex<Cutting>
  private let options: Options
  private let remarks: LenientRemarks
  /// Room in front of a block for what the one before leaves over: the records of a position and the line after
  /// them. Without it the whole block is copied.
  private let headroom = Atomic(16 << 10)

  init(_ file: sending VCFFileReader, _ options: Options) {
    header = file.header
    path = file.path
    remarks = LenientRemarks(header: file.header)
    cutting = Mutex(
      Cutting(
        cutter: LineCutter(path: file.path, keepingPositionsTogether: true),
        headerLines: file.header.lineCount,
        order: options.rules == nil ? nil : RecordOrder(strictFor: file.header)))
    self.file = Mutex(file)
    self.options = options
  }

  func next() throws(StageError) -> RawBlock? {
    do throws(VCFError) {
      return try file.withLock { file throws(VCFError) in
        try file.nextBlock(headroom: headroom.load(ordering: .relaxed))
      }
    } catch {
      throw StageError(error)
    }
  }

  func prepare(_ raw: RawBlock) throws(StageError) -> PreparedBlock {
    do throws(ByteIOError) {
      return PreparedBlock(try raw.inflated(headroom: headroom.load(ordering: .relaxed)))
    } catch {
      throw StageError(VCFError(error))
    }
  }

  func cut(_ prepared: PreparedBlock?) throws(StageError) -> [VariantChunk] {
    do throws(ByteIOError) {
      return try cutting.withLock { state throws(ByteIOError) in
        var text: TextChunk?
        if let block = prepared?.take() {
          text = try state.cutter.append(block)
          headroom.max(
            min(2 * state.cutter.carriedSize, Self.maximumHeadroom), ordering: .relaxed)
        } else {
          text = state.cutter.finish() ?? TextChunk(index: 0, text: [], origins: [])
          let isNeeded = text?.text.isEmpty == false || !state.hasGiven
          if !isNeeded, options.recordsOfFile == nil { text = nil }
        }
        guard let text else { return [] }
        let lines = text.lineCount
        try text.refuseTinyLines(lineCount: lines, path: path)
        state.lines += lines
        defer {
          state.hasGiven = true
          state.lastPlace = RecordPlace(lastLineOf: text) ?? state.lastPlace
        }
        return [
          VariantChunk(
            text: text, lineCount: lines, misplaced: state.order?.check(text) ?? [],
            placeBefore: state.lastPlace,
            unread: prepared == nil ? max(0, (options.recordsOfFile ?? 0) - state.lines) : 0,
            hasLineNumbers: !options.isRestricted,
            precedingLines: state.hasGiven ? 0 : state.headerLines)
        ]
      }
    } catch {
      throw StageError(VCFError(error))
    }
  }

  func parse(_ chunk: VariantChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    var batch = RecordBatch(header: header, chunk: chunk.text)
    if let rules = options.rules {
      batch = rules.applied(to: batch, misplaced: chunk.misplaced)
    } else {
      tolerate(in: batch, of: chunk, &log)
    }
    log.read(batch.lineCount + chunk.unread)
    log.drop(chunk.unread, rule: Self.unreadRule(options))
    let text = chunk.text.text.span
    for line in batch.rejected {
      var raw: [UInt8] = []
      raw.append(text, line.range)
      try log.reject(
        RejectedRecord(
          lineInChunk: line.line, offset: line.virtualOffset, rule: line.rule.rawValue,
          field: line.field.isEmpty ? nil : line.field, message: line.message, raw: raw))
    }
    if let regions = options.regions {
      var kept: [RecordBounds] = []
      for record in batch.records where regions.keeps(record, text) { kept.append(record) }
      log.drop(batch.records.count - kept.count, rule: "regions")
      batch = batch.keeping(kept)
    }
    log.keep(batch.records.count)
    return options.rewriter?.rewrite(batch) ?? batch
  }

  /// Counts what lenient reading passes over, and says of an index why it was not used.
  private func tolerate(
    in batch: RecordBatch, of chunk: VariantChunk, _ log: inout RecordLog
  ) {
    var remarks = remarks
    remarks.add(batch)
    for remark in remarks.counts {
      log.tolerate(remark.count, "\(remark.rule.rawValue) \(remark.field)")
    }
    if let place = chunk.placeBefore, let first = batch.records.first,
      place.isAfter(first, batch.chunk.text.span)
    {
      log.tolerate(1, "order POS")
    }
    if chunk.precedingLines > 0, let remark = options.indexRemark { log.tolerate(1, remark) }
  }

  /// The rule under which records are counted that were left unread.
  private static func unreadRule(_ options: Options) -> String {
    options.regions == nil ? "not-wanted" : "regions"
  }
}
