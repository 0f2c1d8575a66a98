import ByteIO
package import PipelineModel
import Synchronization
import Tables
import VCF

/// Makes a table of fields of variant records (`variants.table`).
package struct VariantsTable: SinkStage {
  private static let columns = Setting<[String]>(
    required: "columns", .list(of: .string),
    "The columns: CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO/<key>, and per sample SAMPLE and FORMAT/<key>."
  )

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "variants.table", shape: .writer, "Makes a table of fields of variant records.",
    inputs: [InputPort("variants", .variants)],
    outputs: [
      OutputPort(
        "table", .table,
        "The columns asked for; one row per record, or per record and sample with SAMPLE or any FORMAT/<key>. Missing values are null."
      )
    ],
    settings: [columns])

  /// A table with the columns asked for.
  package let outputs: [String: EdgeType]
  private let columns: [VariantColumn]

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    let names = try context[Self.columns]
    var columns: [VariantColumn] = []
    for name in names {
      guard let column = VariantColumn(name) else {
        context.refuse(
          Self.columns, "has no column \"\(name)\"", remedy: VariantColumn.remedy(for: name))
        continue
      }
      if columns.contains(where: { $0.name == name }) {
        context.refuse(
          Self.columns, "names \"\(name)\" twice", remedy: "name each column once")
      }
      columns.append(column)
    }
    if columns.contains(where: \.isPerSample), !columns.contains(where: { $0.source == .sample }) {
      context.diagnostics.warning(
        "no-sample-column",
        "\"columns\" of stage \"\(context.stageName)\" gives a row for each sample without its name",
        remedy: "add \"SAMPLE\"", at: context.position(of: Self.columns))
    }
    self.columns = columns
    let privacy = context.edge("variants")?.type.privacy ?? .identifiable
    outputs = [
      "table": EdgeType(
        .table, columns: columns.map { PortColumn($0.name, $0.knownType) }, privacy: privacy)
    ]
  }

  /// A maker of rows for one shard.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    VariantRows(columns)
  }
}

/// Makes the rows of one shard: batches in parallel, appended in order.
private final class VariantRows: Sink {
  struct Partial: Sendable {
    var schema: TableSchema
    var rows: [UInt8]
    var count: Int
  }

  private let columns: [VariantColumn]
  private let isDeclared = Mutex(false)

  init(_ columns: [VariantColumn]) {
    self.columns = columns
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial {
    let batch = try RecordBatch(incoming: batch)
    log.read(batch.records.count)
    var encoder = VariantRowEncoder(columns, batch.header)
    let schema = encoder.schema
    for record in batch.records {
      var failure: VCFError?
      do throws(VCFError) {
        try encoder.append(record, batch.chunk.text.span)
      } catch {
        failure = error
      }
      if let failure {
        try log.reject(batch.refusal(of: record, failure))
      } else {
        log.keep(1)
      }
    }
    let count = encoder.writer.rowCount
    return Partial(schema: schema, rows: encoder.writer.takeBytes(), count: count)
  }

  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError) {
    try isDeclared.withLock { isDeclared throws(StageError) in
      if !isDeclared { try output.declareTable("table", schema: partial.schema) }
      isDeclared = true
    }
    try output.appendRows(partial.rows, count: partial.count, to: "table")
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}
