import ByteIO
import PipelineModel
import Synchronization
import VCF

/// Writes one VCF file: batches are packed in parallel and appended in order. Where it sorts, they are collected first.
final class VariantFileWriter: Sink {
  struct Partial: Sendable {
    let header: VCFHeader
    /// The lines; packed where nothing is to be sorted.
    var bytes: [UInt8]
    var blocks: [BGZFCompressor.Block] = []
    var records: IndexedRecords?
  }
  private struct State {
    var fileOffset: UInt64 = 0
    var header: VCFHeader?
    var index: GenomeIndex?
    var sorter: RecordSorter?
  }

  private let level: Int?
  private let format: GenomeIndex.Format?
  private let folder: String?
  private let cores: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - level: How hard BGZF is compressed; nil for plain text.
  ///   - index: The index beside the file; nil for none.
  ///   - folder: Where sorting may make scratch files; nil not to sort.
  ///   - cores: How many pieces are packed at once while sorted records are written.
  init(level: Int?, index: GenomeIndex.Format?, sortsIn folder: String?, cores: Int) {
    self.level = level
    format = index
    self.folder = folder
    self.cores = cores
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial {
    let batch = try RecordBatch(incoming: batch)
    log.read(batch.records.count)
    var partial: Partial
    if folder == nil {
      partial = try packed(batch)
    } else {
      partial = Partial(header: batch.header, bytes: Self.lines(of: batch))
      partial.records = IndexedRecords(batch)
    }
    log.keep(batch.records.count)
    return partial
  }

  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError) {
    try state.withLock { state throws(StageError) in
      try begin(partial.header, &state, output)
      if let folder, let records = partial.records {
        var sorter = state.sorter ?? RecordSorter(partial.header, folder: folder)
        state.sorter = nil
        do throws(ByteIOError) { try sorter.add(partial.bytes, records) } catch {
          throw StageError(VCFError(error))
        }
        state.sorter = sorter
      } else {
        try append(partial, &state, output)
      }
    }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try state.withLock { state throws(StageError) in
      if let sorter = state.sorter.take(), let header = state.header {
        try appendSorted(sorter, header, &state, output)
      }
      guard level != nil else { return }
      try append(BGZFCompressor.endOfFile, &state, output)
      guard let index = state.index, let format else { return }
      let bytes = try packed(index.encoded()).bytes + BGZFCompressor.endOfFile
      try output.append(bytes, to: "file", suffix: "." + format.rawValue)
    }
  }

  private func appendSorted(
    _ sorter: consuming RecordSorter, _ header: VCFHeader, _ state: inout State,
    _ output: any TaskOutput
  ) throws(StageError) {
    var sorted: SortedRecords
    do throws(ByteIOError) { sorted = try sorter.sorted() } catch {
      throw StageError(VCFError(error))
    }
    var isEnd = false
    while !isEnd {
      var pieces: [[UInt8]] = []
      while pieces.count < cores, !isEnd {
        do throws(ByteIOError) {
          if let piece = try sorted.nextPiece() { pieces.append(piece) } else { isEnd = true }
        } catch {
          throw StageError(VCFError(error))
        }
      }
      let made = try mapInParallel(pieces, cores: cores) { text throws(StageError) in
        try packed(RecordBatch(header: header, chunk: TextChunk(index: 0, text: text, origins: [])))
      }
      for partial in made { try append(partial, &state, output) }
    }
  }

  private func begin(
    _ header: VCFHeader, _ state: inout State, _ output: any TaskOutput
  ) throws(StageError) {
    guard state.header == nil else { return }
    state.header = header
    state.index = format.map { GenomeIndex($0, header: header) }
    try append(packed(VCFWriter.header(header)).bytes, &state, output)
  }

  private func append(
    _ partial: Partial, _ state: inout State, _ output: any TaskOutput
  ) throws(StageError) {
    if let records = partial.records {
      do throws(VCFError) {
        try state.index?.add(records, fileOffset: state.fileOffset, blocks: partial.blocks)
      } catch {
        throw StageError(error)
      }
    }
    try append(partial.bytes, &state, output)
  }

  private func append(
    _ bytes: [UInt8], _ state: inout State, _ output: any TaskOutput
  ) throws(StageError) {
    try output.append(bytes, to: "file", suffix: "")
    state.fileOffset += UInt64(bytes.count)
  }

  private static func lines(of batch: RecordBatch) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(batch.chunk.text.count + 1)
    VCFWriter.append(batch, to: &text)
    return text
  }

  private func packed(_ batch: RecordBatch) throws(StageError) -> Partial {
    var partial = Partial(header: batch.header, bytes: [])
    (partial.bytes, partial.blocks) = try packed(Self.lines(of: batch))
    if format != nil { partial.records = IndexedRecords(batch) }
    return partial
  }

  private func packed(
    _ text: [UInt8]
  ) throws(StageError) -> (bytes: [UInt8], blocks: [BGZFCompressor.Block]) {
    guard let level else { return (text, []) }
    var bytes: [UInt8] = []
    do throws(ByteIOError) {
      let blocks = try BGZFCompressor(level: level).compress(text.span, appendingTo: &bytes)
      return (bytes, blocks)
    } catch {
      throw StageError(VCFError(error))
    }
  }
}
