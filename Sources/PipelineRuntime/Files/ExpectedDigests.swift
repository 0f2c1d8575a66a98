import Dispatch
import Synchronization

/// Digests that are taken on threads of their own before they are asked for.
///
/// The threads begin with the file that is asked for last, and who asks with the first: each file is digested by one of
/// them, and the other waits for it at most once.
final class ExpectedDigests: Sendable {
  /// Held by who digests a file.
  private final class Turn: Sendable {
    let mutex = Mutex(())
  }

  private let turns = Mutex<[String: Turn]>([:])
  private let isEnded = Atomic(false)

  /// Whether nobody asks any more for what was expected.
  var isOver: Bool { isEnded.load(ordering: .relaxed) }

  /// Begins to digest files, given in the order in which they will be asked for.
  func begin(
    _ paths: [String], threads: Int, _ digest: @escaping @Sendable (String) -> Void
  ) {
    let turns = paths.map { ($0, Turn()) }
    self.turns.withLock { $0.merge(turns) { $1 } }
    let left = Counter(turns.count)
    for _ in 0..<min(threads, turns.count) {
      DispatchQueue.global().async {
        while !self.isOver, let number = left.next() {
          // One who asks may have been quicker.
          _ = turns[number].1.mutex.withLockIfAvailable { _ in digest(turns[number].0) }
        }
      }
    }
  }

  /// Ends what is under way.
  func end() { isEnded.store(true, ordering: .relaxed) }

  /// Does what digests a file once no thread digests it.
  func waiting<Value, Failure: Error>(
    for path: String, _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    guard let turn = turns.withLock({ $0[path] }) else { return try work() }
    return try turn.mutex.withLock { _ throws(Failure) in try work() }
  }

  /// Counts down to 0.
  private final class Counter: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) { left = Atomic(count) }

    func next() -> Int? {
      let number = left.subtract(1, ordering: .relaxed).newValue
      return number >= 0 ? number : nil
    }
  }
}
