import ArgumentParser
import JSONText
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// Shows what a run would do, and why.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows which tasks a run would do, which it would reuse, and why.")

  @OptionGroup var definition: DefinitionOptions
  @OptionGroup var folders: FolderOptions

  @Flag(help: "Prints the plan as JSON on standard output.")
  var json = false

  @Flag(
    help: "Shows every task; otherwise tasks of one segment that are alike are shown as one line.")
  var all = false

  func run() throws {
    try PlannedDefinition.with(definition, folders, json: json) { planned in
      if let ledger = planned.ledger {
        show(planned, ledger)
      } else {
        show(planned, NothingCommitted())
      }
    }
  }

  private func show(_ planned: PlannedDefinition, _ committed: some CommittedProducts) {
    let pipeline = planned.pipeline
    let plan = planned.plan
    let reuse = ReusePlan(plan, pipeline: pipeline, committed: committed)
    let view = PlanView(
      pipeline, plan, reuse, reuse.reasons(plan, pipeline, committed: committed))
    for stage in planned.unfetchedStages {
      StandardError.write(
        "stage \"\(stage)\" has fetched nothing yet: a run asks its server first, and plans what has come; "
          + "the plan below is without it")
    }
    if planned.unfetchedStages.isEmpty, plan.hasNothingNew(pipeline) {
      StandardError.write("no file is new since the last successful run; a run would do nothing")
    }
    print(json ? view.json.prettyText : view.text(all: all))
  }
}

/// The ledger of a work folder that does not exist yet.
private struct NothingCommitted: CommittedProducts {
  func isCommitted(_ key: ContentKey) -> Bool { false }
  func latestIngredients(stage: String, shard: String) -> [Ingredient]? { nil }
}

/// A plan with what would be reused, for people and for machines.
struct PlanView {
  private struct Line {
    let task: Int
    let segment: Int
    let label: String
    let reason: String?
    let runs: Bool
    let keys: [String]
  }

  private let pipeline: CompiledPipeline
  private let plan: ExecutionPlan
  private let lines: [Line]

  /// All tasks of a plan.
  ///
  /// - Parameter reasons: Why tasks run, as far as known.
  init(
    _ pipeline: CompiledPipeline, _ plan: ExecutionPlan, _ reuse: ReusePlan,
    _ reasons: [Int: String]
  ) {
    self.init(pipeline, plan, reuse, reasons, tasks: Array(0..<plan.taskCount))
  }

  private init(
    _ pipeline: CompiledPipeline, _ plan: ExecutionPlan, _ reuse: ReusePlan,
    _ reasons: [Int: String], tasks: [Int]
  ) {
    self.pipeline = pipeline
    self.plan = plan
    let labels = plan.labels(pipeline)
    lines = tasks.map { task in
      Line(
        task: task, segment: Int(plan.tasks.segment[task]), label: labels(task),
        reason: reasons[task],
        runs: reuse.runs[task],
        keys: plan.tasks.products(of: task).map { plan.tasks.productKey[$0].description })
    }
  }

  /// What a run is about to do, for its folder: the tasks that run; of those that are reused, how many there are.
  static func ofRun(_ run: PipelineRun) -> JSONNode {
    let tasks = run.reuse.runs.indices.filter { run.reuse.runs[$0] }
    let view = PlanView(run.pipeline, run.plan, run.reuse, run.reasons, tasks: tasks)
    return .object([
      ("pipeline", .text(run.pipeline.definition.name.text)),
      ("reused", .integer(run.plan.taskCount - tasks.count)),
      ("tasks", .list(view.lines.map { .object(view.members($0)) })),
    ])
  }

  /// One line a task: its number, whether it runs, what it does, why.
  func text(all: Bool) -> String {
    let toRun = lines.count { $0.runs }
    var result = [
      "\(pipeline.definition.name.text): \(plan.segments.count) segments, \(lines.count) tasks, "
        + "\(toRun) to run, \(lines.count - toRun) reused"
    ]
    var shown: [String: Int] = [:]
    for line in lines {
      let alike = "\(line.segment) \(line.runs) \(line.reason ?? "")"
      shown[alike, default: 0] += 1
      if !all, shown[alike] ?? 0 > 10 { continue }
      let verb = line.runs ? "run  " : "reuse"
      let reason = line.reason.map { "  (\($0))" } ?? ""
      result.append("  \(verb) \(TaskLabel.short(line.label))\(reason)")
    }
    let hidden = shown.values.map { max($0 - 10, 0) }.reduce(0, +)
    if !all, hidden > 0 { result.append("  … and \(hidden) alike; --all shows every task") }
    return result.joined(separator: "\n")
  }

  /// The plan as an object.
  var json: JSONNode {
    .object([
      ("pipeline", .text(pipeline.definition.name.text)),
      // Shards of a segment wait for the same tasks: these stand here once, by the number of the set.
      (
        "sets",
        .list(
          (0..<plan.tasks.sets.count).map { set in
            .list(plan.tasks.sets[set].map { .integer(Int($0)) })
          })
      ),
      (
        "tasks",
        .list(
          lines.map { line in
            .object(
              members(line) + [("waitsFor", .integer(Int(plan.tasks.waitsFor[line.task])))])
          })
      ),
    ])
  }

  private func members(_ line: Line) -> [(String, JSONNode)] {
    [
      ("task", .integer(line.task)), ("segment", .integer(line.segment)),
      ("label", .text(line.label)), ("run", .flag(line.runs)),
      ("reason", line.reason.map { .text($0) } ?? nil),
      ("products", .list(line.keys.map { .text($0) })),
    ]
  }
}
