import ByteIO
import Foundation
package import PipelineModel
package import PipelinePlanner

/// A plan on the shared file system, from which a worker makes the plan that the leader has: the source of the
/// definition and what the file catalog answered.
///
/// Holds no secret; as all of the work folder it is closed to everybody but its owner.
package struct PlanFile: Sendable {
  private struct Content: Codable {
    var format: Int
    var version: String
    var digest: String
    var work: String
    var source: DefinitionSource
  }

  private static let format = 1

  /// The program's version.
  package let version: String
  /// The digest of the plan.
  package let digest: ContentKey
  /// The work folder, absolute.
  package let work: String
  /// What the pipeline is compiled from.
  package let source: DefinitionSource
  /// What the catalog answered.
  package let transcript: CatalogTranscript

  /// The file of a plan.
  package init(
    _ plan: ExecutionPlan, _ pipeline: CompiledPipeline, transcript: CatalogTranscript,
    work: WorkFolder, version: String
  ) {
    self.version = version
    self.work = work.path
    self.transcript = transcript
    source = pipeline.source
    digest = Self.digest(plan, source, version: version)
  }

  /// The digest of all that a worker's doings depend on: program, definition, and for each task the files it reads and
  /// the keys it makes. Date and run do not count beyond that.
  package static func digest(
    _ plan: ExecutionPlan, _ source: DefinitionSource, version: String
  ) -> ContentKey {
    var hasher = KeyHasher()
    hasher.add("plan \(format)")
    hasher.add(version)
    hasher.add(source.text)
    for setting in source.settings { for text in setting { hasher.add(text) } }
    hasher.addLength(plan.segments.count)
    for segment in plan.segments {
      hasher.addLength(segment.shards.count)
      for shard in segment.shards { for path in shard.paths { hasher.add(path) } }
    }
    for files in plan.referenceFiles {
      for (_, paths) in files.sorted(by: { $0.key < $1.key }) {
        for path in paths { hasher.add(path) }
      }
    }
    hasher.addLength(plan.tasks.productKey.count)
    for key in plan.tasks.productKey { hasher.add(key) }
    return hasher.key()
  }

  /// Writes the plan; one that stands there already is the same.
  func write(to path: String) throws(StageError) {
    guard FileStamp(path) == nil else { return }
    let content = Content(
      format: Self.format, version: version, digest: digest.description, work: work, source: source)
    guard let data = try? JSONEncoder().encode(content) else {
      throw StageError(.internal, "the plan cannot be encoded")
    }
    let files = transcript.bytes
    try ArtifactWriter.io { () throws(ByteIOError) in
      for (path, bytes) in [(path + ".files", files), (path, [UInt8](data))] {
        let file = try DurableFile(path: path, mode: 0o600)
        try file.append(bytes)
        try file.commit()
      }
    }
  }

  /// The plan in a file.
  ///
  /// - Throws: When it cannot be read, or another version of the program has written it.
  package init(path: String, version: String) throws(StageError) {
    let manager = FileManager.default
    guard let data = manager.contents(atPath: path),
      let files = manager.contents(atPath: path + ".files")
    else {
      throw StageError(
        .io, "\(ProcessInfo.processInfo.hostName) cannot read the plan",
        remedy: "put the work folder on a file system that every node sees under the same path",
        file: path)
    }
    // Only the version of a plan by another program can be trusted to be there.
    struct Version: Decodable { var version: String }
    let theirs = (try? JSONDecoder().decode(Version.self, from: data))?.version
    guard theirs == version else {
      throw Self.otherProgram(theirs ?? "?", version, path)
    }
    guard let content = try? JSONDecoder().decode(Content.self, from: data),
      content.format == Self.format, let digest = ContentKey(hexadecimal: content.digest),
      let transcript = CatalogTranscript(bytes: [UInt8](files))
    else {
      throw StageError(.io, "the plan is damaged", remedy: "run again", file: path)
    }
    self.version = content.version
    self.digest = digest
    work = content.work
    source = content.source
    self.transcript = transcript
  }

  /// Makes the plan again.
  ///
  /// - Throws: When what comes out is not the leader's plan.
  package func plan(_ pipeline: CompiledPipeline) throws(StageError) -> ExecutionPlan {
    let plan: ExecutionPlan
    do {
      plan = try Planner.plan(
        pipeline, catalog: RecordedCatalog(transcript: transcript, looksAgain: false))
    } catch {
      let reason = error.diagnostics.first?.description ?? ""
      throw StageError(
        .io, "\(ProcessInfo.processInfo.hostName) cannot make the plan: \(reason)",
        remedy: "put all input on file systems that every node sees under the same path")
    }
    guard Self.digest(plan, source, version: version) == digest else {
      throw StageError(
        .internal, "the program here makes another plan than the one that began the run",
        remedy: "let all nodes run the same program, and run again")
    }
    return plan
  }

  private static func otherProgram(
    _ theirs: String, _ ours: String, _ path: String
  ) -> StageError {
    StageError(
      .internal, "version \(theirs) of pcmflow began the run, but this is version \(ours)",
      remedy: "let all nodes run the same program, and run again", file: path)
  }
}
