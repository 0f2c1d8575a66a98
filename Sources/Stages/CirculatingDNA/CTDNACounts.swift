import ByteIO
package import PipelineModel
import Synchronization
import Tables
import VCF

/// Takes the counts of alleles from variant records (`ctdna.counts`).
package struct CTDNACounts: SinkStage {
  private static let fields = Setting<CountFields>(
    "fields", .oneOf, default: .auto, shown: "\"auto\"",
    "Whose fields hold the counts: those of `mutect2` (also gVCF), `vardict`, `lofreq` or `umivar`; by what stands in each record with `auto`."
  )
  private static let sample = Setting<String?>(
    optional: "sample", .string,
    "The sample of a file that names none, as LoFreq writes it.")

  package static let kind = StageKind(
    "ctdna.counts", shape: .writer,
    "Takes the counts of each allele in each sample from the fields of variant callers; molecules where they are counted, reads otherwise, never an estimated fraction.",
    inputs: [InputPort("variants", .variants)],
    outputs: [
      OutputPort(
        "counts", .table,
        "One row a sample and alternate allele: \(CountRowEncoder.schema.columns.map(\.name).joined(separator: ", "))."
      )
    ], settings: [fields, sample])

  private let fields: CountFields
  private let sample: String?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    fields = try context[Self.fields]
    sample = try context[Self.sample]
  }

  package var outputs: [String: EdgeType] {
    ["counts": .table(CountRowEncoder.schema, privacy: .identifiable)]
  }

  /// A maker of rows for one shard.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    CountRows(fields, sample: sample)
  }
}

/// Makes the rows of one shard: batches in parallel, appended in order.
private final class CountRows: Sink {
  struct Partial: Sendable {
    let rows: [UInt8]
    let count: Int
  }

  private let fields: CountFields
  private let sample: String?
  private let isDeclared = Mutex(false)

  init(_ fields: CountFields, sample: String?) {
    self.fields = fields
    self.sample = sample
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial {
    let batch = try RecordBatch(incoming: batch)
    log.read(batch.records.count)
    var encoder = CountRowEncoder(batch.header, fields, sampleName: sample)
    for record in batch.records {
      do throws(VCFError) {
        try encoder.append(record, batch.chunk.text.span)
        log.keep(1)
      } catch {
        try log.reject(batch.refusal(of: record, error))
      }
    }
    let count = encoder.writer.rowCount
    return Partial(rows: encoder.writer.takeBytes(), count: count)
  }

  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError) {
    try isDeclared.withLock { isDeclared throws(StageError) in
      if !isDeclared { try output.declareTable("counts", schema: CountRowEncoder.schema) }
      isDeclared = true
    }
    try output.appendRows(partial.rows, count: partial.count, to: "counts")
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}
