internal import LinearProgramming

/// The rows of a programme that grows round by round; those that have not bound its solutions for long are removed.
///
/// Rows of a large table have thousands of terms each. All are valid for every protecting pattern, so that one may go
/// at any time: if it is violated again, it is found again.
struct RowPool {
  private var rows: [LinearRow] = []
  /// For how many rounds each was slack.
  private var slackRounds: [Int] = []

  /// Rows stay for this many rounds without binding.
  private static let patience = 6
  /// A programme with fewer terms keeps all of its rows.
  private static let smallProgram = 100_000

  /// Adds rows, and removes others that the present solution shows to be idle.
  mutating func add(_ added: [LinearRow], to program: inout LinearProgram, _ solution: [Double]) {
    var idle: [Int] = []
    if rows.reduce(0, { $0 + $1.columns.count }) > Self.smallProgram {
      for (number, row) in rows.enumerated() {
        let sum = zip(row.columns, row.factors).reduce(0) { $0 + solution[Int($1.0)] * $1.1 }
        slackRounds[number] = sum > row.lower + 1e-6 ? slackRounds[number] + 1 : 0
        if slackRounds[number] >= Self.patience { idle.append(number) }
      }
    }
    if !idle.isEmpty {
      let gone = Set(idle)
      let kept = rows.indices.filter { !gone.contains($0) }
      rows = kept.map { rows[$0] }
      slackRounds = kept.map { slackRounds[$0] }
      program.removeRows(idle)
    }
    rows += added
    slackRounds += added.map { _ in 0 }
    program.add(added)
  }
}
