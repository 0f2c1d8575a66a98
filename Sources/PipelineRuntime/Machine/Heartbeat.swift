import Dispatch

/// Does something again and again for as long as it is held.
final class Heartbeat: Sendable {
  private let queue: DispatchQueue
  private let interval: Double
  private let action: @Sendable () -> Void

  /// Begins; the first time is an interval from now, in seconds.
  init(_ label: String, every interval: Double, _ action: @escaping @Sendable () -> Void) {
    queue = DispatchQueue(label: label)
    self.interval = interval
    self.action = action
    beatLater()
  }

  private func beatLater() {
    queue.asyncAfter(deadline: .now() + interval) { [weak self] in
      guard let self else { return }
      action()
      beatLater()
    }
  }
}
