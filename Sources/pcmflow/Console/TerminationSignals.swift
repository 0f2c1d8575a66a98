import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into a request to stop: the first one asks, each further one insists.
final class TerminationSignals {
  private var sources: [any DispatchSourceSignal] = []

  init(ask: @escaping @Sendable () -> Void, insist: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "pcmflow.signals")
    let received = Counter()
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { received.next() == 1 ? ask() : insist() }
      source.resume()
      sources.append(source)
    }
  }
}

/// Counts from 1.
private final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock { value in
      value += 1
      return value
    }
  }
}
