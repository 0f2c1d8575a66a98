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

  /// Most variants of a side for which all ways are walked.
  package static let mostVariants = 12
  private static let mostStates = 200_000

  private let genome: [UInt8]
  private let origin: Int
  private let truth: [(place: Int, variant: TrimmedVariant)]
  private let query: [(place: Int, variant: TrimmedVariant)]
  private var known: [State: Walk?] = [:]
  private var isExhausted = false

  /// A moment of a walk.
  private struct State: Hashable {
    /// Places on the genome of both sides.
    var truthPlace: Int
    var queryPlace: Int
    /// The next variants.
    var truthNext: Int
    var queryNext: Int
    /// What one side has spelled and the other has not yet.
    var ahead: [UInt8] = []
    var isTruthAhead = true
    /// Whether a variant of a side was taken since both last stood at one base.
    var hasTruth = false
    var hasQuery = false
  }

  /// Which variants the rest of a walk takes.
  private struct Walk {
    var truth: UInt64 = 0
    var query: UInt64 = 0
    var count: Int { truth.nonzeroBitCount + query.nonzeroBitCount }
  }

  /// Finds the most variants of two lists that spell the same sequence together.
  ///
  /// - Parameters:
  ///   - genome: The bases from `origin` on, in capitals; they reach over all variants.
  ///   - truth: Variants of one side, in any order.
  ///   - query: Those of the other.
  /// - Complexity: Exponential in the variants at worst, near linear where they lie apart.
  package static func match(
    genome: [UInt8], origin: Int, truth: [TrimmedVariant], query: [TrimmedVariant]
  ) -> Outcome {
    guard truth.count <= mostVariants, query.count <= mostVariants else { return .tooComplex }
    var search = HaplotypeSearch(genome, origin, truth, query)
    let start = State(truthPlace: origin, queryPlace: origin, truthNext: 0, queryNext: 0)
    let walk = search.best(from: start) ?? Walk()
    if search.isExhausted { return .tooComplex }
    return .found(
      truth: search.places(walk.truth, search.truth), query: search.places(walk.query, search.query)
    )
  }

  private init(
    _ genome: [UInt8], _ origin: Int, _ truth: [TrimmedVariant], _ query: [TrimmedVariant]
  ) {
    self.genome = genome
    self.origin = origin
    self.truth = Self.ordered(truth)
    self.query = Self.ordered(query)
  }

  private static func ordered(
    _ variants: [TrimmedVariant]
  ) -> [(place: Int, variant: TrimmedVariant)] {
    variants.enumerated().map { ($0, $1) }.sorted {
      ($0.1.start, $0.1.end, $0.0) < ($1.1.start, $1.1.end, $1.0)
    }
  }

  private func places(
    _ taken: UInt64, _ variants: [(place: Int, variant: TrimmedVariant)]
  ) -> [Int] {
    variants.indices.filter { taken >> UInt64($0) & 1 == 1 }.map { variants[$0].place }.sorted()
  }

  /// The walk from a moment on that takes most; nil where none comes through.
  private mutating func best(from state: State) -> Walk? {
    var state = state
    if state.ahead.isEmpty, state.truthPlace == state.queryPlace {
      if state.hasTruth != state.hasQuery { return nil }
      (state.hasTruth, state.hasQuery) = (false, false)
    }
    if let walk = known[state] { return walk }
    guard known.count < Self.mostStates, !isExhausted else {
      isExhausted = true
      return nil
    }
    let walk = step(state)
    known[state] = walk
    return walk
  }

  private mutating func step(_ state: State) -> Walk? {
    let isTruthDone = state.truthNext == truth.count
    let isQueryDone = state.queryNext == query.count
    if isTruthDone, isQueryDone { return end(state) }
    // The side that is behind moves; of two that are level, the one whose next variant comes first.
    let isTruthMoving: Bool
    if state.ahead.isEmpty {
      isTruthMoving =
        isQueryDone
        || !isTruthDone
          && truth[state.truthNext].variant.start <= query[state.queryNext].variant.start
    } else {
      isTruthMoving = !state.isTruthAhead
    }
    guard isTruthMoving ? isTruthDone : isQueryDone else {
      return move(state, isTruth: isTruthMoving)
    }
    // A side without variants follows along the genome.
    var next = state
    let place = isTruthMoving ? state.truthPlace : state.queryPlace
    guard spell(&next, isTruth: isTruthMoving, to: place + state.ahead.count) else { return nil }
    return best(from: next)
  }

  /// The next variant of a side, left and taken.
  private mutating func move(_ state: State, isTruth: Bool) -> Walk? {
    let number = isTruth ? state.truthNext : state.queryNext
    let variant = isTruth ? truth[number].variant : query[number].variant
    let place = isTruth ? state.truthPlace : state.queryPlace
    var left = state
    if isTruth { left.truthNext += 1 } else { left.queryNext += 1 }
    // A variant that begins within one that was taken cannot be taken too.
    guard variant.start >= place else { return best(from: left) }
    var taken = left
    guard spell(&left, isTruth: isTruth, to: variant.start) else { return nil }
    taken = left
    let without = best(from: left)
    if isTruth {
      taken.truthPlace = variant.end
      taken.hasTruth = true
    } else {
      taken.queryPlace = variant.end
      taken.hasQuery = true
    }
    guard add(variant.bases[...], to: &taken, isTruth: isTruth), var with = best(from: taken) else {
      return without
    }
    if isTruth { with.truth |= 1 << UInt64(number) } else { with.query |= 1 << UInt64(number) }
    guard let without, without.count >= with.count else { return with }
    return without
  }

  /// What is left when no variant is: the genome on both sides.
  private func end(_ state: State) -> Walk? {
    let (behind, ahead) =
      state.isTruthAhead
      ? (state.queryPlace, state.truthPlace) : (state.truthPlace, state.queryPlace)
    if state.ahead.isEmpty, behind != ahead { return nil }
    guard ahead - behind == state.ahead.count, ahead - origin <= genome.count,
      genome[behind - origin..<ahead - origin].elementsEqual(state.ahead)
    else { return nil }
    return state.hasTruth == state.hasQuery ? Walk() : nil
  }

  /// Spells the genome on one side up to a place; false where the other side has spelled something else.
  private func spell(_ state: inout State, isTruth: Bool, to end: Int) -> Bool {
    let place = isTruth ? state.truthPlace : state.queryPlace
    guard end - origin <= genome.count else { return false }
    if isTruth { state.truthPlace = end } else { state.queryPlace = end }
    return add(genome[place - origin..<end - origin], to: &state, isTruth: isTruth)
  }

  private func add(_ bases: ArraySlice<UInt8>, to state: inout State, isTruth: Bool) -> Bool {
    if bases.isEmpty { return true }
    if state.ahead.isEmpty || state.isTruthAhead == isTruth {
      state.ahead += bases
      state.isTruthAhead = isTruth
      return true
    }
    let shared = min(bases.count, state.ahead.count)
    guard bases.prefix(shared).elementsEqual(state.ahead.prefix(shared)) else { return false }
    if bases.count > shared {
      state.ahead = Array(bases.dropFirst(shared))
      state.isTruthAhead = isTruth
    } else {
      state.ahead.removeFirst(shared)
      if state.ahead.isEmpty { state.isTruthAhead = true }
    }
    return true
  }
}
