/// How much an edge says about persons; a higher level may not leave without being named.
package enum Privacy: String, Sendable, CaseIterable, Comparable {
  /// Nothing about persons, or an aggregate that went through suppression.
  case released
  /// Counts and rates that are not protected yet.
  case aggregate
  /// Rows about persons.
  case identifiable

  private var rank: Int {
    switch self {
    case .released: 0
    case .aggregate: 1
    case .identifiable: 2
    }
  }

  /// Whether the left level says less about persons than the right one.
  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
