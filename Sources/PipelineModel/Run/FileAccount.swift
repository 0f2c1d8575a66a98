/// What became of the records of one file in one stage: read + made = kept + quarantined + dropped by a
/// named rule.
package struct FileAccount: Sendable, Codable, Equatable {
  /// The file, absolute; `-` is standard input.
  package var file: String
  /// The stage.
  package var stage: String
  /// Which pass over the file it is, where there are several, from 1.
  package var pass: Int
  /// Records that came in.
  package var read: Int
  /// Records that went on.
  package var kept: Int
  /// Records kept aside, by rule.
  package var quarantined: [String: Int]
  /// Records left out, by rule.
  package var dropped: [String: Int]
  /// Records that came into being beside those they were made from, by what made them.
  package var made: [String: Int]

  /// An account.
  package init(
    file: String, stage: String, pass: Int, read: Int, kept: Int, quarantined: [String: Int],
    dropped: [String: Int], made: [String: Int] = [:]
  ) {
    self.made = made
    self.file = file
    self.stage = stage
    self.pass = pass
    self.read = read
    self.kept = kept
    self.quarantined = quarantined
    self.dropped = dropped
  }

  /// How many records were kept aside.
  package var quarantinedCount: Int { quarantined.values.reduce(0, +) }
  /// How many records were left out.
  package var droppedCount: Int { dropped.values.reduce(0, +) }
  /// Whether every record that came in is accounted for.
  package var isBalanced: Bool {
    read + made.values.reduce(0, +) == kept + quarantinedCount + droppedCount
  }
}
