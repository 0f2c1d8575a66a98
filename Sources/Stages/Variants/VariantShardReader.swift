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
  /// Lines of the header, for the first chunk.
  let precedingLines: Int
  /// Each file is a shard of its own.
  var fileIndex: Int { 0 }
  /// Every line is a record, or one that is refused.
  var expectedRecords: Int? { lineCount }
}

/// The records of a file that lie in regions.
struct RegionFilter: Sendable {
  let regions: RegionSet
  let contigs: ContigTable

  /// Whether the reference allele of a record overlaps a region.
  func keeps(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    guard let contig = contigs.number(of: text, record.chrom) else { return false }
    return regions.overlaps(contig: contig, record.span(in: text))
  }
}

/// Reads one VCF file chunk by chunk.
final class VariantShardReader: ShardReader {
  private struct Cutting {
    var cutter: LineCutter
    var headerLines: Int
    var hasGiven = false
  }

  private let header: VCFHeader
  private let file: Mutex<VCFFileReader>
  private let cutting: Mutex<Cutting>
  private let regions: RegionFilter?
  private let rewriter: RecordRewriter?

  init(_ file: sending VCFFileReader, regions: RegionFilter?, rewriter: RecordRewriter?) {
    header = file.header
    cutting = Mutex(
      Cutting(
        cutter: LineCutter(path: file.path, keepingPositionsTogether: true),
        headerLines: file.header.lineCount))
    self.file = Mutex(file)
    self.regions = regions
    self.rewriter = rewriter
  }

  func next() throws(StageError) -> RawBlock? {
    do throws(VCFError) {
      return try file.withLock { file throws(VCFError) in try file.nextBlock() }
    } catch {
      throw StageError(error)
    }
  }

  func prepare(_ raw: RawBlock) throws(StageError) -> TextBlock {
    do throws(ByteIOError) {
      return try raw.inflated()
    } catch {
      throw StageError(VCFError(error))
    }
  }

  func cut(_ prepared: TextBlock?) throws(StageError) -> [VariantChunk] {
    do throws(ByteIOError) {
      return try cutting.withLock { state throws(ByteIOError) in
        var text: TextChunk?
        if let prepared {
          text = try state.cutter.append(prepared)
        } else {
          text = state.cutter.finish()
          if text == nil, !state.hasGiven { text = TextChunk(index: 0, text: [], origins: []) }
        }
        guard let text else { return [] }
        defer { state.hasGiven = true }
        return [
          VariantChunk(
            text: text, lineCount: Self.countLines(text.text.span),
            precedingLines: state.hasGiven ? 0 : state.headerLines)
        ]
      }
    } catch {
      throw StageError(VCFError(error))
    }
  }

  func parse(_ chunk: VariantChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    var batch = RecordBatch(header: header, chunk: chunk.text)
    log.read(batch.lineCount)
    let text = chunk.text.text.span
    for line in batch.rejected {
      var raw: [UInt8] = []
      raw.append(text, line.range)
      try log.reject(
        RejectedRecord(
          lineInChunk: line.line, offset: line.virtualOffset, rule: line.rule.rawValue,
          field: line.field.isEmpty ? nil : line.field, message: line.message, raw: raw))
    }
    if let regions {
      var kept: [RecordBounds] = []
      for record in batch.records where regions.keeps(record, text) { kept.append(record) }
      log.drop(batch.records.count - kept.count, rule: "regions")
      batch = batch.keeping(kept)
    }
    log.keep(batch.records.count)
    return rewriter?.rewrite(batch) ?? batch
  }

  private static func countLines(_ text: Span<UInt8>) -> Int {
    let newlines = count(of: 0x0A, in: text, 0..<text.count)
    let isOpen = text.count > 0 && text[text.count - 1] != 0x0A
    return isOpen ? newlines + 1 : newlines
  }
}
