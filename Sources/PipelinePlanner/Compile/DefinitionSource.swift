/// What a pipeline is compiled from: the text of a definition and what the run brings to it.
///
/// Another process that compiles the same source has the same pipeline. Holds no secret: a definition names only the
/// variables that hold them.
package struct DefinitionSource: Sendable, Codable, Equatable {
  /// The definition.
  package var text: String
  /// Its path as the user named it, for messages.
  package var file: String
  /// The absolute folder that its relative paths begin at.
  package var folder: String
  /// Names and values of `--set`, in turn.
  package var settings: [[String]]
  /// The folder that relative paths of `--set` begin at.
  package var currentFolder: String
  /// The date of the run.
  package var date: String
  /// The run's identifier.
  package var runID: String

  /// A source from what the compiler was given.
  init(text: String, file: String, folder: String, arguments: RunArguments) {
    self.text = text
    self.file = file
    self.folder = folder
    settings = arguments.settings.map { [$0.name, $0.value] }
    currentFolder = arguments.currentFolder
    date = arguments.date
    runID = arguments.runID
  }

  /// Compiles the source again.
  ///
  /// - Throws: Everything that is wrong.
  package func compile(_ compiler: Compiler) throws(CompilationFailure) -> CompiledPipeline {
    try compiler.compile(
      Array(text.utf8), file: file, folder: folder,
      arguments: RunArguments(
        settings: settings.map { ($0[0], $0[1]) }, currentFolder: currentFolder, date: date,
        runID: runID))
  }
}
