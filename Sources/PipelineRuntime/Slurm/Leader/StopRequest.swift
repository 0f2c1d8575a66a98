import Dispatch
import Synchronization

/// Wakes a leader that pauses, and tells it to stop.
final class StopRequest: Sendable {
  private let asked = Mutex(false)
  private let bell = DispatchSemaphore(value: 0)

  /// Whether the run was told to stop.
  var isAsked: Bool { asked.withLock { $0 } }

  /// Tells the leader to stop; from any thread.
  func ask() {
    asked.withLock { $0 = true }
    bell.signal()
  }

  /// Waits for some seconds, or until the leader is told to stop.
  func pause(seconds: Double) {
    _ = bell.wait(timeout: .now() + seconds)
  }
}
