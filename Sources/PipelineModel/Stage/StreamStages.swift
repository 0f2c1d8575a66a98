package import Tables

/// A stage that turns batches into batches, one at a time and in any order.
package protocol TransformStage: Stage {
  /// Loads what the work needs (reference files); called once per task.
  func makeTransform(_ resources: StageResources) throws(StageError) -> any Transform
  /// Whether each record that comes out depends on one record that came in, and stands where that one stood: then
  /// records that no later stage wants need not come in either.
  var keepsRecordsApart: Bool { get }
}

extension TransformStage {
  /// Nothing is promised.
  package var keepsRecordsApart: Bool { false }
}

/// The work of a transform in one task.
package protocol Transform: Sendable {
  /// The batch that follows from a batch; runs on any thread.
  ///
  /// Every record that does not come out is logged as dropped under a rule, or as rejected.
  func apply(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch
}

/// A transform whose records may belong into a neighbouring batch once they are changed, for example because they moved.
///
/// After ``Transform/apply(_:_:)``, which runs on any thread, neighbouring batches are settled one after the other, in
/// order; then each goes on by itself, on any thread again. What is held back is bounded by what the transform says.
package protocol OrderedTransform: Transform {
  /// Moves records of the last of some neighbouring batches into earlier ones.
  ///
  /// - Parameter batches: Batches in order; all but the last have been through this.
  /// - Returns: How many of the first can go on, because no record of later batches belongs into them.
  func settle(_ batches: inout [OrderedBatch]) throws(StageError) -> Int
  /// What is left to do to a batch that has been settled; runs on any thread.
  func completed(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch
}

/// A batch on its way through an ordered transform, and what has become of its records.
package struct OrderedBatch: Sendable {
  /// The batch.
  package var batch: any Batch
  /// The log of the transform for the batch's chunk.
  package var log: RecordLog

  /// A batch with its log.
  package init(_ batch: any Batch, log: RecordLog) {
    self.batch = batch
    self.log = log
  }
}

/// A stage that ends a stream: a writer (`shape` ``StageShape/writer``) or a combine.
package protocol SinkStage: Stage {
  /// Loads what the work needs; called once per task (one shard).
  func makeSink(_ resources: StageResources) throws(StageError) -> any Sink
  /// The records that its result depends on; nil for all.
  func wantedRecords(_ resources: StageResources) throws(StageError) -> (any WantedRecords)?
  /// Whether what it makes of a shard depends on the port at which the shard comes in and on the names of its files
  /// (``StageResources/source``); both then belong to the key.
  var namesSources: Bool { get }
}

extension SinkStage {
  /// All records.
  package func wantedRecords(_ resources: StageResources) throws(StageError) -> (any WantedRecords)?
  { nil }
  /// Content alone matters.
  package var namesSources: Bool { false }
}

/// The work of a sink on one shard.
package protocol Sink: AnyObject, Sendable {
  /// What one batch comes to.
  associatedtype Partial: Sendable

  /// The costly part of one batch; runs on any thread.
  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial
  /// Takes what a batch came to, in chunk order, one at a time.
  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError)
  /// Ends the shard. A writer has now written its ports; a combine writes its accumulator with
  /// ``TaskOutput/appendPartial(_:)``.
  func finish(into output: any TaskOutput) throws(StageError)
}

/// A sink whose shards are merged: an accumulator per shard, committed, then merged in the order of the shards.
///
/// It may take several streams, each at a port of its own: the shards of all of them are merged together.
package protocol CombineStage: SinkStage {
  /// Merges the accumulators of all shards, in order, and writes the output ports.
  ///
  /// - Parameter partials: For each shard, the bytes that its sink gave to ``TaskOutput/appendPartial(_:)``.
  func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError)
}

/// A stage that runs once, when all of its inputs are committed.
package protocol TableStage: Stage {
  /// Reads committed inputs and writes the output ports.
  func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError)
}

/// Where a task writes its artifacts; nothing is visible to anybody else before the task is committed.
package protocol TaskOutput: AnyObject, Sendable {
  /// Says which columns the table of a port has, before its rows; again after them where a type is only known then.
  func declareTable(_ port: String, schema: TableSchema) throws(StageError)
  /// Appends rows as ``RowWriter`` encodes them.
  func appendRows(_ rows: [UInt8], count: Int, to port: String) throws(StageError)
  /// Appends bytes to the document of a port.
  ///
  /// - Parameter suffix: Names a companion file, such as `.tbi`, published beside the document; empty for the document.
  func append(_ bytes: [UInt8], to port: String, suffix: String) throws(StageError)
  /// Writes a whole file of a port of documents.
  ///
  /// - Parameter name: The file's name in the folder into which the port is published; each is written once.
  func write(_ bytes: [UInt8], named name: String, to port: String) throws(StageError)
  /// Appends bytes to the accumulator of a combine.
  func appendPartial(_ bytes: [UInt8]) throws(StageError)
}

/// The committed inputs of a table stage.
package struct TaskInputs: Sendable {
  /// The tables by the name under which they come in, in the order of the definition.
  package let tables: [(name: String, table: TableArtifact)]
  /// The files of documents by the name under which they come in, in the order of the shards that made them.
  package let documents: [String: [String]]

  /// Inputs of a task.
  package init(tables: [(name: String, table: TableArtifact)], documents: [String: [String]]) {
    self.tables = tables
    self.documents = documents
  }

  /// The table that comes in under a name.
  package func table(_ name: String) throws(StageError) -> TableArtifact {
    guard let found = tables.first(where: { $0.name == name }) else {
      throw StageError(.internal, "no table comes in as \"\(name)\"")
    }
    return found.table
  }
}

/// A committed table: its schema and the files that hold its rows, in order (CSV without header line).
package struct TableArtifact: Sendable {
  /// The columns.
  package let schema: TableSchema
  /// The part files, in order.
  package let parts: [String]
  /// How many rows the parts hold together.
  package let rowCount: Int

  /// A table of parts.
  package init(schema: TableSchema, parts: [String], rowCount: Int) {
    self.schema = schema
    self.parts = parts
    self.rowCount = rowCount
  }
}
