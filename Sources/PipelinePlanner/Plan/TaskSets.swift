/// Sets of tasks as columns: what all shards of a segment wait for stands here once and not once a shard.
package struct TaskSets: Sendable {
  /// The number of the set without a task.
  package static let empty: UInt32 = 0

  /// Where the members of each set begin; one longer than the sets.
  private var start: [UInt32] = [0, 0]
  private var members: [UInt32] = []

  /// The empty set alone.
  package init() {}

  /// Sets given as a start column, one longer than the sets, and a column of members.
  package init(start: [UInt32], members: [UInt32]) {
    self.start = start
    self.members = members
  }

  /// How many sets there are.
  package var count: Int { start.count - 1 }

  /// The members of a set, ascending.
  package subscript(set: Int) -> ArraySlice<UInt32> {
    members[Int(start[set])..<Int(start[set + 1])]
  }

  /// Adds a set and says which it is; one without members is ``empty``.
  ///
  /// - Parameter tasks: The members, ascending.
  package mutating func append(_ tasks: some Sequence<UInt32>) -> UInt32 {
    members.append(contentsOf: tasks)
    guard members.count > Int(start[count]) else { return Self.empty }
    start.append(UInt32(members.count))
    return UInt32(count - 1)
  }

  /// For each task, the sets that it belongs to.
  ///
  /// - Complexity: O(tasks + members).
  package func reversed(tasks count: Int) -> TaskSets {
    let start = Self.starts(of: members, count: count)
    var cursor = start
    var values = [UInt32](repeating: 0, count: members.count)
    for set in 0..<self.count {
      for task in self[set] {
        values[Int(cursor[Int(task)])] = UInt32(set)
        cursor[Int(task)] += 1
      }
    }
    return TaskSets(start: start, members: values)
  }

  /// For each set, the tasks that wait for it, from the set of each task.
  ///
  /// - Complexity: O(tasks + sets).
  package func waiting(_ waitsFor: [UInt32]) -> TaskSets {
    let start = Self.starts(of: waitsFor, count: count)
    var cursor = start
    var values = [UInt32](repeating: 0, count: waitsFor.count)
    for (task, set) in waitsFor.enumerated() {
      values[Int(cursor[Int(set)])] = UInt32(task)
      cursor[Int(set)] += 1
    }
    return TaskSets(start: start, members: values)
  }

  /// Where the values of each key begin when they are gathered by key.
  private static func starts(of keys: [UInt32], count: Int) -> [UInt32] {
    var start = [UInt32](repeating: 0, count: count + 1)
    for key in keys { start[Int(key) + 1] += 1 }
    for index in 0..<count { start[index + 1] += start[index] }
    return start
  }
}
