/// A record that was refused, with its place of origin.
package struct RejectedRecord: Sendable {
  /// The line within the chunk, from 0; the engine adds the chunk's first line.
  package var lineInChunk: Int
  /// The byte offset in the file; for BGZF the virtual offset.
  package var offset: UInt64
  /// The rule that the record breaks, a stable word such as `columns` or `pos`.
  package var rule: String
  /// The field at fault, such as `POS`; nil where the whole record is.
  package var field: String?
  /// What is wrong and what to do, without any content of the record.
  package var message: String
  /// The record as it stands in the file; kept only in the owner's quarantine file.
  package var raw: [UInt8]

  /// A refused record.
  package init(
    lineInChunk: Int, offset: UInt64, rule: String, field: String?, message: String, raw: [UInt8]
  ) {
    self.lineInChunk = lineInChunk
    self.offset = offset
    self.rule = rule
    self.field = field
    self.message = message
    self.raw = raw
  }
}

/// What happened to the records of one chunk in one stage: read + made = kept + quarantined + dropped.
package struct RecordLog: Sendable {
  /// Records that came in.
  package private(set) var read = 0
  /// Records that went on.
  package private(set) var kept = 0
  /// Records that were left out, by rule.
  package private(set) var dropped: [String: Int] = [:]
  /// Records that came into being beside those they were made from, by what made them.
  package private(set) var made: [String: Int] = [:]
  /// Records of neighbouring chunks that went on with this one, less those of this one that went on with others.
  private var moved = 0
  /// Records that went on although something about them is not as it should be, by what that is.
  package private(set) var tolerated: [String: Int] = [:]
  /// Records that were refused and kept aside.
  package private(set) var quarantined: [RejectedRecord] = []
  /// Records that were refused, whether they were kept aside or dropped.
  package private(set) var bad = 0
  private let onBad: ReaderContract.BadRecords

  /// An empty log under a reader's rule for bad records.
  package init(onBad: ReaderContract.BadRecords) {
    self.onBad = onBad
  }

  /// Records came in.
  package mutating func read(_ count: Int) { read += count }

  /// Records went on.
  package mutating func keep(_ count: Int) { kept += count }

  /// Records came into being beside the one they were made from, for example by splitting.
  package mutating func make(_ count: Int, rule: String) {
    if count > 0 { made[rule, default: 0] += count }
  }

  /// Records that had been kept are left out after all, or become part of others.
  package mutating func withdraw(_ count: Int, rule: String) {
    kept -= count
    drop(count, rule: rule)
  }

  /// Records go on with another chunk.
  package mutating func move(_ count: Int, to other: inout RecordLog) {
    kept -= count
    moved -= count
    other.kept += count
    other.moved += count
  }

  /// A record is kept aside, whatever the reader's rule for bad records is.
  package mutating func setAside(_ record: RejectedRecord) {
    bad += 1
    quarantined.append(record)
  }

  /// Records were left out under a rule, for example a filter.
  package mutating func drop(_ count: Int = 1, rule: String) {
    if count > 0 { dropped[rule, default: 0] += count }
  }

  /// Records went on although something about them is not as it should be; a record may have several such things.
  package mutating func tolerate(_ count: Int = 1, _ what: String) {
    if count > 0 { tolerated[what, default: 0] += count }
  }

  /// A bad record is refused: by the reader's rule it fails the task, is kept aside, or is dropped and counted.
  ///
  /// - Throws: The failure, with the line within the chunk, when bad records fail the task.
  package mutating func reject(_ record: RejectedRecord) throws(StageError) {
    bad += 1
    switch onBad {
    case .quarantine: quarantined.append(record)
    case .drop: drop(rule: record.rule)
    case .fail:
      throw StageError(
        .input, record.message,
        remedy: "mend the record, or set \"onBad\": \"quarantine\" to keep it aside and go on",
        line: record.lineInChunk, offset: record.offset, field: record.field)
    }
  }

  /// Whether every record that came in is accounted for.
  package var isBalanced: Bool {
    read + moved + made.values.reduce(0, +)
      == kept + quarantined.count + dropped.values.reduce(0, +)
  }
}
