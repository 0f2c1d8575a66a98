package import JSONText
package import PipelineModel

/// A definition whose kinds, settings and edges have been checked; no file has been opened.
package struct CompiledPipeline: Sendable {
  /// The definition after substitution.
  package let definition: PipelineDefinition
  /// The path of the definition, as the user named it.
  package let file: String
  /// The date that the run is for, `YYYY-MM-DD`.
  package let date: String
  /// The stages in the order of the definition.
  package let stages: [CompiledStage]
  /// The numbers of the stages in an order in which producers stand before consumers.
  package let order: [Int]
  /// What is published.
  package let publish: [CompiledPublish]
  /// What the author should know, though the definition runs.
  package let warnings: [Diagnostic]
  /// What is asked of a Slurm cluster.
  package let slurm: SlurmSettings
  /// What it was compiled from, so that another process can compile the same.
  package let source: DefinitionSource

  /// The output ports of a stage that are published or flow into another.
  package func portsInUse(of stage: Int) -> Set<String> {
    var ports = Set(publish.filter { $0.producer == stage }.map(\.port))
    for consumer in stages {
      for edge in consumer.edges where edge.producer == stage { ports.insert(edge.port) }
    }
    return ports
  }
}

/// A stage whose settings are decoded and whose edges are checked.
package struct CompiledStage: Sendable {
  /// Its name.
  package let name: String
  /// Where it stands in the definition.
  package let position: SourcePosition
  /// The stage itself.
  package let stage: any Stage
  /// What flows in, in the order of the definition.
  package let edges: [CompiledEdge]
  /// The settings that change what is computed, by name, in canonical spelling.
  package let settings: [(name: String, text: String)]
  /// The files that settings name, by the setting's name.
  package let files: [(setting: String, role: SettingRole, patterns: [PathPattern])]
  /// How it fails and is tried again.
  package let failurePolicy: FailurePolicy
  /// What the definition promises about what leaves it.
  package let contracts: [PortContract]
  /// What its tasks hold while they run.
  package let needs: TaskNeeds

  /// What is known about its kind.
  package var kind: StageKind { type(of: stage).kind }
}

/// An edge that ends at a stage.
package struct CompiledEdge: Sendable {
  /// The name under which it comes in.
  package let name: String
  /// The number of the stage it comes from.
  package let producer: Int
  /// The port it comes from.
  package let port: String
  /// What flows.
  package let type: EdgeType
}

/// A file of the release.
package struct CompiledPublish: Sendable {
  /// The name within the release.
  package let name: String
  /// The number of the stage it comes from.
  package let producer: Int
  /// The port it comes from.
  package let port: String
  /// What it is, and what it says about persons.
  package let type: EdgeType
}
