import PipelineModel
import PipelinePlanner

/// Checks what the definition promises about each reader's input, over all of its shards.
struct ContractCheck {
  let pipeline: CompiledPipeline
  let plan: ExecutionPlan
  let work: WorkFolder

  /// The promises that the input breaks, in full sentences.
  func broken() throws(StageError) -> [String] {
    var sentences: [String] = []
    for (number, segment) in plan.segments.enumerated() {
      guard case .stream(let reader, _) = segment.work,
        let stage = pipeline.stages[reader].stage as? any ReaderStage,
        let total = try RunRecorder.readerAccounting(segment: number, plan, work)
      else { continue }
      for sentence in Self.broken(stage.contract, total, name: pipeline.stages[reader].name)
      where !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return sentences
  }

  private static func broken(
    _ contract: ReaderContract, _ total: ArtifactManifest.Accounting, name: String
  ) -> [String] {
    let subject = "the data contract of stage \"\(name)\" is broken:"
    let bad = total.bad
    var sentences: [String] = []
    if let badRate = contract.badRate, Double(bad) > badRate * Double(total.read) {
      let share = 100 * Double(bad) / Double(max(total.read, 1))
      sentences.append(
        "\(subject) \(bad) of \(total.read) records \(bad == 1 ? "is" : "are") bad (\(Self.percent(share))), "
          + "more than the \(Self.percent(badRate * 100)) of \"failIf.badRate\"; look at the run's "
          + "quarantine folder and mend the input, or raise the rate")
    }
    if let badCount = contract.badCount, bad > badCount {
      sentences.append(
        "\(subject) \(bad == 1 ? "1 record is" : "\(bad) records are") bad, more than the \(badCount) of \"failIf.badCount\"; look at "
          + "the run's quarantine folder and mend the input, or raise the count")
    }
    if contract.failIfEmpty, total.read == 0 {
      sentences.append("\(subject) there is no record; check that the input was delivered")
    }
    if let minimum = contract.minimumRows, total.kept < minimum {
      sentences.append(
        "\(subject) \(total.kept) records were kept, fewer than the \(minimum) of \"minimumRows\"; "
          + "check that the input is complete")
    }
    return sentences
  }

  private static func percent(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return "\(rounded)%"
  }
}
