package import PipelineModel
package import PipelinePlanner
package import PipelineRuntime

/// The files that a run reads, by the settings that name them.
package struct RunInputs: Sendable {
  /// A file and its content.
  package struct File: Sendable {
    /// Its absolute path.
    package let path: String
    /// The digest of its bytes.
    package let digest: ContentKey
    /// Its size in bytes; 0 where it is no regular file.
    package let bytes: Int
  }

  /// A setting of a stage that names files.
  package struct Setting: Sendable {
    /// The stage's number.
    package let stage: Int
    /// The setting's name.
    package let name: String
    /// Whether it names what the stage reads, or what all of its shards need.
    package let role: SettingRole
    /// The files, in the order in which the stage gets them.
    package let files: [File]
  }

  /// What stands in the place of a setting's name for files that a stage has fetched.
  static let fetched = "fetched files"

  /// The settings, in the order of the definition.
  package let settings: [Setting]

  /// The inputs of a plan. Digests come from the catalog, which has taken them while planning.
  ///
  /// - Parameter wholeFiles: Whether a file of which only some bytes matter is digested as a whole all the same,
  ///   so that it can be known again.
  package init(
    _ pipeline: CompiledPipeline, _ plan: ExecutionPlan, wholeFiles: Bool,
    catalog: DigestingCatalog
  ) {
    var known: [Int: [File]] = [:]
    for segment in plan.segments {
      guard case .stream(let reader, _) = segment.work, known[reader] == nil else { continue }
      var files: [File] = []
      for shard in segment.shards {
        for (path, digest) in zip(shard.paths, shard.digests) where files.last?.path != path {
          let whole = wholeFiles && shard.readBy != nil ? try? catalog.digest(of: path) : nil
          files.append(
            File(path: path, digest: whole ?? digest, bytes: catalog.size(of: path)))
        }
      }
      known[reader] = files
    }
    var settings: [Setting] = []
    for (index, stage) in pipeline.stages.enumerated() {
      for setting in stage.files {
        let paths = plan.referenceFiles[index][setting.setting] ?? []
        let files =
          setting.role == .inputFiles
          ? known[index] ?? []
          : paths.compactMap { path in
            (try? catalog.digest(of: path)).map {
              File(path: path, digest: $0, bytes: catalog.size(of: path))
            }
          }
        settings.append(
          Setting(stage: index, name: setting.setting, role: setting.role, files: files))
      }
    }
    for (index, stage) in pipeline.stages.enumerated() where stage.stage is any FetchingStage {
      settings.append(
        Setting(
          stage: index, name: Self.fetched, role: .inputFiles, files: known[index] ?? []))
    }
    self.settings = settings
  }
}
