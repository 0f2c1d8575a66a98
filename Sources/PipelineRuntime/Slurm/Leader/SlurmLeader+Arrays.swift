import Foundation
import PipelineModel
import PipelinePlanner

extension SlurmLeader {
  /// An array that is ready to be submitted.
  struct PackedArray {
    let name: String
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
    let tasks = some.tasks.sorted()
    let ranges = sizing.groups(tasks.map(seconds), attempt: some.attempt).prefix(
      session.cluster.arraySize)
    var groups = ranges.map { Array(tasks[$0]) }
    if groups.count == 1, groups[0].count == tasks.count, some.attempt == 1 {
      groups[0] += followers(of: tasks)
    }
    submitted += 1
    let names = run.plan.segments[some.segment].stages.map { run.pipeline.stages[$0].name }
    let isMore = groups.count == 1 && groups[0].count > tasks.count
    let array = PackedArray(
      name: "pcmflow-\(run.runID)-\(submitted)", groups: groups.map(group),
      work: names.joined(separator: " + ") + (isMore ? " and what follows" : ""))
    return (array, Array(tasks[(ranges.last?.upperBound ?? 0)...]))
  }

  private func group(_ tasks: [Int]) -> TaskGroup {
    TaskGroup(
      tasks: tasks,
      products: tasks.map { task in
        run.plan.tasks.products(of: task).filter { run.reuse.makes[$0] }
      })
  }

  private var sizing: GroupSizing {
    GroupSizing(
      groupSeconds: session.settings.groupSeconds, groupSize: session.settings.groupSize,
      cores: session.settings.cores)
  }

  private func seconds(_ task: Int) -> Double {
    costs.seconds(
      TaskCosts.work(of: task, run.plan), kind: kind(of: Int(run.plan.tasks.segment[task])))
  }

  /// The tasks that wait for nothing but those of a group, and for each other, as far as they fit into it: they are done
  /// by the same job, since a job for each step of a chain would wait in the queue each time.
  ///
  /// - Complexity: O(tasks + edges).
  private func followers(of tasks: [Int]) -> [Int] {
    var all = tasks
    var costs = tasks.map(seconds)
    var members = Set(tasks)
    for task in (tasks[0] + 1)..<run.plan.taskCount where state.states[task] == .waiting {
      let waitsForOthers = run.plan.tasks.dependencies(of: task).contains {
        state.states[Int($0)] != .done && !members.contains(Int($0))
      }
      if waitsForOthers || arrays.contains(task) { continue }
      costs.append(seconds(task))
      guard sizing.groups(costs, attempt: 1).count == 1 else { break }
      all.append(task)
      members.insert(task)
    }
    return Array(all.dropFirst(tasks.count))
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
    let segments = Set(array.groups.flatMap(\.tasks).map { run.plan.tasks.segment[$0] })
    let timeouts = segments.compactMap { segment in
      let stages = run.plan.segments[Int(segment)].stages
      return FailurePolicy.combined(stages.map { run.pipeline.stages[$0].failurePolicy })
        .timeoutSeconds
    }
    let submission = ArraySubmission(
      settings: session.settings, name: array.name, groups: array.groups.count,
      program: session.program, plan: session.folder.plan, work: run.work.path, logs: logs,
      timeoutSeconds: timeouts.count == segments.count ? timeouts.max() : nil,
      secretVariables: run.pipeline.definition.secrets.map(\.environmentVariable),
      concurrent: session.concurrent,
      memoryBytes: session.settings.memoryBytes ?? memory(of: segments),
      // What is left of the time until the job is killed is for committing.
      graceSeconds: session.cluster.killWaitSeconds * 2 / 3)
    try folder.create(array.groups, script: submission.script)
    return try session.cluster.submit(submission.arguments(script: folder.script))
  }

  /// What a job takes whose tasks are of these segments, in bytes, as far as stages say it: as many tasks at once as
  /// it has cores, and the program itself. Nil where no stage says anything.
  private func memory(of segments: Set<UInt32>) -> Int? {
    let stated = segments.compactMap { segment in
      let stages = run.plan.segments[Int(segment)].stages
      return TaskNeeds.combined(stages.map { run.pipeline.stages[$0].needs }).memoryBytes
    }
    return stated.max().map { $0 * session.settings.cores + Self.programMemory }
  }

  /// What the program takes beside its tasks, in bytes.
  private static let programMemory = 256 << 20
}
