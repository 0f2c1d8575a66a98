/// Which calls of two lists spell the same copies of a sequence, with their genotypes or with one allele each.
///
/// The search of ``HaplotypeSearch`` on one copy or on two at once: a call is taken as a whole, in one of several ways (a
/// heterozygous one with its alleles on either copy), or left. The order of copies in files is not looked at: which
/// allele lies beside which across calls is found out by what fits.
struct GenotypeSearch {
  /// A call of one side.
  struct Candidate {
    /// The ways to take it: for each copy what changes on it, nil for nothing.
    let ways: [[TrimmedVariant?]]
    /// The first base that any of them changes.
    let start: Int
    /// Whether it was found on the other side already, so that every walk takes it.
    let isFixed: Bool

    init(_ ways: [[TrimmedVariant?]], isFixed: Bool) {
      self.ways = ways
      self.isFixed = isFixed
      start = ways.joined().compactMap { $0?.start }.min() ?? 0
    }
  }

  private static let mostStates = 200_000

  private typealias Entry = SearchEntry<Candidate>

  private struct State: Hashable {
    var copies: [SpelledCopy]
    var truthNext = 0
    var queryNext = 0
    var hasTruth = false
    var hasQuery = false
  }

  private let genome: [UInt8]
  private let origin: Int
  private let truth: [Entry]
  private let query: [Entry]
  private var known: [State: SearchWalk?] = [:]
  private var isExhausted = false

  /// Finds the most calls of two lists that spell the same copies together.
  ///
  /// - Parameter copies: 1 or 2, as many as every way has.
  /// - Complexity: Exponential in the calls at worst; more than ``HaplotypeSearch/mostVariants`` that may be left are
  ///   not searched.
  static func match(
    genome: [UInt8], origin: Int, copies: Int, truth: [Candidate], query: [Candidate]
  ) -> HaplotypeSearch.Outcome {
    guard truth.count(where: { !$0.isFixed }) <= HaplotypeSearch.mostVariants,
      query.count(where: { !$0.isFixed }) <= HaplotypeSearch.mostVariants
    else { return .tooComplex }
    var search = GenotypeSearch(genome, origin, truth, query)
    let copy = SpelledCopy(at: origin)
    let walk = search.best(from: State(copies: Array(repeating: copy, count: copies)))
    if search.isExhausted { return .tooComplex }
    return walk?.found(search.truth, search.query) ?? .found(truth: [], query: [])
  }

  private init(
    _ genome: [UInt8], _ origin: Int, _ truth: [Candidate], _ query: [Candidate]
  ) {
    self.genome = genome
    self.origin = origin
    self.truth = Self.ordered(truth)
    self.query = Self.ordered(query)
  }

  private static func ordered(_ candidates: [Candidate]) -> [Entry] {
    let order = candidates.indices.sorted {
      (candidates[$0].start, $0) < (candidates[$1].start, $1)
    }
    return Entry.list(candidates, inOrder: order, isFixed: \.isFixed)
  }

  private mutating func best(from given: State) -> SearchWalk? {
    var state = given
    guard settle(&state) else { return nil }
    if state.truthNext == truth.count, state.queryNext == query.count {
      let isLevel = state.copies.allSatisfy {
        $0.ahead.isEmpty && $0.truthPlace == $0.queryPlace
      }
      return isLevel && state.hasTruth == state.hasQuery ? SearchWalk() : nil
    }
    if let walk = known[state] { return walk }
    guard known.count < Self.mostStates, !isExhausted else {
      isExhausted = true
      return nil
    }
    let isTruth: Bool
    if state.truthNext == truth.count || state.queryNext == query.count {
      isTruth = state.queryNext == query.count
    } else {
      isTruth =
        truth[state.truthNext].candidate.start <= query[state.queryNext].candidate.start
    }
    let entry = isTruth ? truth[state.truthNext] : query[state.queryNext]
    var next = state
    if isTruth { next.truthNext += 1 } else { next.queryNext += 1 }
    var walk = entry.candidate.isFixed ? nil : best(from: next)
    if isTruth { next.hasTruth = true } else { next.hasQuery = true }
    for way in entry.candidate.ways {
      var taken = next
      guard take(way, &taken, isTruth: isTruth), var with = best(from: taken) else { continue }
      with.take(entry, isTruth: isTruth)
      if walk.map({ with.count > $0.count }) ?? true { walk = with }
    }
    known[state] = .some(walk)
    return walk
  }

  /// Spells the genome on each side up to its next call; false where the sides differ, or one has called alone.
  private func settle(_ state: inout State) -> Bool {
    let end = origin + genome.count
    let truthStart =
      state.truthNext < truth.count ? truth[state.truthNext].candidate.start : end
    let queryStart =
      state.queryNext < query.count ? query[state.queryNext].candidate.start : end
    for copy in state.copies.indices {
      guard spell(&state.copies[copy], isTruth: true, to: truthStart),
        spell(&state.copies[copy], isTruth: false, to: queryStart)
      else { return false }
    }
    // Where what one side is ahead by is the genome itself, both are level.
    let isLevel = state.copies.allSatisfy { copy in
      let (low, high) =
        copy.isTruthAhead
        ? (copy.queryPlace, copy.truthPlace) : (copy.truthPlace, copy.queryPlace)
      return high - low == copy.ahead.count
        && genome[low - origin..<high - origin].elementsEqual(copy.ahead)
    }
    guard isLevel else { return true }
    if state.hasTruth != state.hasQuery { return false }
    (state.hasTruth, state.hasQuery) = (false, false)
    return true
  }

  private func take(_ way: [TrimmedVariant?], _ state: inout State, isTruth: Bool) -> Bool {
    for (copy, variant) in way.enumerated() {
      guard let variant else { continue }
      guard variant.start >= state.copies[copy].place(isTruth: isTruth),
        spell(&state.copies[copy], isTruth: isTruth, to: variant.start),
        state.copies[copy].add(variant, isTruth: isTruth)
      else { return false }
    }
    return true
  }

  private func spell(_ copy: inout SpelledCopy, isTruth: Bool, to end: Int) -> Bool {
    let place = copy.place(isTruth: isTruth)
    guard end > place else { return true }
    copy.move(isTruth: isTruth, to: end)
    return copy.add(genome[place - origin..<end - origin], isTruth: isTruth)
  }
}
