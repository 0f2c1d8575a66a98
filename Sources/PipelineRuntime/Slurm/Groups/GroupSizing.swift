import PipelineModel

/// Packs tasks into groups that take about the same time each: too small ones burden the scheduler of the cluster, too
/// large ones run one after the other what could run at once.
struct GroupSizing: Sendable {
  /// How long a group should take, in seconds.
  var groupSeconds: Double
  /// How many tasks a group has, in place of a time.
  var groupSize: Int?
  /// How many of its tasks a job runs at once.
  var cores: Int

  /// - Parameters:
  ///   - seconds: How long each task is thought to take.
  ///   - attempt: Tasks that failed before come in ever smaller groups, so that one that kills its job is soon alone.
  /// - Returns: The ranges of the groups, in order.
  func groups(_ seconds: [Double], attempt: Int) -> [Range<Int>] {
    let share = Double(1 << (2 * min(attempt - 1, 15)))
    let most = groupSize.map { max(Int(Double($0) / share), 1) }
    var result: [Range<Int>] = []
    var start = 0
    var total = 0.0
    for index in seconds.indices {
      let isFull =
        if let most {
          index - start >= most
        } else {
          total + seconds[index] > groupSeconds * Double(cores) / share
        }
      if isFull, index > start {
        result.append(start..<index)
        start = index
        total = 0
      }
      total += seconds[index]
    }
    if start < seconds.count { result.append(start..<seconds.count) }
    return result
  }
}
