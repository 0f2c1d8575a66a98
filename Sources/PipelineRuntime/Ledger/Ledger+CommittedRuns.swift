import Foundation
import GRDB
package import PipelineModel
package import PipelinePlanner

/// The last successful run of a pipeline, as later runs are compared with it.
package struct CommittedRun: Sendable {
  /// The name under which the records that a reader has read are kept, beside those of its ports.
  static let inputPort = ""

  /// How many rows passed one place.
  struct Rows: Sendable {
    let stage: String
    let port: String
    let rows: Int
  }

  /// The run's identifier.
  package let id: String
  /// When it began, in seconds since 1970: what changed later was not seen by it.
  package let started: Double
  /// The date that it was for.
  package let date: String
  private let rows: [String: Int]

  fileprivate init(id: String, started: Double, date: String, rows: [(String, String, Int)]) {
    self.id = id
    self.started = started
    self.date = date
    self.rows = Dictionary(rows.map { ("\($0.0)\t\($0.1)", $0.2) }) { first, _ in first }
  }

  /// How many rows passed a place; nil where that is not known.
  func rows(_ stage: String, _ port: String) -> Int? { rows["\(stage)\t\(port)"] }
}

extension Ledger {
  /// The last successful run of a pipeline for a date or an earlier one that has read something; nil where there is
  /// none.
  package func lastCommittedRun(
    of pipeline: String, upTo date: String
  ) throws(StageError) -> CommittedRun? {
    try read { database -> CommittedRun? in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT id, started, date FROM run
          WHERE pipeline = ? AND status = ? AND date <= ?
            AND EXISTS (SELECT 1 FROM passedRows WHERE passedRows.run = run.id)
          ORDER BY date DESC, id DESC LIMIT 1
          """, arguments: [pipeline, RunRecord.Status.succeeded.rawValue, date])
      guard let row else { return nil }
      let id: String = row[0]
      let rows = try Row.fetchAll(
        database, sql: "SELECT stage, port, rows FROM passedRows WHERE run = ?", arguments: [id])
      return CommittedRun(
        id: id, started: row[1], date: row[2], rows: rows.map { ($0[0], $0[1], $0[2]) })
    }
  }

  /// Notes how a run has ended, with what later runs ask about it; all of it or nothing.
  ///
  /// - Parameters:
  ///   - rows: How many rows passed each place.
  ///   - files: For each stage that reads only new files: the digests of those that it has read.
  ///   - release: The key of the release, nil where nothing was published.
  ///   - account: The key of the account that the run has left in its folder; nil where it has left none.
  func end(
    _ record: RunRecord, rows: [CommittedRun.Rows], files: [String: [ContentKey]],
    release: ContentKey?, account: ContentKey?
  ) throws(StageError) {
    let key = release.map { Data($0.bytes) }
    let accountKey =
      record.status == .succeeded ? account.map { Data($0.bytes) } : nil
    try write("write") { database in
      try database.execute(
        sql: """
          UPDATE run SET ended = ?, status = ?, release = ?, releaseKey = ?, account = ? WHERE id = ?
          """,
        arguments: [
          record.endedAt, record.status.rawValue, record.release, key, accountKey, record.runID,
        ])
      guard record.status == .succeeded else { return }
      for place in rows {
        try database.execute(
          sql: "INSERT OR REPLACE INTO passedRows(run, stage, port, rows) VALUES (?, ?, ?, ?)",
          arguments: [record.runID, place.stage, place.port, place.rows])
      }
      let statement = try database.cachedStatement(
        sql: "INSERT OR IGNORE INTO readFile(pipeline, stage, digest, run) VALUES (?, ?, ?, ?)")
      for (stage, digests) in files {
        for digest in digests {
          try statement.execute(arguments: [
            record.pipeline, stage, Data(digest.bytes), record.runID,
          ])
        }
      }
    }
  }

  /// The digests of the files that successful runs of a pipeline have read in a stage that reads only new ones.
  func filesRead(pipeline: String, stage: String) throws(StageError) -> Set<ContentKey> {
    try read { database in
      let digests = try Data.fetchAll(
        database, sql: "SELECT digest FROM readFile WHERE pipeline = ? AND stage = ?",
        arguments: [pipeline, stage])
      return Set(digests.compactMap { ContentKey(bytes: $0.span) })
    }
  }

  /// The latest run that has left an account with a key; nil where none has.
  func run(withAccount key: ContentKey) throws(StageError) -> String? {
    let key = Data(key.bytes)
    return try read { database in
      try String.fetchOne(
        database, sql: "SELECT id FROM run WHERE account = ? ORDER BY id DESC LIMIT 1",
        arguments: [key])
    }
  }

  /// The date that a run was for; nil for a run that is not known.
  func date(ofRun id: String) throws(StageError) -> String? {
    try read { try String.fetchOne($0, sql: "SELECT date FROM run WHERE id = ?", arguments: [id]) }
  }

  /// A successful run of a pipeline for a date, whose release is made from the same; nil where there is none.
  package func run(
    of pipeline: String, date: String, release: ContentKey
  ) throws(StageError) -> RunEntry? {
    let key = Data(release.bytes)
    return try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT id, pipeline, started, ended, status, release FROM run
          WHERE pipeline = ? AND date = ? AND status = ? AND releaseKey = ? ORDER BY id DESC LIMIT 1
          """,
        arguments: [pipeline, date, RunRecord.Status.succeeded.rawValue, key]
      ).map(RunEntry.init)
    }
  }

  /// Forgets runs, and products that are no longer there.
  ///
  /// - Parameter kept: The products that stay; nil for all.
  func forget(runs: [String], productsBut kept: Set<ContentKey>?) throws(StageError) {
    try write("write") { database in
      for id in runs {
        try database.execute(sql: "DELETE FROM passedRows WHERE run = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [id])
      }
      guard let kept else { return }
      var gone: [Data] = []
      let keys = try Data.fetchCursor(database, sql: "SELECT key FROM product")
      while let key = try keys.next() {
        if let name = ContentKey(bytes: key.span), !kept.contains(name) { gone.append(key) }
      }
      let statement = try database.cachedStatement(sql: "DELETE FROM product WHERE key = ?")
      for key in gone { try statement.execute(arguments: [key]) }
      try database.execute(
        sql: "DELETE FROM recipe WHERE key NOT IN (SELECT recipe FROM product)")
    }
  }

  static func createCommittedRuns(_ database: Database) throws {
    try database.execute(
      sql: """
        ALTER TABLE run ADD COLUMN date TEXT NOT NULL DEFAULT '';
        ALTER TABLE run ADD COLUMN releaseKey BLOB;
        CREATE TABLE passedRows(
          run TEXT NOT NULL, stage TEXT NOT NULL, port TEXT NOT NULL, rows INTEGER NOT NULL,
          PRIMARY KEY (run, stage, port)) WITHOUT ROWID;
        CREATE TABLE readFile(
          pipeline TEXT NOT NULL, stage TEXT NOT NULL, digest BLOB NOT NULL, run TEXT NOT NULL,
          PRIMARY KEY (pipeline, stage, digest)) WITHOUT ROWID;
        """)
  }
}
