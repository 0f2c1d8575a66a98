import PipelineModel
import ReferenceGenome
import Synchronization
import VCF
import VariantNormalisation

/// The work of `variants.normalise`.
final class NormalisingTransform: OrderedTransform {
  private let rules: NormalisationRules
  private let genome: ReferenceGenome?
  /// Made for the header of the task's file when its first batch comes.
  private let known = Mutex<(source: VCFHeader, normaliser: VariantNormaliser)?>(nil)

  init(rules: NormalisationRules, genome: ReferenceGenome?) {
    self.rules = rules
    self.genome = genome
  }

  func apply(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch {
    let source = try RecordBatch(incoming: batch)
    let normaliser = try normaliser(for: source.header)
    log.read(source.records.count)
    let result: NormalisedBatch
    do throws(ReferenceError) {
      result = try normaliser.normalised(source)
    } catch {
      throw StageError(error)
    }
    for refused in result.refused {
      let rejected = source.refusal(of: refused.record, refused.error, rule: refused.rule)
      switch refused.disposition {
      case .reject: try log.reject(rejected)
      case .quarantine: log.setAside(rejected)
      case .fail:
        throw StageError(
          .input, rejected.message,
          remedy:
            "name the genome of the file as \"reference\", or set \"referenceMismatch\": \"quarantine\" to keep such records aside",
          line: rejected.lineInChunk, offset: rejected.offset, field: rejected.field)
      }
    }
    for made in result.made { log.make(made.count, rule: made.rule) }
    log.drop(result.counts.duplicates, rule: "duplicate")
    log.tolerate(result.removedFields, "number of values")
    log.keep(result.records.records.count)
    return NormalisedVariants(batch: result)
  }

  func settle(_ batches: inout [OrderedBatch]) throws(StageError) -> Int {
    var normalised: [NormalisedBatch] = []
    for batch in batches { normalised.append(try Self.normalised(batch.batch)) }
    guard let newest = normalised.last else { return 0 }
    let settled = try normaliser(for: newest.records.header).settle(&normalised)
    guard !settled.moves.isEmpty else { return settled.finished }
    for move in settled.moves {
      var log = batches[batches.count - 1].log
      log.move(move.count, to: &batches[move.target].log)
      batches[batches.count - 1].log = log
    }
    for index in batches.indices {
      batches[index].batch = NormalisedVariants(batch: normalised[index])
    }
    return settled.finished
  }

  func completed(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> any Batch {
    let before = try Self.normalised(batch)
    let after = try normaliser(for: before.records.header).completed(before)
    log.withdraw(after.counts.duplicates - before.counts.duplicates, rule: "duplicate")
    log.withdraw(after.counts.joined - before.counts.joined, rule: "joined")
    return NormalisedVariants(batch: after)
  }

  private static func normalised(_ batch: any Batch) throws(StageError) -> NormalisedBatch {
    guard let normalised = batch as? NormalisedVariants else {
      throw StageError(.internal, "a batch of normalised variants was expected")
    }
    return normalised.batch
  }

  private func normaliser(for header: VCFHeader) throws(StageError) -> VariantNormaliser {
    try known.withLock { known throws(StageError) in
      if let known, known.source === header || known.normaliser.header === header {
        return known.normaliser
      }
      do throws(VCFError) {
        let normaliser = try VariantNormaliser(header, rules: rules, genome: genome)
        known = (header, normaliser)
        return normaliser
      } catch {
        throw StageError(error)
      }
    }
  }
}
