import ByteIO
import Foundation
import JSONText
import PipelineModel

/// Gathers the records kept aside into one file a stage within the run folder, readable by its owner only.
struct QuarantineFolder {
  let path: String
  private var files: [String: AppendingFile] = [:]

  init(path: String) {
    self.path = path
  }

  /// Adds the records of an artifact that were refused at some positions of its chain.
  mutating func add(
    _ source: String, positions: Set<Int>, stageNames: [String]
  ) throws(StageError) {
    guard FileStamp(source) != nil, !positions.isEmpty else { return }
    guard let data = FileManager.default.contents(atPath: source) else {
      throw StageError(.io, "cannot read \(source)", file: source)
    }
    for line in [UInt8](data).split(separator: UInt8(ascii: "\n")) {
      guard let node = try? JSONParser.parse(Array(line)), var members = node.members,
        let position = node["stage"]?.integer, positions.contains(position),
        position < stageNames.count
      else { continue }
      let name = stageNames[position]
      members[0].value = .text(name)
      let text = JSONNode(.object(members), at: .start).compactText + "\n"
      let file = try file(name)
      try ArtifactWriter.io { () throws(ByteIOError) in try file.append(Array(text.utf8)) }
    }
  }

  /// Puts the files on the disk; nothing may be added afterwards.
  mutating func finish() throws(StageError) {
    for file in files.values {
      try ArtifactWriter.io { () throws(ByteIOError) in try file.close() }
    }
    guard !files.isEmpty else { return }
    let path = self.path
    try ArtifactWriter.io { () throws(ByteIOError) in try DurableFile.sync(folder: path) }
  }

  private mutating func file(_ stage: String) throws(StageError) -> AppendingFile {
    if let file = files[stage] { return file }
    try Folder.create(path, isPrivate: true)
    let name = "\(path)/\(stage).ndjson"
    let file = try ArtifactWriter.io { () throws(ByteIOError) in
      try AppendingFile(path: name, mode: 0o600)
    }
    files[stage] = file
    return file
  }
}
