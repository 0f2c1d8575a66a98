/// The ordered steps between processing chunks and absorbing them: what has arrived, and what is held back.
///
/// In each round chunks are settled in their order, one at a time, together with those that the round still holds.
struct SettlingRounds<Outcome: Sendable> {
  /// A chunk's number and what it has come to.
  typealias Numbered = (number: Int, outcome: Outcome)

  private struct Round {
    var arrivals: [Int: Outcome] = [:]
    var next = 0
    var held: [Numbered] = []
    var isBusy = false
  }
  private var rounds: [Round]

  init(count: Int) {
    rounds = Array(repeating: Round(), count: count)
  }

  /// How many rounds there are.
  var count: Int { rounds.count }

  /// Chunks that wait for later ones; they do not count as under way, for only later ones can free them.
  var heldCount: Int { rounds.reduce(0) { $0 + $1.held.count } }

  /// Whether nothing has arrived, is held, or is being settled.
  var isEmpty: Bool { rounds.allSatisfy { $0.arrivals.isEmpty && $0.held.isEmpty && !$0.isBusy } }

  /// A chunk is ready to be settled in a round.
  mutating func arrive(_ number: Int, _ outcome: Outcome, round: Int) {
    rounds[round].arrivals[number] = outcome
  }

  /// The next chunks to settle together.
  ///
  /// - Parameter chunkCount: How many chunks the shard has, once that is known.
  /// - Returns: The chunks held and the next one; without a next one at the end, when all may go on.
  mutating func take(chunkCount: Int?) -> (round: Int, window: [Numbered], isEnd: Bool)? {
    for round in rounds.indices.reversed() where !rounds[round].isBusy {
      let next = rounds[round].next
      if let outcome = rounds[round].arrivals.removeValue(forKey: next) {
        rounds[round].next += 1
        return begin(round, adding: [(next, outcome)], isEnd: false)
      }
      if next == chunkCount, !rounds[round].held.isEmpty {
        return begin(round, adding: [], isEnd: true)
      }
    }
    return nil
  }

  private mutating func begin(
    _ round: Int, adding newest: [Numbered], isEnd: Bool
  ) -> (round: Int, window: [Numbered], isEnd: Bool) {
    let window = rounds[round].held + newest
    rounds[round].held = []
    rounds[round].isBusy = true
    return (round, window, isEnd)
  }

  /// Keeps back what may not go on yet.
  mutating func hold(_ held: [Numbered], round: Int) {
    rounds[round].held = held
    rounds[round].isBusy = false
  }
}
