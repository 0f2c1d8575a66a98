/// A stage that reads files and gives batches.
///
/// A reader whose output is a stream feeds the stages fused with it. A reader whose output is a table also is a
/// ``SinkStage``, and the engine feeds its batches to its own sink.
package protocol ReaderStage: Stage {
  /// The setting that names the input files (role ``SettingRole/inputFiles``).
  var files: [PathPattern] { get }
  /// What happens to bad records, and what the definition promises about the input.
  var contract: ReaderContract { get }
  /// Whether a run in which no file comes in has nothing to do, because everything was read before.
  var readsNewsOnly: Bool { get }
  /// Whether each file is a shard of its own; otherwise all files are one shard, in order.
  var isSplitByFile: Bool { get }
  /// Cuts a file into parts that are shards of their own; none leaves it whole.
  ///
  /// Parts depend on the file and the settings alone. Every record belongs to exactly one, and the parts in
  /// their order hold the records in theirs.
  func parts(of path: String) throws(StageError) -> [FilePart]
  /// Whether files may be read in part only, as ``decisiveBytes(of:resources:wanted:)`` says.
  var leavesBytesUnread: Bool { get }
  /// The stretches of a file that decide what it gives to stages that want some records only; nil where that
  /// is all of it. A task's key needs no other bytes.
  func decisiveBytes(
    of path: String, resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> DecisiveBytes?
  /// Opens one shard: reads headers, no records.
  ///
  /// - Parameters:
  ///   - paths: The shard's files, absolute; `-` is standard input.
  ///   - resources: The reader's files, and the part of the file that the shard is.
  ///   - wanted: What the stages behind it want, each something; empty when one of them wants all records.
  func open(
    paths: [String], resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> any ShardReader
}

extension ReaderStage {
  /// Where the definition asks for files that were not read before.
  package var readsNewsOnly: Bool { contract.since == .lastRun }
  /// Each file is a shard.
  package var isSplitByFile: Bool { true }
  /// Files stay whole.
  package func parts(of path: String) throws(StageError) -> [FilePart] { [] }
  /// Files are read whole.
  package var leavesBytesUnread: Bool { false }
  /// All bytes.
  package func decisiveBytes(
    of path: String, resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> DecisiveBytes? { nil }
}

/// Reads one shard in four steps, so that the engine can run the costly ones in parallel.
///
/// `next` and `cut` are called one at a time (under the engine's lock); `cut` gets what `prepare` made in the
/// order of `next`. `prepare` and `parse` run on any thread. Chunk boundaries must depend on the input alone.
/// A shard gives at least one chunk, an empty one if need be, so that writers see its header.
package protocol ShardReader: AnyObject, Sendable {
  /// A piece of the input as it is read, for example a run of compressed blocks.
  associatedtype Raw: Sendable
  /// The piece after the costly part of reading, for example inflated text.
  associatedtype Prepared: Sendable
  /// Whole records, ready to be parsed.
  associatedtype Chunk: SourceChunk

  /// The next piece of the input, or nil at its end.
  func next() throws(StageError) -> Raw?
  /// The costly part of reading one piece.
  func prepare(_ raw: Raw) throws(StageError) -> Prepared
  /// The whole records that a piece completes; with nil, what is left at the end of the input.
  func cut(_ prepared: Prepared?) throws(StageError) -> [Chunk]
  /// Makes a batch from a chunk, logging each record as read, and bad ones as rejected.
  func parse(_ chunk: Chunk, _ log: inout RecordLog) throws(StageError) -> any Batch
}

/// Whole records cut from an input, before they are parsed.
package protocol SourceChunk: Sendable {
  /// The file that the chunk comes from, as an index into the shard's files.
  var fileIndex: Int { get }
  /// How many lines the chunk spans, so that the next one knows its first line; counted apart from parsing.
  var lineCount: Int { get }
  /// How many lines stand before the first record of a file that the chunk begins, for example its header; 0 in
  /// any later chunk of the file.
  var precedingLines: Int { get }
  /// Whether the lines of the chunk are numbered in the file; not so where an index lets lines go unread.
  var hasLineNumbers: Bool { get }
  /// The number of records in the chunk, found without parsing them (for example the count of its lines): what
  /// the accounting is checked against. Nil where only parsing can tell.
  var expectedRecords: Int? { get }
}

extension SourceChunk {
  /// Lines are counted from the beginning of the file.
  package var hasLineNumbers: Bool { true }
}
