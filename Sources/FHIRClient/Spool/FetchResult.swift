/// What a fetch has brought.
package struct FetchResult: Sendable {
  /// The files with resources as lines, in order; none where nothing has come.
  package let files: [String]
  /// The file with deletions as lines; nil where nothing was deleted.
  package let deletions: String?
  /// The moment up to which the server's data are in the fetch, as an instant; the next fetch begins there.
  package let upTo: String?
  /// The numbers.
  package let counts: FetchCounts
}

/// How a fetch treats numbers that do not fit.
package enum CountMismatch: String, Sendable, CaseIterable {
  /// It fails.
  case fail
  /// It says so and goes on.
  case warn
}
