import Foundation
import GRDB
package import PipelineModel

/// A run as the ledger lists it.
package struct RunEntry: Sendable {
  /// The run's identifier.
  package let id: String
  /// The pipeline's name.
  package let pipeline: String
  /// When it began, in seconds since 1970.
  package let started: Double
  /// When it ended; nil when it was cut off or still runs.
  package let ended: Double?
  /// How it ended.
  package let status: RunRecord.Status
  /// The release it published or found in place.
  package let release: String?
}

extension RunEntry {
  /// A run from a row of its columns in the order of their declaration.
  init(_ row: Row) {
    self.init(
      id: row[0], pipeline: row[1], started: row[2], ended: row[3],
      status: RunRecord.Status(rawValue: row[4]) ?? .running, release: row[5])
  }
}

extension Ledger {
  /// Notes that a run has begun.
  package func begin(_ record: RunRecord) throws(StageError) {
    try write("write") { database in
      try database.execute(
        sql: "INSERT INTO run(id, pipeline, started, status, date) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          record.runID, record.pipeline, record.startedAt, record.status.rawValue, record.date,
        ])
    }
  }

  /// The latest runs, newest first.
  package func runs(limit: Int) throws(StageError) -> [RunEntry] {
    try read { database in
      try Row.fetchAll(
        database,
        sql:
          "SELECT id, pipeline, started, ended, status, release FROM run ORDER BY id DESC LIMIT ?",
        arguments: [limit]
      ).map(RunEntry.init)
    }
  }

  /// When a run of a pipeline last succeeded, in seconds since 1970; nil for never.
  package func lastSuccess(of pipeline: String) throws(StageError) -> Double? {
    try read { database in
      try Double.fetchOne(
        database, sql: "SELECT max(ended) FROM run WHERE pipeline = ? AND status = ?",
        arguments: [pipeline, RunRecord.Status.succeeded.rawValue])
    }
  }

  /// Whether a run that has succeeded has published a release, or found it in its place.
  func hasSucceeded(withRelease folder: String) throws(StageError) -> Bool {
    try read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM run WHERE release = ? AND status = ?)",
        arguments: [folder, RunRecord.Status.succeeded.rawValue]) ?? false
    }
  }

  /// How many products are committed.
  package func productCount() throws(StageError) -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM product") ?? 0 }
  }
}

extension Ledger {
  /// Whether a run has ended well.
  func hasSucceeded(run id: String) throws(StageError) -> Bool {
    try read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM run WHERE id = ? AND status = ?)",
        arguments: [id, RunRecord.Status.succeeded.rawValue]) ?? false
    }
  }
}
