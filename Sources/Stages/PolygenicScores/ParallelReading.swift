internal import Dispatch
internal import PipelineModel
internal import Synchronization

/// Reads several files at once, at most one a core; the results stand in the order of the paths.
///
/// - Throws: The failure of the first path, in order, that has one.
func readInParallel<Value: Sendable>(
  _ paths: [String], cores: Int, _ read: @Sendable (String) throws(StageError) -> Value
) throws(StageError) -> [Value] {
  let results = Mutex([Result<Value, StageError>?](repeating: nil, count: paths.count))
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: max(1, min(cores, paths.count))) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < paths.count else { return }
      let result: Result<Value, StageError>
      do throws(StageError) {
        result = .success(try read(paths[index]))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
  }
  var values: [Value] = []
  for result in results.withLock({ $0 }) {
    guard let result else { throw StageError(.internal, "a file was not read") }
    values.append(try result.get())
  }
  return values
}
