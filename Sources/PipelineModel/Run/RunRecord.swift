/// What happened in one run, as the run folder keeps it and the report shows it; holds nothing about persons.
package struct RunRecord: Sendable, Codable {
  /// How a run ended.
  package enum Status: String, Sendable, Codable {
    /// Everything was done; where anything had changed, a release was published.
    case succeeded
    /// A stage failed; nothing was published.
    case failed
    /// A data contract was broken; nothing was published.
    case contractBroken
    /// The run was told to stop and has committed what was finished.
    case terminated
    /// The run has not ended.
    case running
  }

  /// The run's identifier: its start in UTC and a random part, sortable by time.
  package var runID: String
  /// The pipeline's name.
  package var pipeline: String
  /// The pipeline's description, in the author's words.
  package var pipelineDescription: String?
  /// How the run ended.
  package var status: Status
  /// When it began, in seconds since 1970 (UTC).
  package var startedAt: Double
  /// When it ended, in seconds since 1970 (UTC); nil while it runs.
  package var endedAt: Double?
  /// The program's version.
  package var version: String
  /// How many workers it had.
  package var jobs: Int
  /// The date that the run is for, `YYYY-MM-DD`.
  package var date: String
  /// The stages in the order of the definition.
  package var stages: [StageRecord] = []
  /// The edges between them.
  package var edges: [EdgeRecord] = []
  /// The tasks in the order in which they began, the first 20,000; before them reused ones and behind them those
  /// that were not reached, the first 1,000 of each. ``counts`` has all.
  package var tasks: [TaskRecord] = []
  /// What the definition promises about the data, and what was found.
  package var contracts: [ContractRecord] = []
  /// What became of the records of each file in each stage: those with refused records first, at most
  /// ``recordedAccounts``; all of them stand in `accounts.ndjson` of the run's folder.
  package var accounts: [FileAccount] = []
  /// The most accounts of files that a record holds.
  package static let recordedAccounts = 1000
  /// All tasks by what became of them; nil in records of versions that did not count them.
  package var taskCounts: StageRecord.TaskCounts?
  /// The most memory that the program has held, in bytes; nil where the system does not say.
  package var peakMemoryBytes: Int?
  /// What stages have fetched before the run was planned; nil in records of versions that did not fetch.
  package var fetched: [FetchRecord]?
  /// The published files; empty when nothing was published.
  package var published: [PublishedFile] = []
  /// The folder of the release that now is the latest; nil before the first.
  package var release: String?
  /// Whether this run published a release (false: the latest one already held these bytes).
  package var publishedNewRelease = false
  /// What went wrong, in full sentences for a person.
  package var errors: [String] = []
  /// What its author should know.
  package var warnings: [String] = []

  /// All tasks by what became of them, counted one by one where the record is old.
  package var counts: StageRecord.TaskCounts {
    if let taskCounts { return taskCounts }
    var counts = StageRecord.TaskCounts()
    for task in tasks {
      switch task.outcome {
      case .run: counts.run += 1
      case .reused: counts.reused += 1
      case .failed: counts.failed += 1
      case .skipped: counts.skipped += 1
      }
    }
    return counts
  }

  /// A run that begins now.
  package init(
    runID: String, pipeline: String, pipelineDescription: String?, startedAt: Double,
    version: String, jobs: Int, date: String = ""
  ) {
    self.date = date
    self.runID = runID
    self.pipeline = pipeline
    self.pipelineDescription = pipelineDescription
    status = .running
    self.startedAt = startedAt
    self.version = version
    self.jobs = jobs
  }
}

/// What happened in one stage, all its shards together.
package struct StageRecord: Sendable, Codable {
  /// The stage's name in the definition.
  package var name: String
  /// Its kind, such as `vcf.read`.
  package var kind: String
  /// Its shape: reader, transform, combine, writer, table.
  package var shape: String
  /// The segment it is fused into; stages of one segment run together.
  package var segment: Int
  /// Tasks of this stage that ran, were reused, failed, and were not reached.
  package var tasks = TaskCounts()
  /// Records or rows that came in.
  package var read = 0
  /// Records or rows that went on.
  package var kept = 0
  /// Records kept aside.
  package var quarantined = 0
  /// Records left out, by rule.
  package var dropped: [String: Int] = [:]
  /// Records that came into being beside those they were made from, by what made them; nil for none.
  package var made: [String: Int]?
  /// Records that went on although something was not as it should be, by what that is.
  package var tolerated: [String: Int] = [:]
  /// Quarantined records, by rule.
  package var quarantinedByRule: [String: Int] = [:]
  /// Rows of each table that the stage gives, by port.
  package var rowsOut: [String: Int] = [:]

  /// Tasks by what became of them.
  package struct TaskCounts: Sendable, Codable {
    /// Tasks that ran and were committed.
    package var run = 0
    /// Tasks whose results were committed by an earlier run.
    package var reused = 0
    /// Tasks that failed.
    package var failed = 0
    /// Tasks that were not reached.
    package var skipped = 0

    /// No tasks.
    package init() {}

    /// Adds other tasks.
    package mutating func add(_ other: TaskCounts) {
      run += other.run
      reused += other.reused
      failed += other.failed
      skipped += other.skipped
    }
  }

  /// A stage in which nothing has happened yet.
  package init(name: String, kind: String, shape: String, segment: Int) {
    self.name = name
    self.kind = kind
    self.shape = shape
    self.segment = segment
  }
}

/// An edge between two stages.
package struct EdgeRecord: Sendable, Codable {
  /// The stage it comes from.
  package var from: String
  /// The port it comes from.
  package var port: String
  /// The stage it goes to.
  package var to: String
  /// What flows, in words.
  package var type: String
  /// What it says about persons: identifiable, aggregate, released.
  package var privacy: String

  /// An edge.
  package init(from: String, port: String, to: String, type: String, privacy: String) {
    self.from = from
    self.port = port
    self.to = to
    self.type = type
    self.privacy = privacy
  }
}

/// What happened to one task.
package struct TaskRecord: Sendable, Codable {
  /// What became of a task.
  package enum Outcome: String, Sendable, Codable {
    case run, reused, failed, skipped
  }

  /// The task's number in the plan.
  package var task: Int
  /// What it is, such as `genotypes → called → scores · cohort.vcf.gz`.
  package var label: String
  /// The stages it works for.
  package var stages: [String]
  /// What became of it.
  package var outcome: Outcome
  /// Why it ran, for example `input cohort.vcf.gz changed`; nil for a reused task.
  package var reason: String?
  /// When it began, in seconds after the run's start.
  package var began: Double = 0
  /// When it ended, in seconds after the run's start.
  package var ended: Double = 0
  /// How many times it was tried.
  package var attempts = 1
  /// Why it failed.
  package var error: String?
  /// What kind of failure it was.
  package var errorCategory: StageError.Category?

  /// A task.
  package init(
    task: Int, label: String, stages: [String], outcome: Outcome, reason: String? = nil
  ) {
    self.task = task
    self.label = label
    self.stages = stages
    self.outcome = outcome
    self.reason = reason
  }
}

/// A file of a release.
package struct PublishedFile: Sendable, Codable, Equatable {
  /// The name within the release.
  package var name: String
  /// The producer, written `stage.port`.
  package var from: String
  /// What it says about persons.
  package var privacy: String
  /// Its size in bytes.
  package var bytes: Int
  /// Its rows, for a table.
  package var rows: Int?
  /// The SHA-256 digest of its bytes, in hexadecimal.
  package var sha256: String

  /// A published file.
  package init(
    name: String, from: String, privacy: String, bytes: Int, rows: Int?, sha256: String
  ) {
    self.name = name
    self.from = from
    self.privacy = privacy
    self.bytes = bytes
    self.rows = rows
    self.sha256 = sha256
  }
}
