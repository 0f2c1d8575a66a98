package import JSONText
package import PipelineModel

/// What a run tells while it goes on; holds nothing about persons.
package enum RunEvent: Sendable {
  /// The run begins; counts of tasks.
  case started(run: String, pipeline: String, toRun: Int, reused: Int)
  /// A task has begun.
  case taskBegan(task: Int, label: String, attempt: Int)
  /// A task has finished.
  case taskFinished(task: Int, label: String)
  /// A task has failed; with `retryIn` it is tried again in so many seconds.
  case taskFailed(task: Int, label: String, error: String, retryIn: Double?)
  /// Tasks were handed to a cluster: the number of the job, how many jobs its array has, and what they do.
  case submitted(job: Int, jobs: Int, tasks: Int, work: String)
  /// A release was published, or the latest one already holds the same.
  case published(folder: String, files: Int, isNew: Bool)
  /// The run has ended.
  case ended(status: RunRecord.Status, seconds: Double)
  /// Something its author should know.
  case warning(String)
  /// What keeps the run from being published, beside failed tasks: a broken contract, a failed release.
  case problem(String)

  /// The event as an object for machines.
  package func json(time: String) -> JSONNode {
    .object([("time", .text(time))] + members)
  }

  private var members: [(String, JSONNode)] {
    switch self {
    case .started(let run, let pipeline, let toRun, let reused):
      [
        ("event", "started"), ("run", .text(run)), ("pipeline", .text(pipeline)),
        ("tasks", .integer(toRun)), ("reused", .integer(reused)),
      ]
    case .taskBegan(let task, let label, let attempt):
      [
        ("event", "taskBegan"), ("task", .integer(task)), ("label", .text(label)),
        ("attempt", .integer(attempt)),
      ]
    case .taskFinished(let task, let label):
      [("event", "taskFinished"), ("task", .integer(task)), ("label", .text(label))]
    case .taskFailed(let task, let label, let error, let retryIn):
      [
        ("event", "taskFailed"), ("task", .integer(task)), ("label", .text(label)),
        ("error", .text(error)), ("retryIn", retryIn.map { .double($0) } ?? nil),
      ]
    case .submitted(let job, let jobs, let tasks, let work):
      [
        ("event", "submitted"), ("job", .integer(job)), ("jobs", .integer(jobs)),
        ("tasks", .integer(tasks)), ("work", .text(work)),
      ]
    case .published(let folder, let files, let isNew):
      [
        ("event", "published"), ("folder", .text(folder)), ("files", .integer(files)),
        ("new", .flag(isNew)),
      ]
    case .ended(let status, let seconds):
      [("event", "ended"), ("status", .text(status.rawValue)), ("seconds", .double(seconds))]
    case .warning(let text):
      [("event", "warning"), ("message", .text(text))]
    case .problem(let text):
      [("event", "problem"), ("message", .text(text))]
    }
  }
}

/// Takes events: a file, a terminal, a pipe.
package protocol EventSink: Sendable {
  /// Takes one event.
  func take(_ event: RunEvent)
}
