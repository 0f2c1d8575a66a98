import ByteIO
import Dispatch
import Foundation
import PipelineModel
import PipelinePlanner

/// Keeps a cluster busy with the tasks of a plan: groups what is ready, submits it, folds in what workers have
/// committed, and submits again what was lost. Commit records are the truth; the queue is asked only for what it alone
/// knows: whether a job that has not been heard of still lives.
///
/// Used by one thread.
struct SlurmLeader {
  let session: SlurmSession
  let run: PipelineRun
  let observation: RunObservation
  let stop: StopRequest
  var state: SchedulerState
  var arrays = OpenArrays()
  /// Ready tasks by segment and number of attempt, in the order in which they became ready.
  var ready: [ReadyTasks] = []
  var costs: TaskCosts
  /// Tasks whose beginning has been told.
  var begun: Set<Int> = []
  /// Records of tasks whose turn has not come yet in this run: an adopted job was ahead.
  var early: [Int: CommitRecord] = [:]
  /// The job numbers of arrays.
  var numbers: [String: Int] = [:]
  var submitted = 0
  private var nextSubmission = 0.0
  private var nextLook = 0.0
  /// Since when the cluster does not answer.
  private var silentSince: Double?
  /// Since when the cluster takes no jobs.
  private var heldSince: Double?
  private var isStopping = false

  /// Tasks of one segment that wait to be submitted together.
  struct ReadyTasks {
    let segment: Int
    let attempt: Int
    var tasks: [Int]
  }

  /// How long a cluster that does not answer, or takes no jobs, is waited for.
  private static let patienceSeconds = 1800.0

  init(
    _ session: SlurmSession, _ run: PipelineRun, _ observation: RunObservation,
    _ state: SchedulerState, _ stop: StopRequest
  ) {
    self.session = session
    self.run = run
    self.observation = observation
    self.state = state
    self.stop = stop
    costs = TaskCosts.read(run.work)
    for (name, groups) in session.adopted {
      arrays.add(
        name, logs: logs(of: name),
        groups: groups.map {
          $0.tasks.filter { run.reuse.runs.indices.contains($0) && run.reuse.runs[$0] }
        })
    }
  }

  /// Runs until nothing is left to do or to wait for.
  ///
  /// - Throws: When the ledger cannot be written, or the cluster has not answered for half an hour; jobs go on then, and
  ///   the next run takes up what they commit.
  mutating func lead() throws(StageError) -> [SchedulerState.TaskState] {
    if !arrays.isEmpty {
      let count = arrays.names.count
      observation.tell(
        .warning(
          "\(count == 1 ? "1 array" : "\(count) arrays") of an earlier leader still in the queue; waiting for their jobs"
        ))
    }
    defer { costs.save(run.work) }
    while true {
      if stop.isAsked, !isStopping {
        isStopping = true
        guard try beginStopping() else { break }
      }
      try fold()
      takeReady()
      if Self.now >= nextSubmission { try submitNext() }
      if Self.now >= nextLook {
        try look()
        nextLook = Self.now + session.settings.pollSeconds
      }
      for name in arrays.removeFinished() { session.folder.array(name).giveUp() }
      if state.isFinished || isStopping && mustEndNow { break }
      stop.pause(seconds: pause)
    }
    if state.isFinished, arrays.isEmpty { Folder.remove(session.folder.path) }
    return state.states
  }

  static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  /// Records are looked for more often than the queue is asked: a folder is cheap to list.
  private var pause: Double {
    var until = min(session.settings.pollSeconds, 0.5)
    if !ready.isEmpty { until = min(until, nextSubmission - Self.now) }
    return max(until, 0.02)
  }

  /// Whether the time of grace after a request to stop is over.
  private var mustEndNow: Bool {
    run.cancellation.reason(started: .now, timeout: nil) != nil
  }

  /// Takes from the state machine what can start.
  private mutating func takeReady() {
    while let task = state.startNext(now: Self.now) {
      if let record = early.removeValue(forKey: task) {
        settle(task, record)
      } else if !arrays.contains(task) {
        let segment = Int(run.plan.tasks.segment[task])
        let attempt = Int(state.attempts[task])
        if let place = ready.firstIndex(where: { $0.segment == segment && $0.attempt == attempt }) {
          ready[place].tasks.append(task)
        } else {
          ready.append(ReadyTasks(segment: segment, attempt: attempt, tasks: [task]))
        }
      }
    }
  }

  private mutating func submitNext() throws(StageError) {
    guard !ready.isEmpty else { return }
    nextSubmission = Self.now + session.settings.submitSeconds
    let (array, rest) = pack(ready[0])
    switch try submit(array) {
    case .queued(let number):
      heldSince = nil
      numbers[array.name] = number
      arrays.add(array.name, logs: logs(of: array.name), groups: array.groups.map(\.tasks))
      observation.tell(
        .submitted(
          job: number, jobs: array.groups.count, tasks: array.taskCount, work: array.work))
      drop(rest)
    case .later(let complaint):
      session.folder.array(array.name).giveUp()
      nextSubmission = Self.now + max(session.settings.pollSeconds, session.settings.submitSeconds)
      // With jobs of its own in the queue a limit on jobs passes, however long that takes.
      let isBusy = !arrays.isEmpty
      try Self.bear(
        "the Slurm cluster takes no job: \(complaint)", &heldSince, forever: isBusy, observation)
    case .refused(let complaint):
      session.folder.array(array.name).giveUp()
      drop(rest)
      let error = StageError(
        .input, "Slurm refuses the jobs of \(array.work): \(complaint)",
        remedy: "mend \"slurm\" in the definition", file: run.pipeline.file)
      for task in array.groups.flatMap(\.tasks) where state.states[task] == .running {
        begin(task)
        fail(task, error, policy: FailurePolicy())
      }
    }
  }

  /// What is left of the first entry of ``ready`` after a part of it was submitted.
  private mutating func drop(_ rest: [Int]) {
    ready[0].tasks = rest
    if rest.isEmpty { ready.removeFirst() }
  }

  private mutating func look() throws(StageError) {
    guard !arrays.isEmpty else { return }
    let queue: [QueuedJob]
    do throws(StageError) {
      queue = try session.cluster.jobs(named: arrays.names)
    } catch {
      try Self.bear(error.message, &silentSince, forever: false, observation)
      return
    }
    silentSince = nil
    for job in queue { numbers[job.name] = job.number }
    let found = arrays.look(
      queue, now: Self.now, settleSeconds: session.settings.settleSeconds)
    for task in found.running where state.states[task] == .running { begin(task) }
    guard !found.lost.isEmpty else { return }
    // A job that ended between the last look into the folder and the queue has left its records there.
    try fold()
    for loss in found.lost { try lose(loss) }
  }

  /// The cluster does not do what it should: says so once, and bears it for a while.
  private static func bear(
    _ complaint: String, _ since: inout Double?, forever: Bool, _ observation: RunObservation
  ) throws(StageError) {
    guard let start = since else {
      since = now
      observation.tell(.warning("\(complaint); trying on"))
      return
    }
    guard !forever, now - start > patienceSeconds else { return }
    throw StageError(
      .io, "\(complaint), for half an hour",
      remedy: "run again when it does; what jobs commit meanwhile is kept")
  }

  /// Begins to stop: nothing more is submitted; jobs are cancelled, or left.
  ///
  /// - Returns: Whether there is anything to wait for.
  private mutating func beginStopping() throws(StageError) -> Bool {
    state.drain()
    for task in ready.flatMap(\.tasks) { fail(task, Self.stopped, policy: FailurePolicy()) }
    ready.removeAll()
    if session.settings.whenStopped == .leave {
      try fold()
      return false
    }
    session.cluster.cancel(arrays.names.compactMap { numbers[$0].map(String.init) })
    nextLook = 0
    return true
  }

  static let stopped = StageError(
    .cancelled, "the run was told to stop", remedy: "run again; what is committed is kept")
}
