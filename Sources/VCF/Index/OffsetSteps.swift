/// A place in the file from some position on.
struct OffsetStep: BitwiseCopyable, Sendable {
  var position: Int
  var offset: UInt64
}

/// A bound of places in the file that rises with the position.
struct OffsetSteps: Sendable {
  /// Both ascend from step to step.
  private(set) var steps: [OffsetStep] = []

  /// No steps.
  init() {}

  /// For any position, the largest offset stated for it or a smaller one.
  ///
  /// - Complexity: O(n log n); O(n) when the bounds come sorted.
  init(lowerBounds: [OffsetStep]) {
    for step in Self.sorted(lowerBounds) { append(lowerBound: step) }
  }

  /// States an offset for a position that is none of the earlier ones or the last of them.
  mutating func append(lowerBound step: OffsetStep) {
    guard step.offset > steps.last?.offset ?? 0 else { return }
    if steps.last?.position == step.position { steps.removeLast() }
    steps.append(step)
  }

  private static func sorted(_ steps: [OffsetStep]) -> [OffsetStep] {
    func precedes(_ one: OffsetStep, _ other: OffsetStep) -> Bool {
      one.position < other.position
        || one.position == other.position && one.offset < other.offset
    }
    for index in steps.indices.dropFirst() where precedes(steps[index], steps[index - 1]) {
      return steps.sorted(by: precedes)
    }
    return steps
  }

  /// For any position, the smallest offset stated for it or a larger one.
  ///
  /// - Complexity: O(n log n); O(n) when the bounds come sorted.
  init(upperBounds: [OffsetStep]) {
    let sorted = Self.sorted(upperBounds)
    steps.reserveCapacity(sorted.count)
    for step in sorted.reversed() where step.offset < steps.last?.offset ?? .max {
      if steps.last?.position == step.position { steps.removeLast() }
      steps.append(step)
    }
    steps.reverse()
  }

  /// The offset of the last step at a position or before it; 0 when there is none.
  ///
  /// - Complexity: O(log n).
  func last(upTo position: Int) -> UInt64 {
    let index = firstIndex { $0.position > position }
    return index > 0 ? steps[index - 1].offset : 0
  }

  /// The offset of the first step at a position or behind it; the largest number when there is none.
  ///
  /// - Complexity: O(log n).
  func first(from position: Int) -> UInt64 {
    let index = firstIndex { $0.position >= position }
    return index < steps.count ? steps[index].offset : .max
  }

  /// The first step for which something holds that holds for all behind it; their count for none.
  func firstIndex(where holds: (OffsetStep) -> Bool) -> Int {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if holds(steps[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
