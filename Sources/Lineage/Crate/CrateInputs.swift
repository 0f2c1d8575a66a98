import ByteIO
import Foundation
package import PipelineModel
package import PipelinePlanner
import PipelineRuntime

/// The inputs of a crate, found again by their digests, under names that say nothing else.
package struct CrateInputs: FileCatalog, Sendable {
  private let paths: [String: [String]]
  private let digests: [String: ContentKey]

  /// Where inputs are looked for.
  package struct Places: Sendable {
    /// Folders whose files are looked through.
    package var folders: [String]
    /// Files that a ledger has seen, by the digests they had.
    package var known: [ContentKey: [String]]

    /// Places.
    package init(folders: [String], known: [ContentKey: [String]]) {
      self.folders = folders
      self.known = known
    }
  }

  /// Finds the inputs of a run and links them into a folder.
  ///
  /// - Parameters:
  ///   - release: The crate.
  ///   - folder: A folder of our own; it gets a link for each file.
  /// - Throws: Every input that is missing or was changed, in one message.
  package static func link(
    _ run: CrateRun, of release: String, from places: Places, into folder: String
  ) throws(StageError) -> Linked {
    var search = FileSearch(places)
    var linked = Linked(files: [])
    var problems: [String] = []
    for (number, setting) in run.inputs.enumerated() {
      var files: [(path: String, digest: ContentKey)] = []
      for (index, input) in setting.files.enumerated() {
        guard let digest = ContentKey(hexadecimal: input.sha256), isSafe(input) else {
          throw StageError(.input, "\(release)/\(CrateRun.fileName) is damaged")
        }
        switch search.find(input, digest, copy: input.copy.map { release + "/" + $0 }) {
        case .found(let source):
          let place = "\(folder)/\(number)-\(index)"
          try Folder.create(place)
          let path = place + "/" + input.name
          try? FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: source)
          files.append((path, digest))
        case .changed(let path):
          problems.append("\(name(setting, index, input)) was changed: \(path)")
        case .missing: problems.append("\(name(setting, index, input)) was not found")
        }
      }
      linked.files.append((setting.stage, setting.setting, files))
    }
    guard problems.isEmpty else {
      throw StageError(
        .input, problems.joined(separator: "\n"),
        remedy: "name the folder of the inputs, as they were, with --inputs")
    }
    return linked
  }

  /// Inputs under their links, by stage and setting.
  package struct Linked: Sendable {
    var files: [(stage: String, setting: String, files: [(path: String, digest: ContentKey)])]
  }

  /// A crate comes from elsewhere: what it calls a file may not lead out of the folders it belongs in.
  private static func isSafe(_ input: CrateRun.Input) -> Bool {
    let parts = (input.copy ?? "").split(separator: "/", omittingEmptySubsequences: false)
    return !input.name.isEmpty && !input.name.contains("/") && ![".", ".."].contains(input.name)
      && (input.copy == nil || !parts.contains { $0.isEmpty || $0 == ".." })
  }

  private static func name(
    _ setting: CrateRun.Setting, _ index: Int, _ input: CrateRun.Input
  ) -> String {
    "\(input.name) of \"\(setting.setting)\" of stage \"\(setting.stage)\" "
      + "(\(index + 1) of \(setting.files.count); \(input.bytes) bytes, SHA-256 \(input.sha256))"
  }

  /// The catalog of a definition that was compiled to read a crate's inputs.
  package init(_ linked: Linked, for pipeline: CompiledPipeline) {
    var paths: [String: [String]] = [:]
    var digests: [String: ContentKey] = [:]
    for setting in linked.files {
      for file in setting.files { digests[file.path] = file.digest }
      let stage = pipeline.stages.first { $0.name == setting.stage }
      if setting.setting == RunInputs.fetched {
        paths[fetchedPrefix + setting.stage] = setting.files.map(\.path)
      }
      for named in stage?.files ?? [] where named.setting == setting.setting {
        for pattern in named.patterns { paths[pattern.path] = setting.files.map(\.path) }
      }
    }
    self.paths = paths
    self.digests = digests
  }

  /// The files that a pattern named when the crate was made.
  package func files(matching pattern: PathPattern) -> [String] { paths[pattern.path] ?? [] }

  /// The digest that a file had, and has.
  package func digest(of path: String) throws(Diagnostic) -> ContentKey {
    guard let digest = digests[path] else {
      throw Diagnostic(rule: "no-such-file", "the crate has no such file", file: path)
    }
    return digest
  }
}

/// Looks for files by size and digest; takes each digest once.
private struct FileSearch {
  enum Result {
    case found(String)
    case changed(String)
    case missing
  }

  private var bySize: [Int: [String]] = [:]
  private var digests: [String: ContentKey] = [:]
  private let known: [ContentKey: [String]]

  init(_ places: CrateInputs.Places) {
    known = places.known
    for folder in places.folders {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
      for name in names.sorted() {
        guard let stamp = FileStamp(folder + "/" + name) else { continue }
        bySize[stamp.size, default: []].append(folder + "/" + name)
      }
    }
  }

  mutating func find(_ input: CrateRun.Input, _ digest: ContentKey, copy: String?) -> Result {
    let remembered = known[digest] ?? []
    let candidates = [copy].compactMap { $0 } + (bySize[input.bytes] ?? []) + remembered
    for path in candidates where self.digest(of: path) == digest { return .found(path) }
    return remembered.first { FileStamp($0) != nil }.map { .changed($0) } ?? .missing
  }

  private mutating func digest(of path: String) -> ContentKey? {
    if let known = digests[path] { return known }
    guard FileStamp(path) != nil else { return nil }
    let digest = try? FileDigest.digest(path)
    digests[path] = digest
    return digest
  }
}
