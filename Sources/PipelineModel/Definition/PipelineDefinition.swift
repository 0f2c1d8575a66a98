package import JSONText

/// A text of the definition with its place.
package struct Located: Sendable {
  /// The text.
  package var text: String
  /// Where it stands.
  package var position: SourcePosition

  /// A text and its place.
  package init(_ text: String, at position: SourcePosition) {
    self.text = text
    self.position = position
  }
}

/// A definition after its form has been checked, before kinds and edges are.
package struct PipelineDefinition: Sendable {
  /// The pipeline's name.
  package var name: Located
  /// What it does, in the author's words.
  package var description: String?
  /// What a run may set.
  package var parameters: [ParameterDefinition] = []
  /// The secrets by name, with the environment variable that holds each.
  package var secrets: [SecretDefinition] = []
  /// How stages fail and are tried again unless they say otherwise.
  package var defaults = FailurePolicy()
  /// How many there are of each named resource.
  package var resources: [String: Int] = [:]
  /// The stages in the order of the text.
  package var stages: [StageDefinition] = []
  /// What is published.
  package var publish: [PublishDefinition] = []
  /// The names of parameters that have no usable form (already reported); who uses them is not to blame.
  package var refusedParameters: Set<String> = []
  /// The names of stages that have no usable form (already reported).
  package var refusedStages: Set<String> = []
  /// What is told to whom when a run ends.
  package var notifications: [NotificationDefinition] = []
  /// What is asked of a Slurm cluster, as written.
  package var slurm: [JSONMember] = []

  /// A definition with a name and nothing else.
  package init(name: Located) {
    self.name = name
  }
}

/// A value that a run may set with `--set name=value`.
package struct ParameterDefinition: Sendable {
  /// The type of a parameter's value.
  package enum ValueType: String, Sendable, CaseIterable {
    case string, path, integer, number, boolean, date
  }

  /// Its name.
  package var name: Located
  /// Its type.
  package var type: ValueType
  /// Its value where a run sets none.
  package var defaultValue: JSONNode?
  /// The only values it may have.
  package var choices: [String]?

  /// A parameter.
  package init(name: Located, type: ValueType, defaultValue: JSONNode?, choices: [String]?) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.choices = choices
  }
}

/// A secret, named by where its value is kept.
package struct SecretDefinition: Sendable {
  /// Its name in the definition.
  package var name: Located
  /// The environment variable that holds its value.
  package var environmentVariable: String

  /// A secret.
  package init(name: Located, environmentVariable: String) {
    self.name = name
    self.environmentVariable = environmentVariable
  }
}

/// How long a task may take, and which failures are tried again.
package struct FailurePolicy: Sendable, Equatable {
  /// The longest a task may take, in seconds; nil for no bound.
  package var timeoutSeconds: Double?
  /// How often a task is tried in all.
  package var attempts = 1
  /// The pause before the second attempt, in seconds; doubled for each further one.
  package var firstBackoffSeconds = 10.0
  /// The longest pause, in seconds.
  package var maximumBackoffSeconds = 300.0
  /// The failures that are tried again.
  package var retried: Set<StageError.Category> = [.io, .timeout, .outOfMemory]

  /// One attempt, no bound on time.
  package init() {}

  /// The policy of a task that works for several stages: the shortest timeout and the most attempts of them.
  package static func combined(_ policies: [FailurePolicy]) -> FailurePolicy {
    var result = policies.max { $0.attempts < $1.attempts } ?? FailurePolicy()
    result.timeoutSeconds = policies.compactMap(\.timeoutSeconds).min()
    return result
  }

  /// The pause before an attempt, in seconds.
  ///
  /// - Parameter attempt: The attempt that follows, from 2.
  package func backoffSeconds(before attempt: Int) -> Double {
    var pause = firstBackoffSeconds
    for _ in 2..<max(attempt, 2) where pause < maximumBackoffSeconds { pause *= 2 }
    return min(pause, maximumBackoffSeconds)
  }
}

/// A stage as the definition writes it.
package struct StageDefinition: Sendable {
  /// Its name.
  package var name: Located
  /// Its kind.
  package var use: Located
  /// What it takes, as written.
  package var from: JSONNode?
  /// Its settings, as written, after substitution.
  package var settings: [JSONMember]
  /// What it promises about what leaves it, by port, as written, after substitution.
  package var contracts: [JSONMember] = []
  /// The names of settings whose `${name}` could not be replaced (already reported).
  package var unresolved: Set<String> = []
  /// How it fails and is tried again.
  package var failurePolicy: FailurePolicy
  /// What its tasks hold while they run.
  package var needs = TaskNeeds()

  /// A stage.
  package init(
    name: Located, use: Located, from: JSONNode?, settings: [JSONMember],
    failurePolicy: FailurePolicy
  ) {
    self.name = name
    self.use = use
    self.from = from
    self.settings = settings
    self.failurePolicy = failurePolicy
  }
}

/// A file of the release and the port that it comes from.
package struct PublishDefinition: Sendable {
  /// The name within the release.
  package var name: Located
  /// The port, written `stage.port` or `stage`.
  package var from: Located
  /// The level that the entry names.
  package var privacy: Privacy?

  /// A published file.
  package init(name: Located, from: Located, privacy: Privacy?) {
    self.name = name
    self.from = from
    self.privacy = privacy
  }
}
