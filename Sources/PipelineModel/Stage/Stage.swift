/// A stage of a pipeline, made from its settings and edges at compile time.
///
/// One file and one type per kind. A stage is a value that says what flows out of it and which files it needs;
/// the work is done by what it makes when a task runs.
package protocol Stage: Sendable {
  /// What the planner and the documentation know about the kind.
  static var kind: StageKind { get }

  /// Reads settings, checks edges, and reports everything that is wrong; opens no input. A document that belongs to
  /// the definition, such as a view, may be read here, so that what it says can be checked.
  ///
  /// - Throws: ``StageRefusal`` after reporting why the stage cannot be made.
  init(_ context: inout StageContext) throws(StageRefusal)

  /// The type of each output port, by the port's name.
  var outputs: [String: EdgeType] { get }

  /// A check that needs to look into small reference files (never inputs) before the run, for example at the
  /// build in the header of a scoring file. Files that are absent are reported by the planner, not here.
  ///
  /// - Parameter files: The reference files by the name of their setting.
  /// - Returns: What is wrong; the compiler adds the definition's file where a diagnostic has none.
  func preflight(files: [String: [String]]) -> [Diagnostic]
}

extension Stage {
  /// Nothing to look into.
  package func preflight(files: [String: [String]]) -> [Diagnostic] { [] }
}

/// What a stage at work may ask for: its files, and where it may put scratch data.
package struct StageResources: Sendable {
  /// The files of each file setting, by the setting's name, in the order of the definition (globs sorted by path).
  package let files: [String: [String]]
  /// The committed inputs of a stage whose other input is a stream.
  package let inputs: TaskInputs
  /// A folder for scratch files of this task, removed afterwards.
  package let scratchFolder: String
  /// How long calls are interrupted.
  package let interruption: TaskInterruption
  /// How many cores the run may use.
  package let cores: Int
  /// The values of the definition's secrets.
  package let secrets: SecretValues
  /// For a reader: the part of the file that its shard is; nil for whole files.
  package let part: FilePart?
  /// For a sink that asks for it (``SinkStage/namesSources``): where its shard comes from.
  package let source: StreamSource?
  /// Where a table stage keeps what it has worked out of parts of its inputs; nil where nothing is kept.
  package let derived: DerivedFiles?
  private let outputPorts: Set<String>?

  /// Resources of a task.
  package init(
    files: [String: [String]], inputs: TaskInputs = TaskInputs(tables: [], documents: [:]),
    scratchFolder: String, interruption: TaskInterruption = TaskInterruption(),
    cores: Int = 1, outputPorts: Set<String>? = nil, part: FilePart? = nil,
    source: StreamSource? = nil, secrets: SecretValues = SecretValues(),
    derived: DerivedFiles? = nil
  ) {
    self.derived = derived
    self.secrets = secrets
    self.source = source
    self.part = part
    self.cores = cores
    self.outputPorts = outputPorts
    self.interruption = interruption
    self.files = files
    self.inputs = inputs
    self.scratchFolder = scratchFolder
  }

  /// Whether an output port is published or flows into a stage; what no one asks for need not be made.
  package func isWanted(_ port: String) -> Bool { outputPorts?.contains(port) ?? true }

  /// The files that a setting names.
  package func files(_ setting: any SettingDeclaration) -> [String] { files[setting.name] ?? [] }
}

/// Where the records of a shard come from.
package struct StreamSource: Sendable, Equatable {
  /// The port at which they come in.
  package let port: String
  /// The names of the shard's files, without folders.
  package let fileNames: [String]

  /// A source.
  package init(port: String, fileNames: [String]) {
    self.port = port
    self.fileNames = fileNames
  }
}

/// A block of records with an index over it; stages pass batches by reference, never copies of records.
package protocol Batch: Sendable {
  /// How many records the batch holds.
  var recordCount: Int { get }
}
