import Foundation
import Glibc
import JSONText
import PipelineModel
import PipelineRuntime
import Synchronization

/// Shows a run on standard error: one line that is rewritten on a terminal, plain lines elsewhere.
final class ConsoleReporter: EventSink {
  private struct State {
    var total = 0
    var done = 0
    var reused = 0
    var running: [Int: String] = [:]
    var lastDrawn = Date.distantPast
    var isDrawn = false
  }

  private let isTerminal: Bool
  private let state = Mutex(State())

  init(isTerminal: Bool = isatty(2) == 1) {
    self.isTerminal = isTerminal
  }

  func take(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .started(let run, let pipeline, let toRun, let reused):
        state.total = toRun
        state.reused = reused
        line(
          "\(pipeline): run \(run), \(Self.tasks(toRun)) to run, \(reused) reused", &state)
      case .taskBegan(let task, let label, _):
        state.running[task] = TaskLabel.short(label)
        if isTerminal { draw(&state, now: false) }
      case .taskFinished(let task, let label):
        state.running[task] = nil
        state.done += 1
        if isTerminal {
          draw(&state, now: false)
        } else if state.total <= 100 || state.done % (state.total / 20) == 0 {
          line("[\(state.done)/\(state.total)] \(TaskLabel.short(label))", &state)
        }
      case .taskFailed(let task, _, let error, let retryIn):
        state.running[task] = nil
        let after = retryIn.map { "; trying again in \(Int($0.rounded())) s" } ?? ""
        line("error: \(error)\(after)", &state)
      case .submitted(let job, let jobs, let tasks, let work):
        line(
          "submitted \(TaskLabel.short(work)): Slurm job \(job), \(Self.tasks(tasks)) in \(jobs == 1 ? "1 group" : "\(jobs) groups")",
          &state)
      case .published(let folder, let files, let isNew):
        line(
          isNew
            ? "published \(files == 1 ? "1 file" : "\(files) files"): \(folder)"
            : "nothing changed; the latest release stands: \(folder)", &state)
      case .ended(let status, let seconds):
        let time = String(format: "%.2f", seconds)
        line("\(Self.words(status)) after \(time) s", &state)
      case .warning(let text):
        line(text, &state)
      case .problem(let text):
        line("error: \(text)", &state)
      }
    }
  }

  private func line(_ text: String, _ state: inout State) {
    let clear = state.isDrawn ? "\r\u{1B}[K" : ""
    state.isDrawn = false
    Console.write(clear + text + "\n", to: .standardError)
  }

  /// Redraws the progress line at most twenty times a second.
  private func draw(_ state: inout State, now: Bool) {
    guard now || Date.now.timeIntervalSince(state.lastDrawn) > 0.05 else { return }
    state.lastDrawn = .now
    state.isDrawn = true
    let share = state.total == 0 ? 1 : Double(state.done) / Double(state.total)
    let filled = Int(share * 24)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    let current = state.running.min { $0.key < $1.key }?.value ?? ""
    let text = "\(bar) \(state.done)/\(state.total) \(current.prefix(48))"
    Console.write("\r\u{1B}[K" + text, to: .standardError)
  }

  private static func tasks(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }

  private static func words(_ status: RunRecord.Status) -> String {
    switch status {
    case .succeeded: "done"
    case .failed: "failed"
    case .contractBroken: "a data contract is broken; nothing was published"
    case .terminated: "stopped; what was finished is kept"
    case .running: "running"
    }
  }
}

/// Prints each event as one JSON object a line on standard output.
struct JSONReporter: EventSink {
  func take(_ event: RunEvent) {
    let line = event.json(time: EventLog.timestamp()).compactText + "\n"
    Console.write(line, to: .standardOutput)
  }
}
