/// How runs of one machine share its cores: everybody computes the same from the same figures.
package enum CoreShares {
  /// What a run could use.
  package struct Demand: Sendable, Equatable {
    /// How many workers.
    package var workers: Int
    /// Whether its user has said how many it takes; otherwise it takes what it is given.
    package var isFixed: Bool

    /// A demand.
    package init(workers: Int, isFixed: Bool) {
      self.workers = workers
      self.isFixed = isFixed
    }

    /// The demand, and what is taken of it, as a line of text: `4 shared 2`.
    func text(share: Int) -> String { "\(workers) \(isFixed ? "fixed" : "shared") \(share)\n" }

    /// The demand in a line of text; nil where it says something else.
    init?(_ text: String) {
      let words = text.split { $0 == " " || $0 == "\n" }
      guard words.count == 3, let workers = Int(words[0]), workers > 0 else { return nil }
      self.init(workers: workers, isFixed: words[1] == "fixed")
    }
  }

  /// How many workers each run has.
  ///
  /// Fixed demands are met. The other runs have one worker each, and what is left of the cores goes round among those
  /// that want more, one at a time, the oldest first: nobody has two more than a run that wants more (max-min
  /// fairness).
  ///
  /// - Parameter demands: What each run could use, the oldest run first.
  /// - Complexity: O(cores + runs).
  package static func of(cores: Int, _ demands: [Demand]) -> [Int] {
    var shares = demands.map { $0.isFixed ? $0.workers : 1 }
    var left = cores - shares.reduce(0, +)
    while left > 0 {
      let before = left
      for index in shares.indices where left > 0 && shares[index] < demands[index].workers {
        shares[index] += 1
        left -= 1
      }
      if left == before { break }
    }
    return shares
  }
}
