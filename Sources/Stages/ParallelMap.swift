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
