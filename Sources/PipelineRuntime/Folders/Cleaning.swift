import ByteIO
import Foundation
package import PipelineModel
import PipelinePlanner

/// Removes old releases, run folders, artifacts and deliveries; never what the latest release or a kept run needs.
package struct Cleaning {
  /// Which runs are kept, beside the newest successful one of each pipeline.
  package enum Keep: Sendable, Equatable {
    /// So many of the latest successful runs of each pipeline, and all runs since.
    case latest(Int)
    /// Runs that began so many seconds ago or less.
    case seconds(Double)
  }

  /// What is removed.
  package struct Result: Sendable, Equatable {
    /// The releases, as folders.
    package var releases: [String] = []
    /// The runs whose folders are removed.
    package var runs: [String] = []
    /// How many artifacts.
    package var artifacts = 0
    /// How many deliveries of servers.
    package var deliveries = 0
    /// The bytes that the disk gets back.
    package var bytes = 0
    /// The kept runs of which it is not known what they need; no artifact is removed then.
    package var unknownRuns: [String] = []
  }

  private let work: WorkFolder
  private let out: String
  private let ledger: Ledger
  private let isDryRun: Bool
  private var result = Result()
  private var freed = FreedBytes()

  /// A cleaning of a work folder, locked by its caller, and of a folder of releases.
  package init(work: WorkFolder, out: String, ledger: Ledger, isDryRun: Bool) {
    self.work = work
    self.out = out
    self.ledger = ledger
    self.isDryRun = isDryRun
  }

  /// Removes what is not kept.
  ///
  /// - Parameter now: The present, in seconds since 1970.
  /// - Returns: What was removed, or would be in a dry run.
  package mutating func run(_ keep: Keep, now: Double) throws(StageError) -> Result {
    let runs = try ledger.runs(limit: .max)
    let publisher = ReleasePublisher(out: out, runID: "")
    let latest = publisher.latestRun
    let kept = Self.kept(runs, keep, latest: latest, now: now)
    let keptReleases = Set(
      runs.filter { kept.contains($0.id) }.compactMap(\.release).map {
        ($0 as NSString).lastPathComponent
      }
        + [latest].compactMap(\.self))
    let keys = try neededKeys(kept)
    // Folders go first, the ledger last: what is left over after a power cut is found again by the next cleaning.
    for run in runs where !keptReleases.contains(run.id) {
      let folder = out + "/releases/" + run.id
      guard FileManager.default.fileExists(atPath: folder + "/manifest.json") else { continue }
      result.releases.append(folder)
      remove(folder)
    }
    for id in Folder.names(work.runs) where !kept.contains(id) {
      result.runs.append(id)
      remove(work.run(id))
    }
    if result.unknownRuns.isEmpty { try removeArtifacts(but: keys) }
    for folder in OldDeliveries(work, runs, kept: kept, keep, now: now).folders {
      result.deliveries += 1
      remove(folder)
    }
    if !isDryRun {
      try ledger.forget(
        runs: runs.map(\.id).filter { !kept.contains($0) },
        productsBut: result.unknownRuns.isEmpty ? keys : nil)
    }
    result.bytes = freed.total
    return result
  }

  /// The runs that are kept: those that the rule names, the newest successful one of each pipeline, and that of `latest`.
  static func kept(
    _ runs: [RunEntry], _ keep: Keep, latest: String?, now: Double
  ) -> Set<String> {
    var kept = Set([latest].compactMap(\.self))
    for (_, ofPipeline) in Dictionary(grouping: runs, by: \.pipeline) {
      let newestFirst = ofPipeline.sorted { $0.id > $1.id }
      let successful = newestFirst.filter { $0.status == .succeeded }
      if let newest = successful.first { kept.insert(newest.id) }
      switch keep {
      case .latest(let count):
        let oldest = successful.prefix(count).last?.id ?? ""
        kept.formUnion(newestFirst.filter { $0.id >= oldest }.map(\.id))
      case .seconds(let seconds):
        kept.formUnion(newestFirst.filter { $0.started >= now - seconds }.map(\.id))
      }
    }
    // A run that found nothing new stands for the run whose release it names.
    let releases = runs.filter { kept.contains($0.id) }.compactMap(\.release)
    return kept.union(releases.map { ($0 as NSString).lastPathComponent })
  }

  private mutating func neededKeys(_ kept: Set<String>) throws(StageError) -> Set<ContentKey> {
    var keys: Set<ContentKey> = []
    for id in kept.sorted() {
      if let ofRun = try KeptProducts.read(work.run(id)) {
        keys.formUnion(ofRun)
      } else {
        result.unknownRuns.append(id)
      }
    }
    return keys
  }

  private mutating func removeArtifacts(but keys: Set<ContentKey>) throws(StageError) {
    result.artifacts += removeFolders(in: work.artifacts, but: keys)
    removeFolders(in: work.derived, but: keys)
  }

  /// Removes the folders of keys, `<first digits>/<rest>`, and says how many.
  @discardableResult
  private mutating func removeFolders(in root: String, but keys: Set<ContentKey>) -> Int {
    var count = 0
    for prefix in Folder.names(root) {
      for rest in Folder.names(root + "/" + prefix) {
        if let key = ContentKey(hexadecimal: prefix + rest), keys.contains(key) { continue }
        count += 1
        remove("\(root)/\(prefix)/\(rest)")
      }
    }
    return count
  }

  private mutating func remove(_ folder: String) {
    freed.add(folder)
    if !isDryRun { Folder.remove(folder) }
  }
}

/// Counts the bytes of files that lose their last name; files of several names are counted with the last of them.
struct FreedBytes {
  private var left: [Int: Int] = [:]
  private(set) var total = 0

  /// Counts a folder that is about to be removed.
  mutating func add(_ folder: String) {
    let manager = FileManager.default
    for name in (try? manager.subpathsOfDirectory(atPath: folder)) ?? [] {
      let path = folder + "/" + name
      guard let attributes = try? manager.attributesOfItem(atPath: path),
        attributes[.type] as? FileAttributeType == .typeRegular
      else { continue }
      let size = (attributes[.size] as? Int) ?? 0
      let names = (attributes[.referenceCount] as? Int) ?? 1
      let inode = (attributes[.systemFileNumber] as? Int) ?? 0
      let remaining = (left[inode] ?? names) - 1
      left[inode] = remaining
      if remaining == 0 { total += size }
    }
  }
}
