import Dispatch
import PipelineModel
import Synchronization

/// Does the same to several items at once, at most one a core; the results stand in the order of the items.
///
/// - Throws: The failure of the first item, in order, that has one.
func mapInParallel<Item: Sendable, Value: Sendable>(
  _ items: [Item], cores: Int, _ work: @Sendable (Item) throws(StageError) -> Value
) throws(StageError) -> [Value] {
  let results = Mutex([Result<Value, StageError>?](repeating: nil, count: items.count))
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: max(1, min(cores, items.count))) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < items.count else { return }
      let result: Result<Value, StageError>
      do throws(StageError) {
        result = .success(try work(items[index]))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
  }
  var values: [Value] = []
  for result in results.withLock({ $0 }) {
    guard let result else { throw StageError(.internal, "an item was left out") }
    values.append(try result.get())
  }
  return values
}

/// Makes numbered values at once, at most one a core, and takes them in order while the next are being made.
///
/// At most twice as many values as cores are in memory.
///
/// - Parameters:
///   - make: Makes a value; called by several threads at once.
///   - take: Takes the values in the order of their numbers, one at a time.
/// - Throws: The first failure of `take`; nothing more is taken after it.
func makeInOrder<Value: Sendable>(
  _ count: Int, cores: Int, _ make: @Sendable (Int) -> Value,
  take: @Sendable (Value) throws(StageError) -> Void
) throws(StageError) {
  let queue = Mutex(OrderedValues<Value>())
  let next = Atomic(0)
  let room = DispatchSemaphore(value: 0)
  for _ in 0..<2 * cores { room.signal() }
  DispatchQueue.concurrentPerform(iterations: max(1, min(cores, count))) { _ in
    while true {
      room.wait()
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < count, queue.withLock({ $0.failure == nil }) else {
        // Others may wait as well.
        room.signal()
        return
      }
      let made = make(number)
      var due = queue.withLock { $0.add(made, number) }
      while let value = due {
        let result = Result { () throws(StageError) in try take(value) }
        due = queue.withLock { $0.next(after: result) }
        room.signal()
      }
    }
  }
  if let failure = queue.withLock({ $0.failure }) { throw failure }
}

/// Values that are made in any order and taken in that of their numbers, by one thread at a time.
private struct OrderedValues<Value> {
  private var made: [Int: Value] = [:]
  private var turn = 0
  private var isBeingTaken = false
  private(set) var failure: StageError?

  /// Adds a value.
  ///
  /// - Returns: The value that the caller is to take, if there is one and nobody else is taking.
  mutating func add(_ value: Value, _ number: Int) -> Value? {
    made[number] = value
    return isBeingTaken ? nil : due()
  }

  /// Notes that a value was taken.
  ///
  /// - Returns: The one that is to be taken next, if it is made.
  mutating func next(after result: Result<Void, StageError>) -> Value? {
    isBeingTaken = false
    if case .failure(let error) = result { failure = error }
    return due()
  }

  private mutating func due() -> Value? {
    guard failure == nil, let value = made.removeValue(forKey: turn) else { return nil }
    turn += 1
    isBeingTaken = true
    return value
  }
}
