import ByteIO
import Foundation
import JSONText
package import PipelineModel
package import PipelinePlanner

/// Publishes a release whole: a folder under `releases/` that gets its name in one step, then `latest` is switched.
package struct ReleasePublisher {
  /// The folder of all releases of a pipeline.
  package let out: String
  /// The run that publishes.
  package let runID: String

  /// A publisher into a folder.
  package init(out: String, runID: String) {
    self.out = out
    self.runID = runID
  }

  /// A file to publish and where its content is committed.
  package struct Item: Sendable {
    let publish: CompiledPublish
    let from: String
    let products: [ContentKey]
  }

  /// What the release is made from: the same key means the same bytes.
  ///
  /// - Parameter date: The date of a release that stands beside equal ones of other dates.
  package static func key(pipeline: String, _ items: [Item], date: String? = nil) -> ContentKey {
    var hasher = KeyHasher()
    hasher.add(pipeline)
    if let date { hasher.add(date) }
    for item in items {
      hasher.add(item.publish.name)
      hasher.add(item.publish.port)
      hasher.addLength(item.products.count)
      for product in item.products { hasher.add(product) }
    }
    return hasher.key()
  }

  /// The run whose release `latest` names; nil where there is none.
  package var latestRun: String? {
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: out + "/latest")
    return target.map { ($0 as NSString).lastPathComponent }
  }

  /// The release that `latest` names, when it has a key and all its files.
  ///
  /// - Parameter mark: A further file that it must have.
  package func current(key: ContentKey, mark: String? = nil) -> (
    folder: String, files: [PublishedFile]
  )? {
    let latest = out + "/latest"
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: latest),
      let data = FileManager.default.contents(atPath: latest + "/manifest.json"),
      let manifest = try? JSONDecoder().decode(ReleaseManifest.self, from: data),
      manifest.key == key.description,
      mark.map({ FileStamp(latest + "/" + $0) != nil }) ?? true
    else { return nil }
    for file in manifest.files {
      guard let stamp = FileStamp(latest + "/" + file.name), stamp.size == file.bytes else {
        return nil
      }
    }
    return (out + "/" + target, manifest.files)
  }

  /// Makes sure of a release that stands: the run that published it may have been cut off before its names were on
  /// the disk.
  package func confirm() throws(StageError) {
    do throws(StageError) {
      try sync(out + "/releases")
      try sync(out)
    } catch {
      throw Self.isUnsure(error)
    }
  }

  /// What is wrong when a release stands that the disk has not taken for certain.
  private static func isUnsure(_ error: StageError) -> StageError {
    StageError(
      error.category,
      "the release stands, but might not survive a power failure: \(error.message)",
      remedy: "mend the disk and run again", file: error.file)
  }

  /// Writes the release and switches `latest` to it.
  ///
  /// - Parameters:
  ///   - movesLatest: Whether `latest` is switched.
  ///   - others: Files that stand beside the published ones, by name.
  /// - Throws: A full disk or any other failure, naming the path; readers then still see the release before.
  package func publish(
    pipeline: String, _ items: [Item], key: ContentKey, _ work: WorkFolder,
    movesLatest: Bool = true,
    others: ([PublishedFile]) throws(StageError) -> [(name: String, content: [UInt8])]
  ) throws(StageError) -> (folder: String, files: [PublishedFile]) {
    let releases = out + "/releases"
    let partial = releases + "/.partial-" + runID
    try Folder.create(releases)
    // Runs of other work folders may publish here too; one at a time, what has no name yet is nobody's.
    let lock = try ArtifactWriter.io { () throws(ByteIOError) in try FileLock(folder: out) }
    defer { withExtendedLifetime(lock) {} }
    removeLeftovers(releases)
    try Folder.create(partial, isDurable: false)
    var files: [PublishedFile] = []
    do throws(StageError) {
      for item in items { files += try write(item, into: partial, work) }
      let others = try others(files)
      for other in others { try write(other.content, to: partial + "/" + other.name) }
      try writeManifest(
        ReleaseManifest(pipeline: pipeline, key: key.description, files: files), into: partial)
      try syncFolders(partial, files.map(\.name) + others.map(\.name))
    } catch {
      Folder.remove(partial)
      throw error
    }
    let release = releases + "/" + runID
    do throws(StageError) {
      try Folder.rename(partial, to: release)
      try sync(releases)
      if movesLatest { try switchLatest() }
    } catch {
      if isLatest { throw Self.isUnsure(error) }
      // It loses its name first, so that it goes as whole as it came.
      try? Folder.rename(release, to: partial)
      Folder.remove(partial)
      throw error
    }
    return (release, files)
  }

  /// What a run left behind that was cut off while it published.
  private func removeLeftovers(_ releases: String) {
    for name in Folder.names(releases) where name.hasPrefix(".partial-") {
      Folder.remove(releases + "/" + name)
    }
    for name in Folder.names(out) where name.hasPrefix(".latest-") {
      Folder.remove(out + "/" + name)
    }
  }

  /// Whether `latest` names this run's release.
  var isLatest: Bool {
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: out + "/latest")
    return target == "releases/" + runID
  }

  private func write(
    _ item: Item, into folder: String, _ work: WorkFolder
  ) throws(StageError) -> [PublishedFile] {
    let path = folder + "/" + item.publish.name
    // The name of several documents is that of their folder.
    let parent = path.hasSuffix("/") ? path : (path as NSString).deletingLastPathComponent
    try Folder.create(parent, isDurable: false)
    let artifacts = item.products.map { work.artifact($0) }
    if item.publish.type.kind == .table {
      let table = try ArtifactReader.table(item.publish.port, artifacts)
      let digest = try TableFile.write(table, to: path)
      return [
        describe(item, item.publish.name, path, rows: table.rowCount, sha256: digest.description)
      ]
    }
    var files: [PublishedFile] = []
    for document in try ArtifactReader.document(item.publish.port, artifacts) {
      let target = path + document.suffix
      try ArtifactWriter.io { () throws(ByteIOError) in
        try ReadOnlyFile.share(document.path, as: target)
      }
      files.append(
        describe(
          item, item.publish.name + document.suffix, target, rows: nil, sha256: document.sha256))
    }
    return files
  }

  private func describe(
    _ item: Item, _ name: String, _ path: String, rows: Int?, sha256: String
  ) -> PublishedFile {
    PublishedFile(
      name: name, from: item.from, privacy: item.publish.type.privacy.rawValue,
      bytes: FileStamp(path)?.size ?? 0, rows: rows, sha256: sha256)
  }

  private func writeManifest(
    _ manifest: ReleaseManifest, into folder: String
  ) throws(StageError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(manifest) else {
      throw StageError(.internal, "the manifest of the release cannot be encoded")
    }
    try write([UInt8](data) + [UInt8(ascii: "\n")], to: folder + "/manifest.json")
  }

  private func write(_ content: [UInt8], to path: String) throws(StageError) {
    try Folder.create((path as NSString).deletingLastPathComponent, isDurable: false)
    try ArtifactWriter.io { () throws(ByteIOError) in
      let file = try AppendingFile(path: path)
      try file.append(content)
      try file.close()
    }
  }

  /// Puts the names of all files on the disk.
  private func syncFolders(_ root: String, _ names: [String]) throws(StageError) {
    var folders: Set<String> = [root]
    for name in names {
      var folder = (name as NSString).deletingLastPathComponent
      while !folder.isEmpty {
        folders.insert(root + "/" + folder)
        folder = (folder as NSString).deletingLastPathComponent
      }
    }
    for folder in folders.sorted() { try sync(folder) }
  }

  private func sync(_ folder: String) throws(StageError) {
    try ArtifactWriter.io { () throws(ByteIOError) in try DurableFile.sync(folder: folder) }
  }

  /// Points `latest` at the release by renaming a new link over the old one.
  private func switchLatest() throws(StageError) {
    let link = out + "/.latest-" + runID
    do {
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: "releases/" + runID)
    } catch {
      throw StageError(
        .io, "cannot create \(link): \(Folder.reason(error))",
        remedy: "check that you may write there", file: link)
    }
    do throws(StageError) {
      try ArtifactWriter.io { () throws(ByteIOError) in
        try DurableFile.replace(out + "/latest", with: link)
      }
    } catch {
      Folder.remove(link)
      throw error
    }
  }
}

/// What a release holds; depends on its content alone, so that equal releases have equal manifests.
struct ReleaseManifest: Codable {
  var pipeline: String
  var key: String
  var files: [PublishedFile]
}
