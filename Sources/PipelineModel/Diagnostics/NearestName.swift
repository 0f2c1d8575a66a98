/// The known name that a misspelt one most likely meant.
package enum NearestName {
  /// The candidate with the smallest edit distance to `name`, ignoring case; nil when none is near.
  ///
  /// Near is at most one edit for every three characters of the name, at least two for names of four characters
  /// or more, one for names of two or three, none for a single character. Transposed neighbours count as one edit (Damerau, optimal string alignment).
  /// - Complexity: O(k · n · m) for k candidates.
  package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(name.count / 3, name.count >= 4 ? 2 : name.count >= 2 ? 1 : 0)
    var best: (name: String, distance: Int)?
    for candidate in candidates.sorted() {
      let distance = editDistance(Array(name.lowercased()), Array(candidate.lowercased()))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    if let best { return best.name }
    let prefix = name.lowercased()
    return prefix.count >= 3
      ? candidates.sorted().first {
        $0.lowercased().hasPrefix(prefix) || prefix.hasPrefix($0.lowercased()) && $0.count >= 3
      } : nil
  }

  /// A remedy for an unknown name: the nearest known one, or all that are known where they are few.
  package static func remedy(_ name: String, among candidates: some Collection<String>) -> String {
    if let nearest = find(name, among: candidates) { return "did you mean \"\(nearest)\"?" }
    if candidates.isEmpty { return "nothing may stand here" }
    let listed = candidates.sorted().prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
    return candidates.count > 12 ? "known names begin \(listed), …" : "known here: \(listed)"
  }

  private static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for i in 0..<left.count {
      var current = [i + 1]
      for j in 0..<right.count {
        var cost = min(
          previous[j + 1] + 1, current[j] + 1, previous[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
