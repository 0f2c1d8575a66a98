import Dispatch
import Glibc
import PipelineModel
import Synchronization

/// Stops the fetching that goes on before a run when SIGTERM or Ctrl-C says so.
///
/// A database goes on with a query although nobody waits for it, so the query is interrupted, and the run ends as one
/// that was stopped. A fetch that has not said how to interrupt it can be cut off at any instant, and is.
final class FetchStop {
  private let work: InterruptedFetch
  private var signals: TerminationSignals?

  /// What the stages are handed.
  var interruption: TaskInterruption { work.interruption }

  /// Listens until the end.
  ///
  /// - Parameter grace: How long, in seconds, an interrupted call may take to come back.
  init(grace: Double) {
    let work = InterruptedFetch(grace: grace)
    self.work = work
    signals = TerminationSignals {
      work.stop()
    } insist: {
      work.cutOff()
    }
  }

  /// Listens no longer.
  func end() {
    work.end()
    signals = nil
  }
}

/// A fetch that signals may stop.
private final class InterruptedFetch: Sendable {
  let interruption = TaskInterruption()
  private let hasEnded = Mutex(false)
  private let grace: Double
  private static let queue = DispatchQueue(label: "pcmflow.fetch-stop")

  init(grace: Double) {
    self.grace = grace
  }

  func stop() {
    if !interruption.isHeard { cutOff() }
    TerminationSignals.endAtLatest(afterSeconds: grace + InterruptionOptions.lastSeconds)
    interrupt()
  }

  func cutOff() {
    StandardError.write("stopped while fetching; what was fetched is kept, run again")
    _exit(143)
  }

  /// A call that had not begun yet at the first time is interrupted at the next.
  private func interrupt() {
    if hasEnded.withLock({ $0 }) { return }
    interruption.interrupt()
    Self.queue.asyncAfter(deadline: .now() + 0.1) { self.interrupt() }
  }

  func end() { hasEnded.withLock { $0 = true } }
}
