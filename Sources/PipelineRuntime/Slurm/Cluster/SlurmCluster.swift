import Foundation
package import PipelineModel
package import PipelinePlanner

/// A Slurm cluster, spoken to through its commands.
package struct SlurmCluster: Sendable {
  private let sbatch: ClusterCommand
  private let squeue: ClusterCommand
  private let scancel: ClusterCommand
  /// How many jobs an array may have (`MaxArraySize`; Slurm's own default until it has been asked).
  package private(set) var arraySize = 1000
  /// How long a cancelled job has until it is killed, in seconds (`KillWait`).
  package private(set) var killWaitSeconds = 30

  /// Finds the commands.
  ///
  /// - Throws: When they are not installed here.
  package init() throws(CompilationFailure) {
    guard let sbatch = ClusterCommand(named: "sbatch"),
      let squeue = ClusterCommand(named: "squeue"), let scancel = ClusterCommand(named: "scancel")
    else {
      throw CompilationFailure([
        Diagnostic(
          rule: "no-slurm", "--executor slurm needs sbatch, squeue and scancel, which are not here",
          remedy: "run on a machine from which jobs are submitted, or leave --executor out")
      ])
    }
    self.sbatch = sbatch
    self.squeue = squeue
    self.scancel = scancel
  }

  /// Asks the cluster for its limits; shows at once that it cannot be reached.
  package mutating func connect() throws(StageError) {
    guard let scontrol = ClusterCommand(named: "scontrol") else { return }
    let answer = try scontrol.run(["show", "config"])
    guard answer.code == 0 else { throw Self.unreachable(answer.complaint) }
    for line in answer.output.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "=" })
      guard words.count >= 2, let number = Int(words[1]) else { continue }
      // The greatest index is one less than the size, and 0 is an index.
      if words[0] == "MaxArraySize", number > 0 { arraySize = number }
      if words[0] == "KillWait" { killWaitSeconds = number }
    }
  }

  private static func unreachable(_ complaint: String) -> StageError {
    StageError(
      .io, "the Slurm cluster does not answer: \(complaint)",
      remedy:
        "check with 'scontrol ping' that slurmctld runs and with 'munge -n | unmunge' that munge does"
    )
  }

  /// What came of a submission.
  enum Submission: Sendable, Equatable {
    /// The job is queued under a number.
    case queued(Int)
    /// The cluster takes no job now, but may later.
    case later(String)
    /// The cluster will never take this job.
    case refused(String)
  }

  /// Submits a job.
  func submit(_ arguments: [String]) throws(StageError) -> Submission {
    let answer = try sbatch.run(arguments)
    if answer.code == 0, let number = Int(answer.output.prefix { $0.isNumber }) {
      return .queued(number)
    }
    // Where it has queued the job all the same, the job finds its folder given up.
    if answer.wasKilled { return .later("a signal ended sbatch") }
    let complaint = answer.complaint.isEmpty ? "sbatch gave no job number" : answer.complaint
    return Self.isPassing(complaint) ? .later(complaint) : .refused(complaint)
  }

  /// Whether a refusal may pass: a controller that is busy or restarts, a limit on jobs that wait.
  static func isPassing(_ complaint: String) -> Bool {
    let signs = [
      "timed out", "Unable to contact", "connect failure", "Connection refused",
      "temporarily unable", "Resource temporarily unavailable", "MaxSubmitJob", "SubmitJobLimit",
      "Job violates accounting/QOS policy", "Zero Bytes were transmitted", "slurmctld",
      "standby mode", "Protocol authentication error", "Communication connection",
    ]
    return signs.contains { complaint.localizedCaseInsensitiveContains($0) }
  }

  /// The jobs of arrays by the arrays' names, those that ended a moment ago included.
  ///
  /// - Throws: When the cluster does not answer.
  func jobs(named names: [String]) throws(StageError) -> [QueuedJob] {
    guard !names.isEmpty else { return [] }
    let answer = try squeue.run([
      "--me", "--array", "--noheader", "--states=all", "--name=" + names.joined(separator: ","),
      "--format=%F|%K|%j|%T|%N|%r",
    ])
    guard answer.code == 0 else { throw Self.unreachable(answer.complaint) }
    return answer.output.split(separator: "\n").compactMap { QueuedJob($0) }
  }

  /// Cancels jobs, written `number` or `number_index`; those that have ended are no error.
  func cancel(_ jobs: [String]) {
    // A command line has an end.
    for start in stride(from: 0, to: jobs.count, by: 1000) {
      _ = try? scancel.run(["--quiet"] + jobs[start..<min(start + 1000, jobs.count)])
    }
  }
}

/// A job of an array as the queue shows it.
struct QueuedJob: Sendable, Equatable {
  /// The number of the array.
  let number: Int
  /// The index within the array: the group.
  let index: Int
  /// The name of the array.
  let name: String
  /// The state, such as `RUNNING`.
  let state: String
  /// The node, empty while there is none.
  let node: String
  /// Why it waits or has failed.
  let reason: String

  /// A line of the queue; nil where it is none.
  init?(_ line: some StringProtocol) {
    let fields = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false)
    guard fields.count == 6, let number = Int(fields[0]), let index = Int(fields[1]) else {
      return nil
    }
    self.number = number
    self.index = index
    name = String(fields[2])
    state = String(fields[3])
    node = String(fields[4])
    reason = String(fields[5])
  }

  /// Whether the job waits, runs, is being moved or is coming to its end (squeue(1), JOB STATE CODES).
  var isAlive: Bool { !Self.ends.contains(state) }

  /// Whether it has a node.
  var hasBegun: Bool { state == "RUNNING" || state == "COMPLETING" || state == "SUSPENDED" }

  private static let ends: Set<String> = [
    "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY",
    "PREEMPTED", "REVOKED", "TIMEOUT",
  ]
}
