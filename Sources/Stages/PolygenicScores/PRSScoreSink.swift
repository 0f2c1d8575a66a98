internal import PipelineModel
internal import PolygenicScore
internal import Synchronization
internal import VCF

/// Scores the batches of one shard.
final class PRSScoreSink: Sink {
  private struct State {
    var sum: ScoreAccumulator
    /// Batches that follow, still to be added.
    var pending: [ScoredBatch] = []
  }

  private let scorer: PolygenicScorer
  private let state: Mutex<State>
  /// Batches that are added together: with many scores their sums do not fit into the processor's cache, and
  /// each is fetched once for all of these.
  private let together: Int

  init(_ scorer: PolygenicScorer) {
    self.scorer = scorer
    state = Mutex(State(sum: ScoreAccumulator(scorer.index, keeps: scorer.keeps)))
    together = scorer.index.files.count > 4 ? 8 : 1
  }

  func process(
    _ batch: any Batch, _ log: inout RecordLog
  ) throws(StageError) -> ScoredBatch {
    let batch = try RecordBatch(incoming: batch)
    guard !batch.header.samples.isEmpty else {
      throw StageError(
        .input, "the VCF has no samples, so there is nobody to score",
        remedy: "give a VCF with FORMAT and one column a sample", field: "#CHROM")
    }
    log.read(batch.records.count)
    var refused: [PolygenicScorer.RefusedRecord] = []
    let part: ScoredBatch
    do throws(PolygenicScoreError) {
      part = try scorer.score(batch, refused: &refused)
    } catch {
      throw StageError(error)
    }
    for item in refused {
      try log.reject(batch.refusal(of: batch.records[item.index], item.error))
    }
    log.keep(batch.records.count - refused.count)
    return part
  }

  func absorb(_ part: ScoredBatch, into output: any TaskOutput) throws(StageError) {
    try state.withLock { (state) throws(StageError) in
      state.pending.append(part)
      if state.pending.count >= together { try add(&state) }
    }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try output.appendPartial(
      state.withLock { (state) throws(StageError) in
        try add(&state)
        return state.sum.encoded()
      })
  }

  private func add(_ state: inout State) throws(StageError) {
    do throws(PolygenicScoreError) {
      try scorer.add(state.pending, to: &state.sum)
    } catch {
      throw StageError(error)
    }
    state.pending.removeAll(keepingCapacity: true)
  }
}
