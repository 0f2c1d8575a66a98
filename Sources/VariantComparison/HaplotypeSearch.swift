/// Which variants of two lists spell the same sequence, however they are written.
///
/// Variants are the same where the sequences are that they make of the genome: one deletion in a repeat may stand at
/// several places, and one complex change may be written as several simple ones. The search walks along the genome on
/// both sides at once, taking or leaving each variant, and gives a walk up as soon as the sequences differ; of the walks
/// that come through it keeps one that takes most variants. Between two places at which both sides stand at the same base
/// with the same sequence behind them, variants of one side alone make no match, even where they undo each other.
package struct HaplotypeSearch {
  /// What was found.
  package enum Outcome: Sendable, Equatable {
    /// Places of the variants that are the same on both sides, ascending.
    case found(truth: [Int], query: [Int])
    /// There are more ways than are walked; nothing is said.
    case tooComplex
  }

  /// A variant of one side.
  package struct Candidate: Sendable {
    /// What it does.
    package let variant: TrimmedVariant
    /// Whether it was found on the other side already, so that every walk takes it.
    package let isFixed: Bool

    /// A variant.
    package init(_ variant: TrimmedVariant, isFixed: Bool = false) {
      self.variant = variant
      self.isFixed = isFixed
    }
  }

  /// Most variants of a side that may be taken or left, for which all ways are walked.
  package static let mostVariants = 12
  private static let mostStates = 200_000

  private let genome: [UInt8]
  private let origin: Int
  private let truth: [Entry]
  private let query: [Entry]
  private var known: [State: SearchWalk?] = [:]
  private var isExhausted = false

  private typealias Entry = SearchEntry<Candidate>

  /// A moment of a walk.
  private struct State: Hashable {
    var copy: SpelledCopy
    /// The next variants.
    var truthNext = 0
    var queryNext = 0
    /// Whether a variant of a side was taken since both last stood at one base.
    var hasTruth = false
    var hasQuery = false
  }

  /// Finds the most variants of two lists that spell the same sequence together.
  ///
  /// - Parameters:
  ///   - genome: The bases from `origin` on, in capitals; they reach over all variants.
  ///   - truth: Variants of one side, in any order.
  ///   - query: Those of the other.
  /// - Complexity: Linear where all of them spell one sequence; otherwise exponential in the variants that may be left
  ///   at worst, near linear where they lie apart.
  package static func match(
    genome: [UInt8], origin: Int, truth: [Candidate], query: [Candidate]
  ) -> Outcome {
    var search = HaplotypeSearch(genome, origin, truth, query)
    if search.comesThroughWithAll() {
      return .found(truth: Array(truth.indices), query: Array(query.indices))
    }
    guard truth.count(where: { !$0.isFixed }) <= mostVariants,
      query.count(where: { !$0.isFixed }) <= mostVariants
    else { return .tooComplex }
    let walk = search.best(from: State(copy: SpelledCopy(at: origin)))
    if search.isExhausted { return .tooComplex }
    return walk?.found(search.truth, search.query) ?? .found(truth: [], query: [])
  }

  private init(_ genome: [UInt8], _ origin: Int, _ truth: [Candidate], _ query: [Candidate]) {
    self.genome = genome
    self.origin = origin
    self.truth = Self.ordered(truth)
    self.query = Self.ordered(query)
  }

  private static func ordered(_ candidates: [Candidate]) -> [Entry] {
    let order = candidates.indices.sorted {
      let (one, other) = (candidates[$0].variant, candidates[$1].variant)
      return (one.start, one.end, $0) < (other.start, other.end, $1)
    }
    return Entry.list(candidates, inOrder: order, isFixed: \.isFixed)
  }

  // MARK: Walking

  /// What comes next in a walk.
  private enum Next {
    /// A side stands where its next variant begins.
    case decision(isTruth: Bool)
    /// Both sides are at their end.
    case end
    /// The sides spell different sequences.
    case nothing
  }

  /// Whether all variants together spell one sequence on both sides: what nearly always is so where anything is.
  private func comesThroughWithAll() -> Bool {
    var state = State(copy: SpelledCopy(at: origin))
    while true {
      let (truthNext, queryNext) = (state.truthNext, state.queryNext)
      switch advance(&state) {
      case .end: return true
      case .nothing: return false
      case .decision(let isTruth):
        // None may have been passed over because it begins within another one.
        guard truthNext == state.truthNext, queryNext == state.queryNext,
          take(&state, isTruth: isTruth)
        else { return false }
      }
    }
  }

  /// The walk from a moment on that takes most; nil where none comes through.
  private mutating func best(from given: State) -> SearchWalk? {
    var state = given
    let isTruth: Bool
    switch advance(&state) {
    case .end: return SearchWalk()
    case .nothing: return nil
    case .decision(let side): isTruth = side
    }
    if let walk = known[state] { return walk }
    guard known.count < Self.mostStates, !isExhausted else {
      isExhausted = true
      return nil
    }
    let entry = isTruth ? truth[state.truthNext] : query[state.queryNext]
    var walk: SearchWalk?
    if !entry.candidate.isFixed {
      var left = state
      if isTruth { left.truthNext += 1 } else { left.queryNext += 1 }
      walk = best(from: left)
    }
    var taken = state
    if take(&taken, isTruth: isTruth), var with = best(from: taken) {
      with.take(entry, isTruth: isTruth)
      if walk.map({ with.count > $0.count }) ?? true { walk = with }
    }
    known[state] = .some(walk)
    return walk
  }

  /// Goes along the genome on both sides until a variant can be taken.
  private func advance(_ state: inout State) -> Next {
    while true {
      guard passOver(&state) else { return .nothing }
      let truthStart =
        state.truthNext < truth.count ? truth[state.truthNext].candidate.variant.start : Int.max
      let queryStart =
        state.queryNext < query.count ? query[state.queryNext].candidate.variant.start : Int.max
      if state.copy.ahead.isEmpty, state.copy.truthPlace == state.copy.queryPlace {
        if state.hasTruth != state.hasQuery { return .nothing }
        (state.hasTruth, state.hasQuery) = (false, false)
        let next = min(truthStart, queryStart)
        if next == Int.max { return .end }
        (state.copy.truthPlace, state.copy.queryPlace) = (next, next)
        return .decision(isTruth: truthStart == next)
      }
      let ahead = state.copy.ahead.count
      let isTruth =
        ahead == 0
        ? state.copy.truthPlace < state.copy.queryPlace : !state.copy.isTruthAhead
      let place = state.copy.place(isTruth: isTruth)
      let start = isTruth ? truthStart : queryStart
      if start == place { return .decision(isTruth: isTruth) }
      // What is behind never overtakes along the genome, so that no level place is missed.
      var end = min(start, origin + genome.count)
      if ahead > 0 { end = min(end, place + ahead) }
      guard end > place, spell(&state, isTruth: isTruth, to: end) else { return .nothing }
    }
  }

  /// Leaves variants that begin within one that was taken; false where one of them must be taken.
  private func passOver(_ state: inout State) -> Bool {
    while state.truthNext < truth.count,
      truth[state.truthNext].candidate.variant.start < state.copy.truthPlace
    {
      if truth[state.truthNext].candidate.isFixed { return false }
      state.truthNext += 1
    }
    while state.queryNext < query.count,
      query[state.queryNext].candidate.variant.start < state.copy.queryPlace
    {
      if query[state.queryNext].candidate.isFixed { return false }
      state.queryNext += 1
    }
    return true
  }

  /// Takes the next variant of a side; false where it spells something else than the other side.
  private func take(_ state: inout State, isTruth: Bool) -> Bool {
    let variant =
      isTruth
      ? truth[state.truthNext].candidate.variant : query[state.queryNext].candidate.variant
    if isTruth {
      state.truthNext += 1
      state.hasTruth = true
    } else {
      state.queryNext += 1
      state.hasQuery = true
    }
    return state.copy.add(variant, isTruth: isTruth)
  }

  /// Spells the genome on one side up to a place; false where the other side has spelled something else.
  private func spell(_ state: inout State, isTruth: Bool, to end: Int) -> Bool {
    let place = state.copy.place(isTruth: isTruth)
    state.copy.move(isTruth: isTruth, to: end)
    return state.copy.add(genome[place - origin..<end - origin], isTruth: isTruth)
  }
}
