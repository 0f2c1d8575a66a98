import Foundation
import PipelineModel
import PipelinePlanner

extension SlurmLeader {
  /// An array that is ready to be submitted.
  struct PackedArray {
    let name: String
    let segment: Int
    let groups: [TaskGroup]
    /// What its tasks do, in words.
    let work: String

    var taskCount: Int { groups.reduce(0) { $0 + $1.tasks.count } }
  }

  /// The logs of an array's jobs, in the folder of the run that submitted it; an array is named `pcmflow-<run>-<number>`.
  func logs(of array: String) -> String {
    let parts = array.split(separator: "-")
    let run = parts.dropFirst().dropLast().joined(separator: "-")
    return "\(self.run.work.run(run))/slurm/\(parts.last ?? "")"
  }

  /// Packs ready tasks into groups, as many as one array may have.
  ///
  /// - Returns: The array, and the tasks that are left for another.
  mutating func pack(_ some: ReadyTasks) -> (array: PackedArray, rest: [Int]) {
    let plan = run.plan
    let segment = plan.segments[some.segment]
    let tasks = some.tasks.sorted()
    let kind = kind(of: some.segment)
    let sizing = GroupSizing(
      groupSeconds: session.settings.groupSeconds, groupSize: session.settings.groupSize,
      cores: session.settings.cores)
    let seconds =
      session.settings.groupSize == nil
      ? tasks.map { costs.seconds(TaskCosts.work(of: $0, plan), kind: kind) }
      : tasks.map { _ in 0 }
    let ranges = sizing.groups(seconds, attempt: some.attempt).prefix(session.cluster.arraySize)
    let groups = ranges.map { range in
      TaskGroup(
        tasks: Array(tasks[range]),
        products: tasks[range].map { task in plan.tasks.products(of: task).filter { run.reuse.makes[$0] } })
    }
    submitted += 1
    let names = segment.stages.map { run.pipeline.stages[$0].name }
    let array = PackedArray(
      name: "pcmflow-\(run.runID)-\(submitted)", segment: some.segment, groups: groups,
      work: names.joined(separator: " + "))
    return (array, Array(tasks[(ranges.last?.upperBound ?? 0)...]))
  }

  /// What the tasks of a segment are, for what is known of their costs.
  func kind(of segment: Int) -> String {
    let segment = run.plan.segments[segment]
    let kinds = segment.stages.map { run.pipeline.stages[$0].kind.name }
    if case .merge = segment.work { return "merge " + kinds[0] }
    return kinds.joined(separator: " ")
  }

  /// Writes an array's folder and hands it to Slurm.
  func submit(_ array: PackedArray) throws(StageError) -> SlurmCluster.Submission {
    let folder = session.folder.array(array.name)
    let logs = logs(of: array.name)
    try Folder.create((logs as NSString).deletingLastPathComponent)
    let stages = run.plan.segments[array.segment].stages
    let submission = ArraySubmission(
      settings: session.settings, name: array.name, groups: array.groups.count,
      program: session.program, plan: session.folder.plan, work: run.work.path, logs: logs,
      timeoutSeconds: FailurePolicy.combined(stages.map { run.pipeline.stages[$0].failurePolicy })
        .timeoutSeconds,
      secretVariables: run.pipeline.definition.secrets.map(\.environmentVariable),
      concurrent: session.concurrent)
    try folder.create(array.groups, script: submission.script)
    return try session.cluster.submit(submission.arguments(script: folder.script))
  }
}
