/// A row, or one variant of an interaction row, that is met otherwise than by its own alleles at its own position.
///
/// Whether it counts is known when the whole input has been read: a row may still meet a record exactly.
struct SideMatch: BitwiseCopyable, Sendable {
  /// The row's number among the rows of all scores.
  var row: Int
  /// The variant of an interaction row; nil for the row itself.
  var part: UInt16?
  var method: MatchMethod
  var type: MatchType
  /// An index into `PositionAlleles.pairs`.
  var pair: Int
  var labels: MatchReasons
  var exclusions: MatchReasons
}
