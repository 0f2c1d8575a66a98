internal import ByteIO

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

  /// The offsets of windows of two to a power positions each, from the first on.
  ///
  /// - Complexity: O(n).
  init(ofWindows offsets: [UInt64], shift: Int) {
    var last: UInt64 = 0
    for (window, offset) in offsets.enumerated() where offset > last {
      steps.append(OffsetStep(position: window << shift, offset: offset))
      last = offset
    }
  }

  private mutating func append(lowerBound step: OffsetStep) {
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

  /// The offset of the last step at a position or before it; 0 when there is none.
  ///
  /// - Complexity: O(log n).
  func last(upTo position: Int) -> UInt64 {
    let next = steps.partitionPoint { $0.position > position }
    return next > 0 ? steps[next - 1].offset : 0
  }
}
