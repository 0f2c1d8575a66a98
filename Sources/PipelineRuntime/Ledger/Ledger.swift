import ByteIO
import Foundation
import GRDB
package import PipelineModel
package import PipelinePlanner
import Synchronization

/// What was committed, in SQLite: products by key, what they were made from, digests of files, runs.
///
/// WAL with `synchronous=FULL`: when a commit returns, it survives a power failure.
package final class Ledger: Sendable {
  private let database: DatabaseQueue
  /// The folder that the ledger belongs to.
  let workFolder: WorkFolder
  private let committedKeys: Mutex<Set<ContentKey>>
  /// The manifests that were there when they were last asked for.
  private let stampsSeen = Mutex<[ContentKey: FileStamp]>([:])

  /// Opens the ledger of a work folder, creating or migrating it.
  package init(_ workFolder: WorkFolder) throws(StageError) {
    self.workFolder = workFolder
    do {
      var configuration = Configuration()
      configuration.journalMode = .wal
      configuration.busyMode = .timeout(10)
      configuration.prepareDatabase { database in
        // A group of commits touches pages all over the index of keys: 32 MiB keep them from being read again.
        try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768")
      }
      database = try DatabaseQueue(path: workFolder.ledger, configuration: configuration)
      try Self.migrator.migrate(database)
      committedKeys = Mutex(try database.read(Self.committedKeys))
    } catch {
      throw Ledger.failure("open", error, workFolder)
    }
  }

  private static func committedKeys(_ database: Database) throws -> Set<ContentKey> {
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM product") ?? 0
    var result = Set<ContentKey>(minimumCapacity: count)
    let keys = try Data.fetchCursor(database, sql: "SELECT key FROM product")
    while let key = try keys.next() {
      if let key = ContentKey(bytes: key.span) { result.insert(key) }
    }
    return result
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(
        sql: """
          CREATE TABLE recipe(key BLOB PRIMARY KEY, ingredients TEXT NOT NULL) WITHOUT ROWID;
          CREATE TABLE product(
            key BLOB PRIMARY KEY, stage TEXT NOT NULL, shard TEXT NOT NULL, recipe BLOB NOT NULL,
            inputs TEXT NOT NULL, run TEXT NOT NULL, committed REAL NOT NULL);
          CREATE INDEX productOfStage ON product(stage, shard, committed);
          CREATE TABLE file(
            path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
            changed INTEGER NOT NULL, inode INTEGER NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
          CREATE TABLE run(
            id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, started REAL NOT NULL, ended REAL,
            status TEXT NOT NULL, release TEXT) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("committed runs", migrate: createCommittedRuns)
    migrator.registerMigration("accounts") { database in
      try database.execute(
        sql: """
          ALTER TABLE run ADD COLUMN account BLOB;
          CREATE INDEX runOfAccount ON run(account);
          -- Digests of parts of files stood under the names of the files.
          DELETE FROM file;
          """)
    }
    return migrator
  }

  static func failure(_ verb: String, _ error: any Error, _ folder: WorkFolder) -> StageError {
    let message = (error as? DatabaseError)?.message ?? (error as NSError).localizedDescription
    return StageError(
      .io, "cannot \(verb) the ledger: \(message)",
      remedy: "check that the disk has room and that you may write in \(folder.path)",
      file: folder.ledger)
  }

  /// Runs statements in one transaction.
  func write<Value: Sendable>(
    _ verb: String, _ work: @Sendable (Database) throws -> Value
  ) throws(StageError) -> Value {
    do {
      return try database.write(work)
    } catch {
      throw Self.failure(verb, error, workFolder)
    }
  }

  /// Runs queries.
  func read<Value: Sendable>(_ work: @Sendable (Database) throws -> Value) throws(StageError)
    -> Value
  {
    do {
      return try database.read(work)
    } catch {
      throw Self.failure("read", error, workFolder)
    }
  }

  /// Remembers keys that were committed just now.
  func remember(_ keys: [ContentKey]) {
    committedKeys.withLock { $0.formUnion(keys) }
    stampsSeen.withLock { seen in for key in keys { seen[key] = nil } }
  }
}

extension Ledger: CommittedProducts {
  /// Whether a key is in the ledger and its artifact is in its folder.
  package func isCommitted(_ key: ContentKey) -> Bool {
    committedKeys.withLock { $0.contains(key) }
      && FileStamp(workFolder.artifact(key) + "/" + ArtifactManifest.fileName) != nil
  }

  /// Whether keys are in the ledger and their artifacts are in their folders.
  package func areCommitted(_ keys: [ContentKey]) -> [Bool] {
    let stamps = manifestStamps(keys)
    stampsSeen.withLock { seen in
      for (key, stamp) in zip(keys, stamps) { seen[key] = stamp }
    }
    return stamps.map { $0 != nil }
  }

  /// The stamps of the manifests of products, as they were when this run decided what it reuses; those that it did not
  /// ask for then are looked at now.
  ///
  /// - Complexity: O(keys), with one look at the file system for each that was not asked for.
  func manifestStampsAtDecision(_ keys: [ContentKey]) -> [FileStamp?] {
    var stamps = stampsSeen.withLock { seen in keys.map { seen[$0] } }
    let unseen = stamps.indices.filter { stamps[$0] == nil }
    for (index, stamp) in zip(unseen, manifestStamps(unseen.map { keys[$0] })) {
      stamps[index] = stamp
    }
    return stamps
  }

  /// The stamps of the manifests of products; nil for those that are not committed or no longer there.
  private func manifestStamps(_ keys: [ContentKey]) -> [FileStamp?] {
    let committed = committedKeys.withLock { known in keys.map { known.contains($0) } }
    return FileStamp.ofFiles(keys.count) { number in
      // An empty path is that of no file.
      committed[number]
        ? workFolder.artifact(keys[number]) + "/" + ArtifactManifest.fileName : ""
    }
  }

  /// The ingredients of the latest product of a stage and shard.
  package func latestIngredients(stage: String, shard: String) -> [Ingredient]? {
    let texts = try? read { database -> [String]? in
      let statement = try database.cachedStatement(
        sql: """
          SELECT recipe.ingredients, product.inputs FROM product JOIN recipe ON recipe.key = product.recipe
          WHERE stage = ? AND shard = ? ORDER BY committed DESC, product.key LIMIT 1
          """)
      let row = try Row.fetchOne(statement, arguments: [stage, shard])
      return row.map { [$0[0], $0[1]] }
    }
    return texts?.flatMap(Self.decode)
  }

  static func encode(_ ingredients: [Ingredient]) -> String {
    ingredients.map { "\($0.label)\t\($0.value)" }.joined(separator: "\n")
  }

  private static func decode(_ text: String) -> [Ingredient] {
    text.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      return Ingredient(String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
    }
  }
}
