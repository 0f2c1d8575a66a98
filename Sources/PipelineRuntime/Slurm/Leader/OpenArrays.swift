import PipelineModel

/// The arrays that are in the queue, and which of their tasks have not been heard of: a value without clocks or commands.
struct OpenArrays: Sendable {
  /// A job of an array.
  struct Job: Sendable {
    /// Its tasks that nothing has been heard of.
    var open: Set<Int>
    /// What the queue last said of it.
    var seen: QueuedJob?
    /// Since when the queue says that it has ended, or does not know it.
    var goneSince: Double?
  }

  /// An array.
  struct Entry: Sendable {
    /// The logs of its jobs, without the group's number and ending.
    let logs: String
    var jobs: [Job]

    /// Whether nothing is waited for.
    var isOver: Bool { jobs.allSatisfy { $0.open.isEmpty } }
  }

  /// A job that ended although tasks of it have not been heard of.
  struct Loss: Sendable {
    let array: String
    let group: Int
    let logs: String
    let seen: QueuedJob?
    let tasks: [Int]
  }

  private(set) var arrays: [String: Entry] = [:]
  private var homes: [Int: (array: String, group: Int)] = [:]

  /// The names of the arrays.
  var names: [String] { arrays.keys.sorted() }
  /// Whether nothing is in the queue.
  var isEmpty: Bool { arrays.isEmpty }

  /// Whether a task is in the queue.
  func contains(_ task: Int) -> Bool { homes[task] != nil }

  /// Adds an array with the open tasks of each group.
  mutating func add(_ name: String, logs: String, groups: [[Int]]) {
    // Two leaders may have submitted a task, one after the other; only one of its jobs is waited for.
    let groups = groups.map { $0.filter { homes[$0] == nil } }
    arrays[name] = Entry(logs: logs, jobs: groups.map { Job(open: Set($0)) })
    for (group, tasks) in groups.enumerated() { for task in tasks { homes[task] = (name, group) } }
  }

  /// A task was heard of, or nobody waits for it any more.
  mutating func close(_ task: Int) {
    guard let home = homes.removeValue(forKey: task) else { return }
    arrays[home.array]?.jobs[home.group].open.remove(task)
  }

  /// The tasks of a group that nothing has been heard of, in order.
  func openTasks(_ array: String, _ group: Int) -> [Int] {
    guard let jobs = arrays[array]?.jobs, jobs.indices.contains(group) else { return [] }
    return jobs[group].open.sorted()
  }

  /// Takes in what the queue says.
  ///
  /// - Returns: The open tasks of jobs that run, and jobs that have been gone for so long that what they wrote last
  ///   would be seen by now.
  mutating func look(
    _ queue: [QueuedJob], now: Double, settleSeconds: Double
  ) -> (running: [Int], lost: [Loss]) {
    var running: [Int] = []
    var lost: [Loss] = []
    var seen: [String: [Int: QueuedJob]] = [:]
    // A requeued job may be shown twice; the one that is alive counts.
    for job in queue where seen[job.name]?[job.index]?.isAlive != true {
      seen[job.name, default: [:]][job.index] = job
    }
    for name in names {
      guard var entry = arrays[name] else { continue }
      for group in entry.jobs.indices where !entry.jobs[group].open.isEmpty {
        let job = seen[name]?[group]
        entry.jobs[group].seen = job ?? entry.jobs[group].seen
        if let job, job.isAlive {
          entry.jobs[group].goneSince = nil
          if job.hasBegun { running += entry.jobs[group].open.sorted() }
          continue
        }
        let since = entry.jobs[group].goneSince ?? now
        entry.jobs[group].goneSince = since
        guard now - since >= settleSeconds else { continue }
        lost.append(
          Loss(
            array: name, group: group, logs: entry.logs, seen: entry.jobs[group].seen,
            tasks: entry.jobs[group].open.sorted()))
      }
      arrays[name] = entry
    }
    return (running, lost)
  }

  /// Removes arrays of which nothing is waited for.
  ///
  /// - Returns: Their names.
  mutating func removeFinished() -> [String] {
    let over = names.filter { arrays[$0]?.isOver ?? true }
    for name in over { arrays[name] = nil }
    return over
  }

  /// The jobs that the queue last showed alive, or has not shown yet, by the number of their array.
  var numbers: Set<Int> {
    Set(arrays.values.flatMap { $0.jobs.compactMap { $0.open.isEmpty ? nil : $0.seen?.number } })
  }
}
