/// Names of tasks as people read them on a line.
enum TaskLabel {
  /// So many stages are named; of more, the first and the number of the others.
  private static let namedStages = 4

  /// The name of a task with many fused stages, cut short: `records + 30 more · patients.ndjson`.
  ///
  /// Events, records and `explain` have the whole name, by which tasks are known.
  static func short(_ label: String) -> String {
    let parts = label.split(separator: " · ", maxSplits: 1)
    guard let work = parts.first else { return label }
    let stages = work.split(separator: " + ")
    guard stages.count > namedStages else { return label }
    let shortened = "\(stages[0]) + \(stages.count - 1) more"
    return parts.count > 1 ? "\(shortened) · \(parts[1])" : shortened
  }
}
