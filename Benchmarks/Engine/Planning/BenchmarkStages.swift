import PipelineModel
import Tables

/// What the reader of the benchmark gives.
extension PortKind {
  /// A stream of numbers.
  static let numbers = PortKind(name: "numbers", isStream: true)
}

/// A reader that is planned, never run: one shard a file.
struct BenchmarkRead: ReaderStage {
  private static let filesSetting = Setting<[PathPattern]>(
    required: "files", .paths, role: .inputFiles, "The files.")

  static let kind = StageKind(
    "benchmark.read", shape: .reader, "Reads numbers.",
    outputs: [OutputPort("numbers", .numbers, "The numbers.")],
    settings: [filesSetting] + ReaderSettings.all)

  let files: [PathPattern]
  let contract: ReaderContract
  let outputs: [String: EdgeType]

  init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    files = try context[Self.filesSetting]
    outputs = ["numbers": EdgeType(.numbers, privacy: .released)]
  }

  func open(paths: [String], resources: StageResources, wanted: [any WantedRecords])
    throws(StageError) -> any ShardReader
  {
    throw .neverRun
  }
}

/// A writer that is planned, never run: one document a shard.
struct BenchmarkWrite: SinkStage {
  static let kind = StageKind(
    "benchmark.write", shape: .writer, "Writes numbers.",
    inputs: [InputPort("numbers", .numbers)],
    outputs: [OutputPort("document", .document, "The numbers.")])

  let outputs: [String: EdgeType]

  init(_ context: inout StageContext) throws(StageRefusal) {
    outputs = ["document": EdgeType(.document, privacy: .released)]
  }

  func makeSink(_ resources: StageResources) throws(StageError) -> any Sink { throw .neverRun }
}

/// A combine that is planned, never run: an accumulator a shard, then one merge.
struct BenchmarkSum: CombineStage {
  private static let schema = TableSchema([Column("sum", .integer)])

  static let kind = StageKind(
    "benchmark.sum", shape: .combine, "Adds numbers.", inputs: [InputPort("numbers", .numbers)],
    outputs: [OutputPort("sums", .table, "sum (integer).")])

  let outputs: [String: EdgeType]

  init(_ context: inout StageContext) throws(StageRefusal) {
    outputs = ["sums": .table(Self.schema, privacy: .released)]
  }

  func makeSink(_ resources: StageResources) throws(StageError) -> any Sink { throw .neverRun }

  func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    throw .neverRun
  }
}

extension StageError {
  fileprivate static let neverRun = StageError(
    .internal, "stages of the benchmark are only planned")
}
