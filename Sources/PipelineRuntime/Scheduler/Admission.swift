package import PipelineModel

/// What tasks may hold at once beside workers: memory and named resources. A value without threads or clocks.
///
/// Two figures of memory are kept: what running tasks have reserved, and what the process was last seen to hold
/// beyond what it held before any task. A task has room when the greater of the two leaves its reservation free, so
/// stages that take more than they said keep others out. A task that runs alone always has room.
package struct Admission: Sendable {
  /// What running tasks may hold together, in bytes.
  package let memoryLimit: Int
  /// What running tasks have reserved, in bytes.
  package private(set) var reserved = 0
  /// What the process was last seen to hold beyond its own, in bytes.
  package var measured = 0

  /// The memory that each kind of needs reserves, in bytes.
  private var memory: [Int] = []
  /// The resources of each kind of needs, by their numbers.
  private var resources: [[Int]] = []
  private var kinds: [Needs: Int] = [:]
  private var kindOfTask: [UInt32] = []
  /// The kinds of tasks that need more than they were expected to.
  private var grown: [Int: Int] = [:]
  private var free: [Int] = []

  private struct Needs: Hashable, Sendable {
    let memory: Int
    let resources: [Int]
  }

  /// Room for everything.
  package init() {
    memoryLimit = .max
    _ = kind(Needs(memory: 0, resources: []))
  }

  /// Room for what there is.
  ///
  /// - Parameters:
  ///   - needs: The kinds of needs that there are.
  ///   - needsOfTask: For each task, its number among ``needs``.
  ///   - memoryLimit: What running tasks may hold together, in bytes.
  ///   - resources: How many there are of each named resource; of any other there is one.
  package init(
    needs: [TaskNeeds], needsOfTask: [UInt32], memoryLimit: Int, resources: [String: Int]
  ) {
    self.memoryLimit = max(memoryLimit, 1)
    let names = Set(needs.flatMap(\.resources)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    free = names.map { max(resources[$0] ?? 1, 1) }
    let kinds = needs.map { need in
      UInt32(
        kind(
          Needs(
            memory: min(need.memoryBytes ?? TaskNeeds.usualMemoryBytes, self.memoryLimit),
            resources: need.resources.compactMap { numbers[$0] })))
    }
    kindOfTask = needsOfTask.map { kinds[Int($0)] }
  }

  /// How many kinds of needs there are so far.
  var kindCount: Int { memory.count }

  /// The kind of a task's needs.
  func kind(of task: Int) -> Int {
    if !grown.isEmpty, let kind = grown[task] { return kind }
    return kindOfTask.isEmpty ? 0 : Int(kindOfTask[task])
  }

  /// What a task reserves, in bytes.
  package func reservation(of task: Int) -> Int { memory[kind(of: task)] }

  /// Whether a task of a kind can run beside those that run.
  func hasRoom(_ kind: Int, running: Int) -> Bool {
    if running == 0 { return true }
    return memory[kind] <= memoryLimit - max(reserved, measured).clamped(to: memoryLimit)
      && resources[kind].allSatisfy { free[$0] > 0 }
  }

  /// Reserves what a kind needs.
  mutating func take(_ kind: Int) {
    reserved += memory[kind]
    for resource in resources[kind] { free[resource] -= 1 }
  }

  /// Frees what a kind needs.
  mutating func giveBack(_ kind: Int) {
    reserved -= memory[kind]
    for resource in resources[kind] { free[resource] += 1 }
  }

  /// From its next start on a task reserves more: twice as much, or all that there is.
  mutating func grow(_ task: Int, toAll: Bool) {
    let now = kind(of: task)
    let doubled = min(memory[now], memoryLimit / 2) * 2
    let wanted = toAll ? memoryLimit : max(doubled, 1)
    grown[task] = kind(Needs(memory: wanted, resources: resources[now]))
  }

  private mutating func kind(_ needs: Needs) -> Int {
    if let known = kinds[needs] { return known }
    memory.append(needs.memory)
    resources.append(needs.resources)
    kinds[needs] = memory.count - 1
    return memory.count - 1
  }
}

extension Int {
  fileprivate func clamped(to limit: Int) -> Int { Swift.min(Swift.max(self, 0), limit) }
}
