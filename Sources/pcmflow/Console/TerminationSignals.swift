import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into a request to stop: the first one asks, each further one insists.
final class TerminationSignals {
  private static let numbers = [SIGINT, SIGTERM]
  private var sources: [any DispatchSourceSignal] = []
  private var earlier: [(number: Int32, handler: sighandler_t?)] = []

  /// Listens from now on, until the object's life ends; then the signals do what they did before.
  init(ask: @escaping @Sendable () -> Void, insist: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "pcmflow.signals")
    let received = Counter()
    for number in Self.numbers {
      earlier.append((number, signal(number, SIG_IGN)))
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { received.next() == 1 ? ask() : insist() }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for (number, handler) in earlier { signal(number, handler) }
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
