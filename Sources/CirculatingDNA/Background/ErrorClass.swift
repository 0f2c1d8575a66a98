/// Changes that are taken to arise by errors of the same rate.
///
/// A single base by what it becomes and, where they are known, the bases beside it; insertions, deletions and other
/// changes each by their kind.
package struct ErrorClass: Sendable, Hashable {
  /// The class as it is written: `ACG>T`, `C>T`, `insertion`, `deletion`, `substitution`, or `all`.
  package let name: String

  /// A class by its name.
  package init(name: String) { self.name = name }

  /// The class of all changes.
  package static let all = ErrorClass(name: "all")

  /// The class of a change.
  ///
  /// - Parameters:
  ///   - before: The reference base before it; nil where it is not known.
  ///   - after: The reference base behind it.
  package init(ref: String, alt: String, before: String? = nil, after: String? = nil) {
    let (ref, alt) = (ref.uppercased(), alt.uppercased())
    if ref.utf8.count == 1, alt.utf8.count == 1 {
      if let before, let after {
        name = "\(before.uppercased())\(ref)\(after.uppercased())>\(alt)"
      } else {
        name = "\(ref)>\(alt)"
      }
    } else if ref.utf8.count == alt.utf8.count {
      name = "substitution"
    } else {
      name = ref.utf8.count < alt.utf8.count ? "insertion" : "deletion"
    }
  }

  /// The same class without the bases beside.
  package var withoutContext: ErrorClass {
    let bases = Array(name)
    return bases.count == 5 && bases[3] == ">" ? ErrorClass(name: "\(bases[1])>\(bases[4])") : self
  }

  /// The bases before and behind; nil for a class that does not name them.
  package var context: (before: String, after: String)? {
    let bases = Array(name)
    guard bases.count == 5, bases[3] == ">" else { return nil }
    return (String(bases[0]), String(bases[2]))
  }
}
