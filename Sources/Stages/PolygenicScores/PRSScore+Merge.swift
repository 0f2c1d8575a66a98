package import PipelineModel
internal import PolygenicScore
internal import Tables

extension PRSScore {
  /// Adds the parts up, closes the scores, and writes the tables that somebody wants.
  package func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let scorer = try makeScorer(resources)
    let results: ScoreResults
    do throws(PolygenicScoreError) {
      var sum = ScoreAccumulator(scorer.index, keeps: scorer.keeps)
      for bytes in partials {
        try scorer.merge(try ScoreAccumulator(bytes, scorer.index), into: &sum)
      }
      results = try scorer.finish(sum, gate: options.gate)
    } catch {
      throw StageError(error)
    }
    try checkOverlap(results)
    let controls = try checkControls(results, resources)
    for table in PRSScoreTables.allCases where resources.isWanted(table.rawValue) {
      try output.declareTable(table.rawValue, schema: table.schema)
      try write(table, results, controls, output, resources)
    }
  }

  private func write(
    _ table: PRSScoreTables, _ results: ScoreResults, _ controls: [ControlSample.Check],
    _ output: any TaskOutput, _ resources: StageResources
  ) throws(StageError) {
    let people = results.samples.count
    let scores = results.totals.count
    let limit = options.frequencyDifference
    switch table {
    case .scores:
      try write(people, rowsEach: scores, to: table, output, resources) {
        results.writeScores(ofSamples: $0, to: &$1)
      }
    case .matches:
      try write(results.index.rowCount, rowsEach: 1, to: table, output, resources) {
        results.writeMatches(ofRows: $0, to: &$1)
      }
    case .samples:
      try write(people, rowsEach: 1, to: table, output, resources) {
        results.writeSamples($0, to: &$1)
      }
    case .bounds:
      try write(people, rowsEach: scores, to: table, output, resources) {
        results.writeBounds(ofSamples: $0, to: &$1)
      }
    case .summary, .accounting, .quality, .control:
      var writer = RowWriter()
      if table == .summary { results.writeSummaries(to: &writer) }
      if table == .accounting { results.writeAccounting(to: &writer) }
      if table == .quality { results.writeQuality(limit: limit, to: &writer) }
      if table == .control { results.writeControls(controls, to: &writer) }
      try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: table.rawValue)
    }
  }

  /// Writes a table in blocks of some thousand rows, a few of them at once, so that it never stands in
  /// memory as a whole.
  private func write(
    _ count: Int, rowsEach: Int, to table: PRSScoreTables, _ output: any TaskOutput,
    _ resources: StageResources, _ rows: @Sendable (Range<Int>, inout RowWriter) -> Void
  ) throws(StageError) {
    let size = max(1, 8192 / max(1, rowsEach))
    try makeInOrder((count + size - 1) / size, cores: resources.cores) { number in
      var writer = RowWriter()
      rows(number * size..<min((number + 1) * size, count), &writer)
      return (bytes: writer.takeBytes(), count: writer.rowCount)
    } take: { (block) throws(StageError) in
      try output.appendRows(block.bytes, count: block.count, to: table.rawValue)
    }
  }

  private func checkOverlap(_ results: ScoreResults) throws(StageError) {
    let failed = results.summaries.filter { !$0.passed }
    guard let first = failed.first else { return }
    let noneIsLeft = options.isCompatible && failed.count == results.summaries.count
    guard options.belowOverlap == .fail || noneIsLeft else { return }
    throw StageError(
      .contract,
      "\(failed.count) of \(results.summaries.count) scores have too few rows matched; the first is "
        + "\(first.accession) with \(first.matched) of \(first.rows)",
      remedy: "look at the reasons in the tables \"matches\" or \"accounting\" with "
        + "\"belowOverlap\": \"report\", or lower \"minimumOverlap\"")
  }

  /// Compares control samples; the message names scores, never a sample.
  private func checkControls(
    _ results: ScoreResults, _ resources: StageResources
  ) throws(StageError) -> [ControlSample.Check] {
    guard let path = resources.files(PRSScoreSettings.control).first else { return [] }
    let checks = results.check(try ControlSampleFile.read(path))
    guard options.onControl == .fail, let failed = checks.first(where: { !$0.passed }) else {
      return checks
    }
    let accession = failed.expectation.accession
    guard let observed = failed.observed else {
      throw StageError(
        .contract, "a control sample has no score \(accession)",
        remedy:
          "check the names of sample and score in the file of controls, and that the variants hold both",
        file: path)
    }
    let delta = abs(observed - failed.expectation.expected)
    throw StageError(
      .contract,
      "the score \(accession) of a control sample is \(delta) away from what is expected, more than "
        + "\(failed.expectation.limit)",
      remedy: "find out what changed in genotyping or settings before using the scores of this run",
      file: path)
  }
}
