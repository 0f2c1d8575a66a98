package import ReferenceGenome

/// Which alleles of two lists on one sequence are the same: as written, after normalisation, or because several together
/// spell the same bases.
///
/// Alleles are compared, not genotypes: what is there decides, on which of two copies it lies does not. Each allele is
/// matched once. What remains is searched in clusters, whose members lie within ``reach`` bases of each other: first what
/// remains alone, then the whole cluster, with pairs that were found before as context that must stay.
package struct SequenceComparison: Sendable {
  /// By what an allele was found to be on the other side.
  package enum Match: String, Sendable {
    /// The same position and alleles.
    case exact
    /// The same when trimmed and moved to the left.
    case normalised
    /// One of several that spell the same sequence together.
    case haplotype
  }

  /// What was found about an allele.
  package enum Outcome: Sendable, Equatable {
    /// It is on the other side.
    case matched(Match)
    /// It is not.
    case unmatched
    /// There are too many alleles about it to say.
    case tooComplex
  }

  /// How far apart members of a cluster may lie, in bases.
  package static let reach = 50

  /// What was found about each allele of the truth, in the order given.
  package private(set) var truth: [Outcome]
  /// What was found about each allele of the query.
  package private(set) var query: [Outcome]
  /// For each allele of the truth the place of the query's that it was paired with; nil for none and for haplotypes.
  package private(set) var partners: [Int?]
  /// The alleles whose REF is not what the genome has; they can only match as written.
  package private(set) var misplaced: (truth: [Int], query: [Int]) = ([], [])

  private struct Side {
    var trimmed: [TrimmedVariant?] = []
    var aligned: [TrimmedVariant?] = []
  }

  /// A member of a cluster.
  private struct Member {
    let isTruth: Bool
    let place: Int
    let variant: TrimmedVariant
    /// How far to the left it may be written.
    let start: Int
  }

  /// Compares two lists.
  ///
  /// - Parameter window: Stands on the sequence of all alleles.
  /// - Complexity: O(n log n) but for clusters in which something remains, where it is exponential up to
  ///   ``HaplotypeSearch/mostVariants`` alleles of a side.
  package init(
    truth: [ComparedVariant], query: [ComparedVariant], _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    self.truth = Array(repeating: .unmatched, count: truth.count)
    self.query = Array(repeating: .unmatched, count: query.count)
    partners = Array(repeating: nil, count: truth.count)
    pairExact(truth, query)
    let left = try Self.side(truth, &window, &misplaced.truth)
    let right = try Self.side(query, &window, &misplaced.query)
    pairNormalised(left.aligned, right.aligned)
    try searchClusters(left, right, &window)
  }

  private mutating func pairExact(_ truth: [ComparedVariant], _ query: [ComparedVariant]) {
    struct Key: Hashable {
      let position: Int
      let reference: [UInt8]
      let alternative: [UInt8]
      init(_ variant: ComparedVariant) {
        position = variant.position
        reference = variant.reference
        alternative = variant.alternative
      }
    }
    var places: [Key: [Int]] = [:]
    for (place, variant) in query.enumerated().reversed() {
      places[Key(variant), default: []].append(place)
    }
    for (place, variant) in truth.enumerated() {
      if let other = places[Key(variant)]?.popLast() { pair(place, other, .exact) }
    }
  }

  private mutating func pairNormalised(_ left: [TrimmedVariant?], _ right: [TrimmedVariant?]) {
    var places: [TrimmedVariant: [Int]] = [:]
    for place in right.indices.reversed() where query[place] == .unmatched {
      if let variant = right[place] { places[variant, default: []].append(place) }
    }
    for place in left.indices where truth[place] == .unmatched {
      guard let variant = left[place], let other = places[variant]?.popLast() else { continue }
      pair(place, other, .normalised)
    }
  }

  private mutating func pair(_ place: Int, _ other: Int, _ match: Match) {
    truth[place] = .matched(match)
    query[other] = .matched(match)
    partners[place] = other
  }

  private static func side(
    _ variants: [ComparedVariant], _ window: inout ReferenceWindow, _ misplaced: inout [Int]
  ) throws(ReferenceError) -> Side {
    var side = Side()
    for (place, variant) in variants.enumerated() {
      let range = variant.position - 1..<variant.position - 1 + variant.reference.count
      var trimmed = variant.trimmed
      if trimmed != nil {
        try window.load(range)
        if !window.holds(range)
          || !window.bases[range.lowerBound - window.start..<range.upperBound - window.start]
            .elementsEqual(variant.reference)
        {
          misplaced.append(place)
          trimmed = nil
        }
      }
      side.trimmed.append(trimmed)
      side.aligned.append(try trimmed?.leftAligned(&window))
    }
    return side
  }

  private mutating func searchClusters(
    _ left: Side, _ right: Side, _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    var members: [Member] = []
    for (side, isTruth) in [(left, true), (right, false)] {
      for (place, variant) in side.trimmed.enumerated() {
        guard let variant, let aligned = side.aligned[place] else { continue }
        members.append(
          Member(isTruth: isTruth, place: place, variant: variant, start: aligned.start))
      }
    }
    members.sort { ($0.start, $0.variant.end, $0.place) < ($1.start, $1.variant.end, $1.place) }
    var first = 0
    while first < members.count {
      var end = members[first].variant.end
      var next = first + 1
      while next < members.count, members[next].start - end <= Self.reach {
        end = max(end, members[next].variant.end)
        next += 1
      }
      try search(Array(members[first..<next]), &window)
      first = next
    }
  }

  private func isOpen(_ member: Member) -> Bool {
    (member.isTruth ? truth[member.place] : query[member.place]) == .unmatched
  }

  private mutating func search(
    _ cluster: [Member], _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    func remain() -> (truth: [Member], query: [Member]) {
      let open = cluster.filter(isOpen)
      return (open.filter(\.isTruth), open.filter { !$0.isTruth })
    }
    var open = remain()
    guard !open.truth.isEmpty, !open.query.isEmpty,
      let low = cluster.map(\.start).min(), let high = cluster.map(\.variant.end).max()
    else { return }
    let range = max(0, low - 1)..<min(high + 1, window.contigLength)
    try window.load(range)
    guard window.holds(range) else { return }
    let genome = Array(
      window.bases[range.lowerBound - window.start..<range.upperBound - window.start])
    apply(
      HaplotypeSearch.match(
        genome: genome, origin: range.lowerBound, truth: open.truth.map(\.variant),
        query: open.query.map(\.variant)), open.truth, open.query)
    open = remain()
    guard !open.truth.isEmpty, !open.query.isEmpty,
      open.truth.count + open.query.count < cluster.count
    else { return }
    let all = (cluster.filter(\.isTruth), cluster.filter { !$0.isTruth })
    apply(
      HaplotypeSearch.match(
        genome: genome, origin: range.lowerBound, truth: all.0.map(\.variant),
        query: all.1.map(\.variant)), all.0, all.1)
  }

  /// Takes over what a search has found, where nothing that was matched before would be given up.
  private mutating func apply(
    _ outcome: HaplotypeSearch.Outcome, _ truthMembers: [Member], _ queryMembers: [Member]
  ) {
    switch outcome {
    case .tooComplex:
      for member in truthMembers where isOpen(member) { truth[member.place] = .tooComplex }
      for member in queryMembers where isOpen(member) { query[member.place] = .tooComplex }
    case .found(let truthPlaces, let queryPlaces):
      let kept =
        Set(truthPlaces).isSuperset(of: truthMembers.indices.filter { !isOpen(truthMembers[$0]) })
        && Set(queryPlaces).isSuperset(
          of: queryMembers.indices.filter { !isOpen(queryMembers[$0]) })
      guard kept else { return }
      for place in truthPlaces where isOpen(truthMembers[place]) {
        truth[truthMembers[place].place] = .matched(.haplotype)
      }
      for place in queryPlaces where isOpen(queryMembers[place]) {
        query[queryMembers[place].place] = .matched(.haplotype)
      }
    }
  }
}
