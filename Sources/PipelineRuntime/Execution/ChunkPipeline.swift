import DequeModule
import Dispatch
import PipelineModel
import Synchronization

/// Runs one shard through read, prepare, cut, process and absorb, with as many workers as are spare.
///
/// Reading and cutting happen one piece at a time and in order, processing on any worker, absorbing again one at a
/// time and in order. Between the two there may be rounds in which neighbouring chunks are settled in order and
/// then processed further. What is under way is bounded, so memory does not grow with the input. The task's own thread
/// works too; helpers come and go with the spare workers of the run. The first failure in the order of the input
/// is the one that is thrown, whatever the number of workers.
final class ChunkPipeline<Reader: ShardReader, Outcome: Sendable>: Sendable {
  private enum Job {
    case read(Int)
    case cut(Int, Reader.Prepared?)
    case process(Int, Reader.Chunk)
    case settle(round: Int, [SettlingRounds<Outcome>.Numbered], isEnd: Bool)
    case resume(Int, Outcome, round: Int)
    case absorb(Outcome)
  }

  private struct State {
    var nextPiece = 0
    var inputEnded = false
    var isReading = false
    var prepared: [Int: Result<Reader.Prepared, StageError>] = [:]
    var nextCut = 0
    var isCutting = false
    var hasCutEnd = false
    var ready = Deque<(Int, Reader.Chunk)>()
    var nextChunk = 0
    /// How many chunks there are, once all have been cut.
    var chunkCount: Int?
    var rounds: SettlingRounds<Outcome>
    var settled = Deque<(Int, Outcome, round: Int)>()
    var outcomes: [Int: Result<Outcome, StageError>] = [:]
    var nextAbsorbed = 0
    var isAbsorbing = false
    var processing = 0
    var helpers = 0
    var failure: StageError?

    var isDone: Bool {
      failure != nil
        || (hasCutEnd && ready.isEmpty && processing == 0 && outcomes.isEmpty)
          && !isAbsorbing && !isCutting && settled.isEmpty && rounds.isEmpty
    }

    init(rounds: Int) { self.rounds = SettlingRounds(count: rounds) }

    /// The last chunk has been cut.
    mutating func endCutting() {
      hasCutEnd = true
      chunkCount = chunkCount ?? nextChunk
    }

    /// A chunk has been processed up to the settling of a round.
    mutating func finish(_ number: Int, _ outcome: Outcome, round: Int) {
      if round < rounds.count {
        rounds.arrive(number, outcome, round: round)
      } else {
        outcomes[number] = .success(outcome)
      }
    }
  }

  /// What is done to chunks between processing and absorbing.
  struct Settling: Sendable {
    /// How many rounds there are.
    var rounds = 0
    /// Settles neighbouring chunks in a round; says how many of the first may go on.
    var settle: @Sendable (Int, inout [Outcome]) throws(StageError) -> Int = { _, chunks in
      chunks.count
    }
    /// Processes a chunk that has been settled in the round before.
    var resume: @Sendable (Outcome, Int) throws(StageError) -> Outcome = { outcome, _ in outcome }
  }

  private let reader: Reader
  private let process: @Sendable (Reader.Chunk) throws(StageError) -> Outcome
  private let absorb: @Sendable (Outcome) throws(StageError) -> Void
  private let budget: CoreBudget
  private let window: Int
  private let isCancelled: @Sendable () -> StageError?
  private let settling: Settling
  private let state: Mutex<State>
  private let changed = DispatchSemaphore(value: 0)
  private let helpersEnded = DispatchGroup()
  private let onHelperEnd: @Sendable () -> Void

  init(
    reader: Reader, budget: CoreBudget, isCancelled: @escaping @Sendable () -> StageError?,
    onHelperEnd: @escaping @Sendable () -> Void,
    process: @escaping @Sendable (Reader.Chunk) throws(StageError) -> Outcome,
    settling: Settling = Settling(),
    absorb: @escaping @Sendable (Outcome) throws(StageError) -> Void
  ) {
    self.reader = reader
    self.budget = budget
    self.isCancelled = isCancelled
    self.onHelperEnd = onHelperEnd
    self.settling = settling
    state = Mutex(State(rounds: settling.rounds))
    self.process = process
    self.absorb = absorb
    window = 2 * budget.total + 2
  }

  /// Runs the shard to its end on the calling thread and on spare workers.
  func run() throws(StageError) {
    while true {
      if let job = takeJob() {
        perform(job)
      } else if state.withLock({ $0.isDone }) {
        break
      } else {
        changed.wait()
      }
    }
    helpersEnded.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func takeJob() -> Job? {
    if let reason = isCancelled() { fail(reason) }
    let (job, more) = state.withLock { state in
      let job = Self.nextJob(&state, window: window)
      return (job, job != nil && Self.hasJob(state, window: window))
    }
    if more, budget.takeSpare() { startHelper() }
    return job
  }

  private func startHelper() {
    DispatchQueue.global().async(group: helpersEnded) {
      while !self.budget.isWantedBack, let job = self.takeJob() { self.perform(job) }
      self.budget.giveBack()
      self.onHelperEnd()
    }
  }

  private static func hasJob(_ state: State, window: Int) -> Bool {
    var copy = state
    return nextJob(&copy, window: window) != nil
  }

  /// Absorbing comes first, reading last: what is under way is finished before more is begun.
  private static func nextJob(_ state: inout State, window: Int) -> Job? {
    if state.failure != nil { return nil }
    if !state.isAbsorbing, let outcome = state.outcomes.removeValue(forKey: state.nextAbsorbed) {
      switch outcome {
      case .success(let value):
        state.isAbsorbing = true
        return .absorb(value)
      case .failure(let error):
        state.failure = error
        return nil
      }
    }
    if !state.isCutting, let piece = state.prepared.removeValue(forKey: state.nextCut) {
      switch piece {
      case .success(let value):
        state.isCutting = true
        return .cut(state.nextCut, value)
      case .failure(let error):
        state.endCutting()
        state.outcomes[state.nextChunk] = .failure(error)
        state.nextChunk += 1
        return nextJob(&state, window: window)
      }
    }
    if !state.isCutting, state.inputEnded, !state.hasCutEnd, state.nextCut == state.nextPiece {
      state.isCutting = true
      return .cut(state.nextCut, nil)
    }
    if let (round, window, isEnd) = state.rounds.take(chunkCount: state.chunkCount) {
      return .settle(round: round, window, isEnd: isEnd)
    }
    if let (number, outcome, round) = state.settled.popFirst() {
      state.processing += 1
      return .resume(number, outcome, round: round)
    }
    if let (number, chunk) = state.ready.popFirst() {
      state.processing += 1
      return .process(number, chunk)
    }
    let underWay =
      state.nextPiece - state.nextCut + state.nextChunk - state.nextAbsorbed
      - state.rounds.heldCount
    if !state.isReading, !state.inputEnded, !state.hasCutEnd, underWay < window {
      state.isReading = true
      return .read(state.nextPiece)
    }
    return nil
  }

  private func perform(_ job: Job) {
    switch job {
    case .read(let number): read(number)
    case .cut(_, let prepared): cut(prepared)
    case .process(let number, let chunk):
      let outcome = Self.result { () throws(StageError) in try process(chunk) }
      finish(number, outcome, round: 0)
    case .settle(let round, let window, let isEnd): settle(round, window, isEnd: isEnd)
    case .resume(let number, let outcome, let round):
      let resumed = Self.result { () throws(StageError) in try settling.resume(outcome, round) }
      finish(number, resumed, round: round)
    case .absorb(let outcome):
      let absorbed = Self.result { () throws(StageError) in try absorb(outcome) }
      update { state in
        state.isAbsorbing = false
        state.nextAbsorbed += 1
        if case .failure(let error) = absorbed { state.failure = state.failure ?? error }
      }
    }
  }

  private func finish(_ number: Int, _ outcome: Result<Outcome, StageError>, round: Int) {
    update { state in
      state.processing -= 1
      switch outcome {
      case .success(let outcome): state.finish(number, outcome, round: round)
      case .failure(let error): state.failure = state.failure ?? error
      }
    }
  }

  private func settle(
    _ round: Int, _ window: [SettlingRounds<Outcome>.Numbered], isEnd: Bool
  ) {
    var outcomes = window.map(\.outcome)
    let finished = Self.result { () throws(StageError) in
      isEnd ? outcomes.count : try settling.settle(round, &outcomes)
    }
    update { state in
      switch finished {
      case .success(let count):
        let numbered = zip(window, outcomes).map { ($0.number, $1) }
        for (number, outcome) in numbered.prefix(count) {
          state.settled.append((number, outcome, round: round + 1))
        }
        state.rounds.hold(
          numbered.dropFirst(count).map { (number: $0.0, outcome: $0.1) }, round: round)
      case .failure(let error):
        state.failure = state.failure ?? error
        state.rounds.hold([], round: round)
      }
    }
  }

  private func read(_ number: Int) {
    let raw = Self.result { () throws(StageError) in try reader.next() }
    switch raw {
    case .success(nil):
      update { state in
        state.inputEnded = true
        state.isReading = false
      }
    case .success(let piece?):
      update { state in
        state.nextPiece = number + 1
        state.isReading = false
      }
      let prepared = Self.result { () throws(StageError) in try reader.prepare(piece) }
      update { $0.prepared[number] = prepared }
    case .failure(let error):
      update { state in
        state.nextPiece = number + 1
        state.inputEnded = true
        state.isReading = false
        state.prepared[number] = .failure(error)
      }
    }
  }

  private func cut(_ prepared: Reader.Prepared?) {
    let chunks = Self.result { () throws(StageError) in try reader.cut(prepared) }
    update { state in
      state.isCutting = false
      if prepared != nil { state.nextCut += 1 }
      switch chunks {
      case .success(let chunks):
        for chunk in chunks {
          state.ready.append((state.nextChunk, chunk))
          state.nextChunk += 1
        }
        if prepared == nil { state.endCutting() }
      case .failure(let error):
        state.endCutting()
        state.outcomes[state.nextChunk] = .failure(error)
        state.nextChunk += 1
      }
    }
  }

  private func fail(_ error: StageError) {
    update { $0.failure = $0.failure ?? error }
  }

  private func update(_ change: (inout State) -> Void) {
    state.withLock { change(&$0) }
    changed.signal()
  }

  private static func result<Value>(
    _ work: () throws(StageError) -> Value
  ) -> Result<Value, StageError> {
    do throws(StageError) { return .success(try work()) } catch { return .failure(error) }
  }
}
