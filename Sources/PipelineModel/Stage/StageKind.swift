/// What the planner, the command line and the documentation know about a kind of stage.
package struct StageKind: Sendable {
  /// The name a definition uses, `family.verb`.
  package let name: String
  /// Raised whenever the same inputs and settings give other bytes, so that old artifacts are not reused.
  package let version: Int
  /// What the engine may do with it.
  package let shape: StageShape
  /// One sentence on what it does.
  package let summary: String
  /// What it takes.
  package let inputs: [InputPort]
  /// What it gives.
  package let outputs: [OutputPort]
  /// Its settings, each declared once.
  package let settings: [any SettingDeclaration]

  /// A kind of stage.
  package init(
    _ name: String, version: Int = 1, shape: StageShape, _ summary: String,
    inputs: [InputPort] = [], outputs: [OutputPort], settings: [any SettingDeclaration] = []
  ) {
    self.name = name
    self.version = version
    self.shape = shape
    self.summary = summary
    self.inputs = inputs
    self.outputs = outputs
    self.settings = settings
  }

  /// The part of the name before the dot.
  package var family: String { String(name.prefix { $0 != "." }) }
}

/// The four shapes of a stage, and with them what the engine may do.
package enum StageShape: String, Sendable {
  /// Files to a stream (or to a table): split into shards, chunks read in parallel.
  case reader
  /// Batch to batch: fused with its neighbours, batches in parallel.
  case transform
  /// Stream to artifacts: a partial result per chunk, absorbed in chunk order; shards are merged in order.
  case combine
  /// Stream to one artifact per shard, appended in chunk order.
  case writer
  /// Committed tables or documents to artifacts.
  case table
}

/// A named input of a kind.
package struct InputPort: Sendable {
  /// How many edges may end at a port.
  package enum Arity: Sendable {
    /// Exactly one.
    case one
    /// None or one.
    case optional
    /// One or more, under names that the definition chooses (`from: {"people": "patients"}`).
    case named
  }

  /// The port's name.
  package let name: String
  /// What it accepts.
  package let kind: PortKind
  /// How many edges may end here.
  package let arity: Arity
  /// The kinds that gather what comes in into an artifact of the port's kind, where it comes in another form, for
  /// example as a stream; each has one input and one output. The compiler puts the first that fits before the port,
  /// with those settings of the stage that it knows too.
  package let gatherers: [any Stage.Type]

  /// A port with a name and what it accepts.
  package init(
    _ name: String, _ kind: PortKind, _ arity: Arity = .one,
    gatheredBy gatherers: [any Stage.Type] = []
  ) {
    self.name = name
    self.kind = kind
    self.arity = arity
    self.gatherers = gatherers
  }
}

/// A named output of a kind.
package struct OutputPort: Sendable {
  /// The port's name.
  package let name: String
  /// What it gives.
  package let kind: PortKind
  /// One sentence on what it holds; for tables, their columns.
  package let summary: String
  /// Whether it is meant only where a definition names it, never where only the stage is named.
  package let isAside: Bool

  /// A port with a name, what it gives, and what that holds.
  package init(_ name: String, _ kind: PortKind, isAside: Bool = false, _ summary: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.isAside = isAside
  }
}
