/// Why a requirement is fulfilled: deviations of other cells that add up with its own.
///
/// It goes on to hold for every pattern that leaves those cells as open as the deviations need, so that most
/// requirements need not be looked at again when a pattern changes a little.
struct ProtectionProof {
  /// For each cell that deviates the share of its bounds that it needs.
  private var shares: [Int: Double] = [:]
  /// Whether those who know a cell were looked at as well.
  var holdsAgainstInsiders = false

  /// Adds a cell that deviates by a share of what it can.
  mutating func add(_ cell: Int, _ share: Double) {
    shares[cell] = max(shares[cell] ?? 0, min(1, share))
  }

  /// Adds what another proof needs.
  mutating func formUnion(_ other: ProtectionProof) {
    for (cell, share) in other.shares { add(cell, share) }
  }

  /// Whether a cell deviates in it.
  func rests(on cell: Int) -> Bool { shares[cell] != nil }

  /// Whether it holds for a pattern.
  func holds(_ openness: [Double]) -> Bool {
    shares.allSatisfy { openness[$0.key] >= $0.value }
  }
}
