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

  private struct Entry {
    let place: Int
    let candidate: Candidate
    let bit: UInt64
  }

  /// Both sides on one copy.
  private struct Copy: Hashable {
    var truthPlace: Int
    var queryPlace: Int
    var ahead: [UInt8] = []
    var isTruthAhead = true
  }

  private struct State: Hashable {
    var copies: [Copy]
    var truthNext = 0
    var queryNext = 0
    var hasTruth = false
    var hasQuery = false
  }

  private struct Walk {
    var truth: UInt64 = 0
    var query: UInt64 = 0
    var count: Int { truth.nonzeroBitCount + query.nonzeroBitCount }
  }

  private let genome: [UInt8]
  private let origin: Int
  private let truth: [Entry]
  private let query: [Entry]
  private var known: [State: Walk?] = [:]
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
    let copy = Copy(truthPlace: origin, queryPlace: origin)
    let walk = search.best(from: State(copies: Array(repeating: copy, count: copies)))
    if search.isExhausted { return .tooComplex }
    guard let walk else { return .found(truth: [], query: []) }
    return .found(
      truth: places(walk.truth, search.truth), query: places(walk.query, search.query))
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
    var bit: UInt64 = 1
    return candidates.indices.sorted {
      (candidates[$0].start, $0) < (candidates[$1].start, $1)
    }.map { place in
      defer { if !candidates[place].isFixed { bit <<= 1 } }
      return Entry(
        place: place, candidate: candidates[place], bit: candidates[place].isFixed ? 0 : bit)
    }
  }

  private static func places(_ taken: UInt64, _ entries: [Entry]) -> [Int] {
    entries.filter { $0.candidate.isFixed || taken & $0.bit != 0 }.map(\.place).sorted()
  }

  private mutating func best(from given: State) -> Walk? {
    var state = given
    guard settle(&state) else { return nil }
    if state.truthNext == truth.count, state.queryNext == query.count {
      let isLevel = state.copies.allSatisfy {
        $0.ahead.isEmpty && $0.truthPlace == $0.queryPlace
      }
      return isLevel && state.hasTruth == state.hasQuery ? Walk() : nil
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
      if isTruth { with.truth |= entry.bit } else { with.query |= entry.bit }
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
      let place =
        isTruth ? state.copies[copy].truthPlace : state.copies[copy].queryPlace
      guard variant.start >= place,
        spell(&state.copies[copy], isTruth: isTruth, to: variant.start)
      else { return false }
      if isTruth {
        state.copies[copy].truthPlace = variant.end
      } else {
        state.copies[copy].queryPlace = variant.end
      }
      guard Self.add(variant.bases[...], to: &state.copies[copy], isTruth: isTruth) else {
        return false
      }
    }
    return true
  }

  private func spell(_ copy: inout Copy, isTruth: Bool, to end: Int) -> Bool {
    let place = isTruth ? copy.truthPlace : copy.queryPlace
    guard end > place else { return true }
    if isTruth { copy.truthPlace = end } else { copy.queryPlace = end }
    return Self.add(genome[place - origin..<end - origin], to: &copy, isTruth: isTruth)
  }

  private static func add(
    _ bases: ArraySlice<UInt8>, to copy: inout Copy, isTruth: Bool
  ) -> Bool {
    if bases.isEmpty { return true }
    if copy.ahead.isEmpty || copy.isTruthAhead == isTruth {
      copy.ahead += bases
      copy.isTruthAhead = isTruth
      return true
    }
    let shared = min(bases.count, copy.ahead.count)
    guard bases.prefix(shared).elementsEqual(copy.ahead.prefix(shared)) else { return false }
    if bases.count > shared {
      copy.ahead = Array(bases.dropFirst(shared))
      copy.isTruthAhead = isTruth
    } else {
      copy.ahead.removeFirst(shared)
      if copy.ahead.isEmpty { copy.isTruthAhead = true }
    }
    return true
  }
}
