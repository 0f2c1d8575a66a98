import ByteIO
import PipelineModel

/// Gathers the records kept aside into one file a stage within the run folder, readable by its owner only.
struct QuarantineFolder {
  let path: String
  private var files: [String: AppendingFile] = [:]

  /// How many records of a file a stage has kept aside, by rule.
  struct Count: Hashable {
    /// The position of the stage in the chain from the reader.
    let position: Int
    /// The number of the file in the shard.
    let file: Int
    /// The rule.
    let rule: String
  }

  init(path: String) {
    self.path = path
  }

  /// Adds the records of an artifact that were refused at some positions of its chain.
  ///
  /// - Parameter paths: The files of the shard, as they are called in this run.
  /// - Returns: How many there are.
  mutating func add(
    _ source: String, positions: Set<Int>, stageNames: [String], paths: [String]
  ) throws(StageError) -> [Count: Int] {
    guard FileStamp(source) != nil, !positions.isEmpty else { return [:] }
    var counts: [Count: Int] = [:]
    var texts: [String: [UInt8]] = [:]
    try QuarantineFile.forEach(source) { entry throws(StageError) in
      guard let position = Int(entry.stage), positions.contains(position),
        position < stageNames.count, let file = Int(entry.file), file < paths.count
      else { return }
      counts[Count(position: position, file: file, rule: entry.rule), default: 0] += 1
      var entry = entry
      entry.stage = stageNames[position]
      entry.file = paths[file]
      texts[entry.stage, default: []] += entry.bytes
      if texts[entry.stage]?.count ?? 0 > 1 << 20 {
        try append(texts.removeValue(forKey: entry.stage) ?? [], entry.stage)
      }
    }
    for (stage, text) in texts { try append(text, stage) }
    return counts
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

  private mutating func append(_ text: [UInt8], _ stage: String) throws(StageError) {
    let file = try file(stage)
    try ArtifactWriter.io { () throws(ByteIOError) in try file.append(text) }
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
