internal import Statistics

/// Remembers the p with P(Bin(n, p) < count) = probability for one probability: samples of one panel have the same
/// small counts and the same depths again and again.
struct ProportionTable {
  private static let counts = 24
  private static let totals = 1 << 16

  private let probability: Double
  private var rows = [[Double]](repeating: [], count: counts)

  init(probability: Double) { self.probability = probability }

  mutating func value(fewerThan count: Int, of total: Int) -> Double {
    guard count < Self.counts, total < Self.totals else {
      return binomialProportion(fewerThan: count, of: total, with: probability)
    }
    if rows[count].count <= total {
      let missing = min(Self.totals, max(1024, 2 * total)) - rows[count].count
      rows[count].append(contentsOf: repeatElement(-1, count: missing))
    }
    let known = rows[count][total]
    if known >= 0 { return known }
    let value = binomialProportion(fewerThan: count, of: total, with: probability)
    rows[count][total] = value
    return value
  }
}

/// The critical counts of one error model, which rise with the molecules: for each count the most molecules at which it
/// is not put down to error.
struct CriticalCounts {
  private let model: ErrorModel
  private let level: Double
  private var asked = 0
  private var most: [Int] = []

  init(_ model: ErrorModel, level: Double) {
    self.model = model
    self.level = level
  }

  /// ``ErrorModel/criticalCount(of:level:)``, looked up once the model has been asked a few times.
  mutating func count(of total: Int) -> Int {
    asked += 1
    guard asked > 16 else { return model.criticalCount(of: total, level: level) }
    while (most.last ?? 0) < total {
      guard most.count < 64 else { return model.criticalCount(of: total, level: level) }
      most.append(limit(of: most.count + 1, from: most.last ?? 0))
    }
    var low = 0
    while most[low] < total { low += 1 }
    return low + 1
  }

  /// The most molecules, not fewer than `start`, at which P(X ≥ count) is at most the level.
  private func limit(of count: Int, from start: Int) -> Int {
    func holds(_ total: Int) -> Bool { total < count || model.pValue(count, of: total) <= level }
    var (low, step) = (start, max(64, start / 2))
    while low < 1 << 40, holds(low + step) {
      low += step
      step *= 2
    }
    var high = low + step
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
