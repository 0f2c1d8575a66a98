package import ReferenceGenome

/// Which calls of two lists on one sequence are the same: as written, after normalisation, or because several together
/// spell the same bases.
///
/// Each call is matched once. Where both sides say the same about a stretch of the sequence, calls are paired as they
/// stand. Elsewhere they are trimmed and moved to the left; what remains is searched in clusters, whose members lie
/// within ``reach`` bases of each other: first what remains alone, then with the calls that were found before, which
/// every answer must keep.
package struct SequenceComparison: Sendable {
  /// By what a call was found to be on the other side.
  package enum Match: String, Sendable {
    /// The same position and alleles.
    case exact
    /// The same when trimmed and moved to the left.
    case normalised
    /// One of several that spell the same sequence together.
    case haplotype
  }

  /// What was found about a call.
  package enum Outcome: Sendable, Equatable {
    /// It is on the other side.
    case matched(Match)
    /// It is not.
    case unmatched
    /// Its alleles are, with another genotype.
    case otherGenotype
    /// There are too many calls about it to say.
    case tooComplex
  }

  /// How far apart members of a cluster may lie, in bases.
  package static let reach = 50

  /// What was found about each call of the truth, in the order of its list.
  package internal(set) var truth: [Outcome]
  /// What was found about each call of the query.
  package internal(set) var query: [Outcome]
  /// For each call of the truth the place of the query's that it was paired with; -1 for none and for haplotypes.
  package internal(set) var partners: [Int32]
  /// Where the cluster of each call begins, from 1.
  package internal(set) var loci: (truth: [Int32], query: [Int32])
  /// How many calls could not be paired as written and have a REF that is not what the genome has.
  package internal(set) var misplaced = (truth: 0, query: 0)

  /// Compares two lists.
  ///
  /// - Parameters:
  ///   - cores: How many may be used.
  ///   - window: Stands on the sequence of all calls.
  /// - Complexity: O(n) where both sides say the same; O(m log m) in the calls of a stretch where they do not, but for
  ///   clusters in which something remains, where it is exponential up to ``HaplotypeSearch/mostVariants`` calls of a
  ///   side.
  package init(
    truth: CallList, query: CallList, level: ComparisonLevel = .allele, cores: Int = 1,
    _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    self.truth = Array(repeating: .unmatched, count: truth.count)
    self.query = Array(repeating: .unmatched, count: query.count)
    partners = Array(repeating: -1, count: truth.count)
    loci = (
      Array(repeating: 0, count: truth.count), Array(repeating: 0, count: query.count)
    )
    var open: [CallStretch] = []
    var earlier: [CallStretch] = []
    var next = CallStretch(truth: 0..<0, query: 0..<0)
    while let stretch = Self.stretch(after: next, truth, query) {
      next = stretch
      if !pairAsWritten(stretch, truth, query, level) { open.append(stretch) }
      if open.count == Self.mostOpen {
        try compare(open, truth, query, level, cores, &earlier, &window)
        open.removeAll(keepingCapacity: true)
      }
    }
    try compare(open, truth, query, level, cores, &earlier, &window)
  }

  /// Stretches that are compared before what was found is taken over.
  private static let mostOpen = 8192

  /// Compares stretches on which the sides differ: each by itself, on all cores; then those that turn out to reach into
  /// one before, together with that.
  private mutating func compare(
    _ open: [CallStretch], _ truth: CallList, _ query: CallList, _ level: ComparisonLevel,
    _ cores: Int, _ earlier: inout [CallStretch], _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    let groups = try CallGroup.groups(open, truth, query, level, cores: cores, window)
    for found in groups {
      var group = found
      while let last = earlier.last, last.overlaps(group.stretch) {
        var joined = group.stretch
        while let last = earlier.last, last.overlaps(joined) {
          joined = joined.joined(earlier.removeLast())
        }
        group = try CallGroup(joined, truth, query, level, searching: &window)
      }
      earlier.append(group.stretch)
      take(group)
    }
  }

  /// The calls that follow on a stretch, up to a gap on both sides; nil at the end.
  private static func stretch(
    after last: CallStretch, _ truth: CallList, _ query: CallList
  ) -> CallStretch? {
    var (left, right) = (last.truth.upperBound, last.query.upperBound)
    var end = Int.min
    while true {
      let one = left < truth.count ? truth.position(left) : Int.max
      let other = right < query.count ? query.position(right) : Int.max
      let position = min(one, other)
      guard position < Int.max, end == Int.min || position - 1 - end <= reach else { break }
      if one <= other {
        end = max(end, position - 1 + truth.referenceLength(left))
        left += 1
      } else {
        end = max(end, position - 1 + query.referenceLength(right))
        right += 1
      }
    }
    guard end > Int.min else { return nil }
    return CallStretch(
      truth: last.truth.upperBound..<left, query: last.query.upperBound..<right)
  }

  /// Pairs the calls of a stretch on which both sides say the same; false where they do not.
  private mutating func pairAsWritten(
    _ stretch: CallStretch, _ truth: CallList, _ query: CallList,
    _ level: ComparisonLevel
  ) -> Bool {
    guard stretch.truth.count == stretch.query.count else { return false }
    for (left, right) in zip(stretch.truth, stretch.query) {
      guard truth.equals(left, query, right, genotype: level == .genotype) else { return false }
    }
    guard let first = stretch.truth.first else { return true }
    let locus = Int32(truncatingIfNeeded: truth.position(first))
    for (left, right) in zip(stretch.truth, stretch.query) {
      self.truth[left] = .matched(.exact)
      self.query[right] = .matched(.exact)
      partners[left] = Int32(truncatingIfNeeded: right)
      loci.truth[left] = locus
      loci.query[right] = locus
    }
    return true
  }

  private mutating func take(_ group: CallGroup) {
    for member in group.members {
      let locus = Int32(truncatingIfNeeded: member.locus)
      if member.isTruth {
        truth[member.place] = member.outcome
        partners[member.place] = Int32(truncatingIfNeeded: member.partner)
        loci.truth[member.place] = locus
        if member.isMisplaced { misplaced.truth += 1 }
      } else {
        query[member.place] = member.outcome
        loci.query[member.place] = locus
        if member.isMisplaced { misplaced.query += 1 }
      }
    }
  }
}

/// What is compared.
package enum ComparisonLevel: String, CaseIterable, Sendable {
  /// Alleles, on whatever copy they lie, each by itself.
  case allele
  /// Records, each with one of its alleles on one copy, however many copies carry it.
  case haplotype
  /// Records with their genotypes, on two copies.
  case genotype
}

/// Neighbouring calls of both sides.
struct CallStretch {
  var truth: Range<Int>
  var query: Range<Int>

  func overlaps(_ other: CallStretch) -> Bool {
    truth.overlaps(other.truth) || query.overlaps(other.query)
  }

  func joined(_ other: CallStretch) -> CallStretch {
    func join(_ one: Range<Int>, _ two: Range<Int>) -> Range<Int> {
      min(one.lowerBound, two.lowerBound)..<max(one.upperBound, two.upperBound)
    }
    return CallStretch(truth: join(truth, other.truth), query: join(query, other.query))
  }

  /// With the calls before it that lie within reach of a place; nil where there are none.
  func extended(
    to lowest: Int, _ truth: CallList, _ query: CallList
  ) -> CallStretch? {
    var (left, right) = (self.truth.lowerBound, self.query.lowerBound)
    while left > 0,
      truth.position(left - 1) - 1 + truth.referenceLength(left - 1)
        >= lowest - SequenceComparison.reach
    {
      left -= 1
    }
    while right > 0,
      query.position(right - 1) - 1 + query.referenceLength(right - 1)
        >= lowest - SequenceComparison.reach
    {
      right -= 1
    }
    guard left < self.truth.lowerBound || right < self.query.lowerBound else { return nil }
    return CallStretch(
      truth: left..<self.truth.upperBound, query: right..<self.query.upperBound)
  }
}
