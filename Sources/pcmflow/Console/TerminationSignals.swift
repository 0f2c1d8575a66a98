import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into a request to stop: the first one asks, each further one insists.
final class TerminationSignals {
  private static let numbers = [SIGINT, SIGTERM]
  private var sources: [any DispatchSourceSignal] = []

  /// Listens from now on, until the object's life ends; then the signals end the program as they do by default.
  init(ask: @escaping @Sendable () -> Void, insist: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "pcmflow.signals")
    let received = Counter()
    for number in Self.numbers {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { received.next() == 1 ? ask() : insist() }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in Self.numbers { signal(number, SIG_DFL) }
  }

  /// Ends the program when it has not ended by itself after a time; a run may be cut off at any instant.
  static func endAtLatest(afterSeconds seconds: Double) {
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
      StandardError.write("error: the run did not stop in time and was cut off; run again")
      _exit(143)
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
