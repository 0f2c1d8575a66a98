package import PipelineModel

extension Planner {
  /// What a stage finds wrong with its reference files, as far as they are there.
  ///
  /// - Returns: Diagnostics that name the file at fault, or the definition at the stage's place.
  package static func preflight(
    _ stage: CompiledStage, in pipeline: CompiledPipeline, catalog: some FileCatalog
  ) -> [Diagnostic] {
    var files: [String: [String]] = [:]
    for setting in stage.files where setting.role == .referenceFiles {
      files[setting.setting] = setting.patterns.flatMap { catalog.files(matching: $0) }
    }
    return preflight(stage, files, in: pipeline)
  }

  /// Notes what stages find wrong with their reference files.
  mutating func preflight() {
    for (index, stage) in pipeline.stages.enumerated() {
      for diagnostic in Self.preflight(stage, plan.referenceFiles[index], in: pipeline) {
        diagnostics.add(diagnostic)
      }
    }
  }

  /// The same for files that have been found already.
  static func preflight(
    _ stage: CompiledStage, _ files: [String: [String]], in pipeline: CompiledPipeline
  ) -> [Diagnostic] {
    stage.stage.preflight(files: files).map { diagnostic in
      var diagnostic = diagnostic
      if diagnostic.file == nil {
        diagnostic.file = pipeline.file
        diagnostic.position = diagnostic.position ?? stage.position
      }
      return diagnostic
    }
  }
}
