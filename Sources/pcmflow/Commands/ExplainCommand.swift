import ArgumentParser
import JSONText
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// Says what a task is, what its key is made from, and why it would run or be reused.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says what a task is, what its results are made from, and why it runs or is reused.")

  @OptionGroup var definition: DefinitionOptions

  @Argument(
    help:
      "The task, as plan, events and report name it, or its number; a part of the name will do if it is the only one."
  )
  var task: String

  @OptionGroup var folders: FolderOptions

  @Flag(help: "Prints JSON on standard output.")
  var json = false

  func run() throws {
    try PlannedDefinition.with(definition, folders, json: json) { planned in
      let explanation = try TaskExplanation(
        task: try choose(planned.plan, planned.pipeline), pipeline: planned.pipeline,
        plan: planned.plan, work: planned.work, ledger: planned.ledger)
      print(json ? explanation.json.prettyText : explanation.lines.joined(separator: "\n"))
    }
  }

  /// The number of the task that the argument names.
  private func choose(_ plan: ExecutionPlan, _ pipeline: CompiledPipeline) throws -> Int {
    if let number = Int(task), (0..<plan.taskCount).contains(number) { return number }
    let labels = (0..<plan.taskCount).map { plan.label(of: $0, pipeline) }
    // Plan and progress cut the names of tasks with many stages short.
    var fitting = labels.indices.filter {
      labels[$0] == task || TaskLabel.short(labels[$0]) == task
    }
    if fitting.isEmpty { fitting = labels.indices.filter { labels[$0].contains(task) } }
    if fitting.count == 1 { return fitting[0] }
    if fitting.isEmpty {
      StandardError.write(
        "error: no task is called \"\(task)\"; "
          + NearestName.remedy(task, among: Set(labels)))
    } else {
      StandardError.write("error: \(fitting.count) tasks are called so; give the number of one:")
      for number in fitting.prefix(20) { StandardError.write("  \(number)  \(labels[number])") }
    }
    throw ExitStatus.definitionRefused
  }
}
