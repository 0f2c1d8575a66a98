import PipelineModel
import PipelinePlanner

/// Checks what the definition promises about each reader's input, over all of its shards.
struct ContractCheck {
  let pipeline: CompiledPipeline
  let plan: ExecutionPlan
  let work: WorkFolder

  /// A promise, what became of it, and what to say where it is broken.
  typealias Promise = (record: ContractRecord, sentence: String)

  /// What became of every promise, in the order of the readers.
  func promises() throws(StageError) -> [Promise] {
    var promises: [Promise] = []
    for (number, segment) in plan.segments.enumerated() {
      guard case .stream(let reader, _) = segment.work,
        let stage = pipeline.stages[reader].stage as? any ReaderStage,
        !promises.contains(where: { $0.record.stage == pipeline.stages[reader].name }),
        let total = try RunRecorder.readerAccounting(segment: number, plan, work)
      else { continue }
      promises += Self.promises(stage.contract, total, name: pipeline.stages[reader].name)
    }
    return promises
  }

  private static func promises(
    _ contract: ReaderContract, _ total: ArtifactManifest.Accounting, name: String
  ) -> [Promise] {
    let subject = "the data contract of stage \"\(name)\" is broken:"
    let bad = total.bad
    var promises: [Promise] = []
    func add(
      _ promise: String, _ expected: String, _ actual: String, _ isKept: Bool, _ sentence: String
    ) {
      promises.append(
        (
          ContractRecord(
            stage: name, promise: promise, expected: expected, actual: actual, isKept: isKept),
          "\(subject) \(sentence)"
        ))
    }
    if let badRate = contract.badRate {
      let share = percent(100 * Double(bad) / Double(max(total.read, 1)))
      add(
        "failIf.badRate", "at most \(percent(badRate * 100))", share,
        Double(bad) <= badRate * Double(total.read),
        "\(bad) of \(total.read) records \(bad == 1 ? "is" : "are") bad (\(share)), "
          + "more than the \(percent(badRate * 100)) of \"failIf.badRate\"; look at the run's "
          + "quarantine folder and mend the input, or raise the rate")
    }
    if let badCount = contract.badCount {
      add(
        "failIf.badCount", "at most \(badCount)", "\(bad)", bad <= badCount,
        "\(bad == 1 ? "1 record is" : "\(bad) records are") bad, more than the \(badCount) of "
          + "\"failIf.badCount\"; look at the run's quarantine folder and mend the input, or raise "
          + "the count")
    }
    if contract.failIfEmpty {
      add(
        "failIf.emptyInput", "at least 1", "\(total.read)", total.read > 0,
        "there is no record; check that the input was delivered")
    }
    if let minimum = contract.minimumRows {
      add(
        "minimumRows", "at least \(minimum)", "\(total.kept)", total.kept >= minimum,
        "\(total.kept) records were kept, fewer than the \(minimum) of \"minimumRows\"; "
          + "check that the input is complete")
    }
    return promises
  }

  private static func percent(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return "\(rounded)%"
  }
}
