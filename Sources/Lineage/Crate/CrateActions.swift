import Foundation
import JSONText
import PipelineModel
import PipelinePlanner

/// What was done in a run, for its crate: the run as a whole, and one action for each stage, all its tasks together.
struct CrateActions {
  let record: RunRecord
  let pipeline: CompiledPipeline
  let run: CrateRun
  let end: Double

  private var engine: String { "urn:pcmflow:\(record.version)" }

  /// The identifiers of the actions that made something.
  var identifiers: [String] { ["#run"] + pipeline.stages.map { "#action/\($0.name)" } }

  /// The kinds of stages, each once.
  var tools: [JSONNode] {
    var seen: Set<String> = []
    return pipeline.stages.compactMap { stage in
      guard seen.insert(stage.kind.name).inserted else { return nil }
      return [
        "@id": .text(tool(stage.kind)), "@type": "SoftwareApplication",
        "name": .text(stage.kind.name), "description": .text(stage.kind.summary),
        "softwareVersion": .text("\(record.version), kind version \(stage.kind.version)"),
      ]
    }
  }

  private func tool(_ kind: StageKind) -> String { "\(engine):\(kind.name)" }

  /// The stages, in an order in which they can run.
  var steps: [JSONNode] {
    pipeline.order.enumerated().map { position, index in
      let stage = pipeline.stages[index]
      return [
        "@id": .text("#step/\(stage.name)"), "@type": "HowToStep", "name": .text(stage.name),
        "position": .text("\(position + 1)"),
        "workExample": CrateEntity.reference(tool(stage.kind)),
      ]
    }
  }

  /// Everything that was done, and what was made on the way.
  func entities(agent: JSONNode?) -> [JSONNode] {
    let parameters = CrateParameters(run: run, pipeline: pipeline)
    let whole = action(
      "#run", "Run \(record.runID)", "The pipeline \(record.pipeline) as a whole.",
      CrateEntity.path(run.definition), parameters.given,
      run.files.map { CrateEntity.path($0.name) }, (record.startedAt, end), agent)
    let engineEntity: JSONNode = [
      "@id": .text(engine), "@type": "SoftwareApplication", "name": "pcmflow",
      "softwareVersion": .text(record.version),
    ]
    let organize: JSONNode = [
      "@id": "#organize", "@type": "OrganizeAction", "name": "What pcmflow did",
      "instrument": CrateEntity.reference(engine), "result": CrateEntity.reference("#run"),
      "object": CrateEntity.references(pipeline.stages.map { "#control/\($0.name)" }),
      "startTime": .text(CrateEntity.time(record.startedAt)),
      "endTime": .text(CrateEntity.time(end)),
    ]
    return [engineEntity, whole, organize]
      + pipeline.stages.indices.flatMap { stageEntities($0, agent) }
  }

  private func stageEntities(_ index: Int, _ agent: JSONNode?) -> [JSONNode] {
    let stage = pipeline.stages[index]
    let figures = record.stages[index]
    let description =
      "\(figures.tasks.run) tasks run, \(figures.tasks.reused) reused; \(figures.read) records read, "
      + "\(figures.kept) kept, \(figures.quarantined) in quarantine, "
      + "\(figures.dropped.values.reduce(0, +)) dropped."
    let made = results(index)
    var entities = [
      action(
        "#action/\(stage.name)", "Stage \(stage.name)", description, tool(stage.kind),
        objects(index), made, times(stage.name), agent),
      [
        "@id": .text("#control/\(stage.name)"), "@type": "ControlAction",
        "name": .text("Execution of \(stage.name)"),
        "instrument": CrateEntity.reference("#step/\(stage.name)"),
        "object": CrateEntity.reference("#action/\(stage.name)"),
      ],
    ]
    if made == ["#result/\(stage.name)"] {
      entities.append([
        "@id": .text(made[0]), "@type": "CreativeWork", "name": .text("What \(stage.name) gives"),
        "description": "Passed on within the run; not published.",
      ])
    }
    return entities
  }

  /// What a stage made: its published files, or something that was only passed on.
  private func results(_ index: Int) -> [String] {
    let name = pipeline.stages[index].name
    let files = run.files.filter { $0.from.split(separator: ".").first.map(String.init) == name }
    return files.isEmpty ? ["#result/\(name)"] : files.map { CrateEntity.path($0.name) }
  }

  /// What a stage took: the files of its settings and what others gave it.
  private func objects(_ index: Int) -> [String] {
    let stage = pipeline.stages[index]
    let files = run.inputs.filter { $0.stage == stage.name }.flatMap(\.files)
      .map(CrateEntity.identifier)
    return (files + stage.edges.flatMap { results($0.producer) }).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// From when to when a stage's tasks ran; the run's own times where all were reused.
  private func times(_ stage: String) -> (Double, Double) {
    let ran = record.tasks.filter { $0.outcome == .run && $0.stages.contains(stage) }
    guard let first = ran.map(\.began).min(), let last = ran.map(\.ended).max() else {
      return (record.startedAt, end)
    }
    return (record.startedAt + first, record.startedAt + max(first, last))
  }

  private func action(
    _ identifier: String, _ name: String, _ description: String, _ instrument: String,
    _ objects: [String], _ results: [String], _ times: (Double, Double), _ agent: JSONNode?
  ) -> JSONNode {
    var members: [(String, JSONNode)] = [
      ("@id", .text(identifier)), ("@type", "CreateAction"), ("name", .text(name)),
      ("description", .text(description)), ("instrument", CrateEntity.reference(instrument)),
      ("startTime", .text(CrateEntity.time(times.0))),
      ("endTime", .text(CrateEntity.time(times.1))),
      ("actionStatus", "http://schema.org/CompletedActionStatus"),
      ("result", CrateEntity.references(results)),
    ]
    if !objects.isEmpty { members.append(("object", CrateEntity.references(objects))) }
    if let agent { members.append(("agent", agent)) }
    return .object(members)
  }
}
