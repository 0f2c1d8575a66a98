/// What a task holds while it runs, beside a worker.
package struct TaskNeeds: Sendable, Hashable {
  /// What a task may be expected to take where no stage of it says so, in bytes.
  package static let usualMemoryBytes = 64 << 20

  /// Memory in bytes; nil where nobody said.
  package var memoryBytes: Int?
  /// The named resources that it holds one of each, sorted.
  package var resources: [String] = []

  /// Needs that nobody has stated.
  package init() {}

  /// What a task holds that works for several stages at once: the memory of all, and each resource once.
  package static func combined(_ needs: [TaskNeeds]) -> TaskNeeds {
    var result = TaskNeeds()
    let stated = needs.compactMap(\.memoryBytes)
    if !stated.isEmpty { result.memoryBytes = stated.reduce(0, +) }
    result.resources = Set(needs.flatMap(\.resources)).sorted()
    return result
  }
}
