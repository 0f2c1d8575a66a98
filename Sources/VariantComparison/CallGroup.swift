import Dispatch
import ReferenceGenome
import Synchronization

/// Calls of both sides that lie close to each other, while they are compared.
struct CallGroup {
  /// A call.
  struct Member {
    let isTruth: Bool
    /// Its place in its list.
    let place: Int
    let call: ComparedCall
    /// What its alleles change, as written and as far to the left as they can be; none for those that are not of bases.
    var trimmed: [TrimmedVariant] = []
    var aligned: [TrimmedVariant] = []
    /// The first base that it may be about, from 0, and behind the last.
    var start: Int
    var end: Int
    var outcome = SequenceComparison.Outcome.unmatched
    /// Of the truth: the place of the call that it was paired with; -1 for none.
    var partner = -1
    var isMisplaced = false
    var locus: Int

    var isOpen: Bool { outcome == .unmatched }
    /// Whether all of its alleles can be spelled.
    var isSpelled: Bool { trimmed.count == call.alternatives.count && !trimmed.isEmpty }
  }

  private(set) var members: [Member] = []
  /// Where the calls stand in their lists.
  let stretch: CallStretch
  private let level: ComparisonLevel

  /// Compares stretches, each by itself; the groups stand in their order.
  static func groups(
    _ stretches: [CallStretch], _ truth: CallList, _ query: CallList, _ level: ComparisonLevel,
    cores: Int, _ window: ReferenceWindow
  ) throws(ReferenceError) -> [CallGroup] {
    // Enough for a core to be worth it, in the order of the genome.
    let size = max(64, (stretches.count + cores - 1) / max(1, cores))
    let parts = (stretches.count + size - 1) / size
    let results = Mutex([Result<[CallGroup], ReferenceError>?](repeating: nil, count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = part * size..<min(stretches.count, (part + 1) * size)
      var own = window
      let result = Result { () throws(ReferenceError) in
        var groups: [CallGroup] = []
        for place in range {
          groups.append(
            try CallGroup(stretches[place], truth, query, level, searching: &own))
        }
        return groups
      }
      results.withLock { $0[part] = result }
    }
    var groups: [CallGroup] = []
    for result in results.withLock({ $0 }) { groups += try result?.get() ?? [] }
    return groups
  }

  /// Compares the calls of a stretch, with those before it that they may be about.
  init(
    _ stretch: CallStretch, _ truth: CallList, _ query: CallList, _ level: ComparisonLevel,
    searching window: inout ReferenceWindow
  ) throws(ReferenceError) {
    var group = CallGroup(stretch, truth, query, level)
    try group.normalise(&window)
    // What stands in a repeat may be written far before; then what lies there belongs to it.
    while let wider = group.stretch.extended(to: group.lowest, truth, query) {
      group = CallGroup(wider, truth, query, level)
      try group.normalise(&window)
    }
    try group.search(&window)
    self = group
  }

  /// The calls of a stretch; those that are written the same are paired.
  private init(
    _ stretch: CallStretch, _ truth: CallList, _ query: CallList, _ level: ComparisonLevel
  ) {
    self.stretch = stretch
    self.level = level
    members.reserveCapacity(stretch.truth.count + stretch.query.count)
    for place in stretch.truth { members.append(Self.member(true, place, truth[place])) }
    for place in stretch.query { members.append(Self.member(false, place, query[place])) }
    // Both lists are in order, so that calls at one position stand together.
    var right = stretch.query.lowerBound
    for left in stretch.truth {
      let position = truth.position(left)
      while right < stretch.query.upperBound, query.position(right) < position { right += 1 }
      var other = right
      while other < stretch.query.upperBound, query.position(other) == position {
        let mine = left - stretch.truth.lowerBound
        let its = stretch.truth.count + other - stretch.query.lowerBound
        if members[its].isOpen,
          truth.equals(left, query, other, genotype: level == .genotype)
        {
          pair(mine, its, .exact)
          break
        }
        other += 1
      }
    }
  }

  private static func member(_ isTruth: Bool, _ place: Int, _ call: ComparedCall) -> Member {
    Member(
      isTruth: isTruth, place: place, call: call, start: call.position - 1,
      end: call.position - 1 + call.reference.count, locus: call.position)
  }

  private mutating func pair(_ truth: Int, _ query: Int, _ match: SequenceComparison.Match) {
    members[truth].outcome = .matched(match)
    members[query].outcome = .matched(match)
    members[truth].partner = members[query].place
  }

  /// The first base that a call may be about that is not paired yet.
  private var lowest: Int {
    var lowest = Int.max
    for member in members where member.isOpen { lowest = min(lowest, member.start) }
    return lowest
  }

  /// Trims all calls, moves those that are not paired to the left, and pairs what is the same then.
  private mutating func normalise(_ window: inout ReferenceWindow) throws(ReferenceError) {
    for place in members.indices {
      try Self.normalise(&members[place], &window)
    }
    let open = members.indices.filter { members[$0].isOpen && members[$0].aligned.count == 1 }
    guard let middle = open.firstIndex(where: { !members[$0].isTruth }) else { return }
    if open.count <= 16 {
      for place in open[..<middle] {
        let other = open[middle...].first {
          members[$0].isOpen && isSame(members[place], members[$0])
        }
        if let other { pair(place, other, .normalised) }
      }
      return
    }
    var places: [TrimmedVariant: [Int]] = [:]
    for place in open[middle...].reversed() {
      places[members[place].aligned[0], default: []].append(place)
    }
    for place in open[..<middle] {
      let others = places[members[place].aligned[0]] ?? []
      let other = others.last { members[$0].isOpen && isSame(members[place], members[$0]) }
      if let other { pair(place, other, .normalised) }
    }
  }

  /// Whether two calls are the same but for their spelling.
  private func isSame(_ one: Member, _ other: Member) -> Bool {
    guard one.aligned[0] == other.aligned[0] else { return false }
    guard level == .genotype else { return true }
    func unordered(_ copies: [Int]) -> [Int] {
      copies.count == 1 ? [copies[0], copies[0]] : copies.sorted()
    }
    return unordered(one.call.copies) == unordered(other.call.copies)
  }

  private static func normalise(
    _ member: inout Member, _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    let range =
      member.call.position - 1..<member.call.position - 1 + member.call.reference.count
    var trimmed: [TrimmedVariant] = []
    for number in member.call.alternatives.indices {
      guard
        let variant = TrimmedVariant(
          position: member.call.position - 1, reference: member.call.reference,
          alternative: member.call.alternatives[number]), member.call.isOfBases
      else { return }
      trimmed.append(variant)
    }
    try window.load(range)
    guard window.holds(range), isReference(member.call.reference, range.lowerBound, window) else {
      member.isMisplaced = member.isOpen
      return
    }
    member.trimmed = trimmed
    member.start = trimmed.map(\.start).min() ?? member.start
    member.end = trimmed.map(\.end).max() ?? member.end
    guard member.isOpen else { return }
    for variant in trimmed {
      let aligned = try variant.leftAligned(&window)
      member.start = min(member.start, aligned.start)
      member.aligned.append(aligned)
    }
  }

  private static func isReference(
    _ bases: [UInt8], _ start: Int, _ window: borrowing ReferenceWindow
  ) -> Bool {
    for (offset, base) in bases.enumerated()
    where window.bases[start - window.start + offset] != base { return false }
    return true
  }

  // MARK: Clusters

  /// Looks for calls that spell the same together.
  private mutating func search(_ window: inout ReferenceWindow) throws(ReferenceError) {
    let order = members.indices.filter { members[$0].isSpelled }.sorted {
      let (one, other) = (members[$0], members[$1])
      return (one.start, one.end, $0) < (other.start, other.end, $1)
    }
    var first = 0
    while first < order.count {
      let start = members[order[first]].start
      var end = members[order[first]].end
      var next = first + 1
      while next < order.count, members[order[next]].start - end <= SequenceComparison.reach {
        end = max(end, members[order[next]].end)
        next += 1
      }
      let cluster = Array(order[first..<next])
      for place in cluster { members[place].locus = start + 1 }
      try search(cluster, start, end, &window)
      first = next
    }
  }

  private mutating func search(
    _ cluster: [Int], _ low: Int, _ high: Int, _ window: inout ReferenceWindow
  ) throws(ReferenceError) {
    guard hasOpen(cluster) else { return }
    let range = max(0, low - 1)..<min(high + 1, window.contigLength)
    try window.load(range)
    guard window.holds(range) else { return }
    let genome = Array(
      window.bases[range.lowerBound - window.start..<range.upperBound - window.start])
    let open = cluster.filter { members[$0].isOpen }
    apply(found(genome, range.lowerBound, open, level), open)
    // One that is too crowded alone has no more to gain from what was found before.
    if hasOpen(cluster), open.count < cluster.count {
      apply(found(genome, range.lowerBound, cluster, level), cluster)
    }
    guard level == .genotype, hasOpen(cluster) else { return }
    let rest = cluster.filter { members[$0].isOpen }
    let sides = split(rest)
    guard
      case .found(let truth, let query) = found(genome, range.lowerBound, rest, .haplotype)
    else { return }
    for place in truth { members[sides.truth[place]].outcome = .otherGenotype }
    for place in query { members[sides.query[place]].outcome = .otherGenotype }
  }

  private func hasOpen(_ cluster: [Int]) -> Bool {
    cluster.contains { members[$0].isOpen && members[$0].isTruth }
      && cluster.contains { members[$0].isOpen && !members[$0].isTruth }
  }

  private func split(_ cluster: [Int]) -> (truth: [Int], query: [Int]) {
    (cluster.filter { members[$0].isTruth }, cluster.filter { !members[$0].isTruth })
  }

  private func found(
    _ genome: [UInt8], _ origin: Int, _ cluster: [Int], _ level: ComparisonLevel
  ) -> HaplotypeSearch.Outcome {
    let (truth, query) = split(cluster)
    if level == .allele {
      func candidate(_ place: Int) -> HaplotypeSearch.Candidate {
        .init(members[place].trimmed[0], isFixed: !members[place].isOpen)
      }
      return HaplotypeSearch.match(
        genome: genome, origin: origin, truth: truth.map(candidate), query: query.map(candidate))
    }
    func candidate(_ place: Int) -> GenotypeSearch.Candidate {
      .init(ways(members[place], level), isFixed: !members[place].isOpen)
    }
    return GenotypeSearch.match(
      genome: genome, origin: origin, copies: level == .genotype ? 2 : 1,
      truth: truth.map(candidate), query: query.map(candidate))
  }

  /// The ways to put the alleles of a call on copies.
  private func ways(_ member: Member, _ level: ComparisonLevel) -> [[TrimmedVariant?]] {
    if level == .haplotype { return member.trimmed.map { [$0] } }
    let copies = member.call.copies
    func change(_ number: Int) -> TrimmedVariant? {
      number > 0 && number <= member.trimmed.count ? member.trimmed[number - 1] : nil
    }
    switch copies.count {
    case 1: return [[change(copies[0]), change(copies[0])]]
    case 2:
      let way = [change(copies[0]), change(copies[1])]
      return copies[0] == copies[1] ? [way] : [way, [way[1], way[0]]]
    default:
      // Without a genotype any is possible.
      if member.trimmed.count > 1 {
        let way: [TrimmedVariant?] = [member.trimmed[0], member.trimmed[1]]
        return [way, [way[1], way[0]]]
      }
      let change = member.trimmed[0]
      return [[change, nil], [nil, change], [change, change]]
    }
  }

  /// Takes over what a search has found.
  private mutating func apply(_ outcome: HaplotypeSearch.Outcome, _ cluster: [Int]) {
    let (truth, query) = split(cluster)
    switch outcome {
    case .tooComplex:
      for place in cluster where members[place].isOpen { members[place].outcome = .tooComplex }
    case .found(let truthPlaces, let queryPlaces):
      for place in truthPlaces where members[truth[place]].isOpen {
        members[truth[place]].outcome = .matched(.haplotype)
      }
      for place in queryPlaces where members[query[place]].isOpen {
        members[query[place]].outcome = .matched(.haplotype)
      }
    }
  }
}
