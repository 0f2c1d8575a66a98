internal import PipelineModel
internal import ReferenceGenome
internal import Tables
internal import VariantComparison

/// Compares all that came in with the truth, a sequence of a laboratory's sample at a time.
struct RoundRun {
  /// Packed calls that are compared at once, in bytes: what bounds the memory that their rows take.
  private static let batchBytes = 12 << 20

  private let archive: CallArchive
  private let files: RoundFiles
  private let rules: ComparisonRules
  private let bands: [Double]
  private let cores: Int
  private let isAnnotating: Bool

  /// One sequence of one sample of one laboratory.
  private struct Item: Sendable {
    let laboratory: String
    let sample: String
    let contig: String
    let truth: [CallRun]
    let query: [CallRun]
    /// Whether it is the first or the last of its sample.
    var isFirst = false
    var isLast = false

    var bytes: Int { (truth + query).reduce(0) { $0 + $1.bytes.count } }
  }

  /// What became of an item.
  private struct Result: Sendable {
    var rows: [UInt8] = []
    var rowCount = 0
    var annotated: [UInt8] = []
    var counts: DetectionCounts
    var misplaced = 0
    var offGenome = 0
  }

  init(
    _ archive: CallArchive, _ files: RoundFiles, _ rules: ComparisonRules, bands: [Double],
    _ resources: StageResources
  ) {
    self.archive = archive
    self.files = files
    self.rules = rules
    self.bands = bands
    cores = resources.cores
    isAnnotating = resources.isWanted("annotated")
  }

  /// What has come out so far, and what of the sample that is being compared.
  private struct Progress {
    var summary = DetectionSummary()
    var counts: DetectionCounts
    var misplaced = 0
    var offGenome = 0
  }

  /// Writes the tables and, where it is wanted, the annotated variants.
  func write(_ output: any TaskOutput, _ notes: inout SubmissionNotes) throws(StageError) {
    try output.declareTable("comparison", schema: EQAVariants.comparisonSchema)
    var progress = Progress(counts: DetectionCounts(bands: bands))
    var batch: [Item] = []
    var size = 0
    for (laboratory, samples) in files.submissions.sorted(by: { $0.key < $1.key }) {
      for sample in files.truth.keys.sorted() {
        guard let calls = samples[sample] else {
          notes.add(
            laboratory, sample, row: nil, rule: "missing-sample", isAccepted: false,
            "the laboratory has sent nothing for the sample; it is not counted as missed")
          continue
        }
        for item in items(laboratory, sample, calls) {
          if size + item.bytes > Self.batchBytes, !batch.isEmpty {
            try compare(batch, &progress, output, &notes)
            (batch, size) = ([], 0)
          }
          batch.append(item)
          size += item.bytes
        }
      }
    }
    try compare(batch, &progress, output, &notes)
    try progress.summary.write(output)
  }

  /// Compares some items at once and takes over what came out, in their order.
  private func compare(
    _ batch: [Item], _ progress: inout Progress, _ output: any TaskOutput,
    _ notes: inout SubmissionNotes
  ) throws(StageError) {
    let results = try mapInParallel(batch, cores: cores) { item throws(StageError) in
      try result(item)
    }
    for (item, result) in zip(batch, results) {
      if item.isFirst {
        progress = Progress(summary: progress.summary, counts: .init(bands: bands))
      }
      try output.appendRows(result.rows, count: result.rowCount, to: "comparison")
      if isAnnotating {
        try output.append(result.annotated, to: "annotated", suffix: suffix(item))
      }
      progress.counts.add(result.counts)
      progress.misplaced += result.misplaced
      progress.offGenome += result.offGenome
      guard item.isLast else { continue }
      progress.summary.add(progress.counts, laboratory: item.laboratory, sample: item.sample)
      for (count, rule) in [
        (progress.misplaced, "reference-mismatch"), (progress.offGenome, "not-in-reference"),
      ] where count > 0 {
        notes.add(
          item.laboratory, item.sample, row: nil, rule: rule, isAccepted: true,
          "\(count) alleles; they match as written or not at all")
      }
    }
  }

  /// What the annotated file of an item is called; the only one needs no name.
  private func suffix(_ item: Item) -> String {
    let pairs = files.submissions.values.reduce(0) { $0 + $1.count }
    return pairs == 1 ? "" : ".\(Self.plain(item.laboratory)).\(Self.plain(item.sample)).vcf"
  }

  /// What there is to compare of a sample, in the order of the genome; at least one item.
  private func items(_ laboratory: String, _ sample: String, _ calls: CallRuns) -> [Item] {
    let truth = numbered(files.truth[sample] ?? [:])
    let query = numbered(calls)
    var items: [Item] = []
    for number in Set(truth.keys).union(query.keys).sorted() {
      guard let name = truth[number]?.name ?? query[number]?.name else { continue }
      items.append(
        Item(
          laboratory: laboratory, sample: sample, contig: name, truth: truth[number]?.runs ?? [],
          query: query[number]?.runs ?? []))
    }
    if items.isEmpty {
      items = [Item(laboratory: laboratory, sample: sample, contig: "", truth: [], query: [])]
    }
    items[0].isFirst = true
    items[items.count - 1].isLast = true
    return items
  }

  /// Runs by the number of their sequence; below 0 for those that the genome lacks.
  private func numbered(_ calls: CallRuns) -> [Int: (name: String, runs: [CallRun])] {
    var result: [Int: (name: String, runs: [CallRun])] = [:]
    var unknown = 0
    for (name, runs) in calls.sorted(by: { $0.key < $1.key }) {
      var number = rules.genome.contig(named: name)
      if number == nil {
        unknown -= 1
        number = unknown
      }
      result[number ?? -1, default: (name, [])].runs += runs
    }
    return result
  }

  private func result(_ item: Item) throws(StageError) -> Result {
    let comparison = try RoundComparison(
      rules, laboratory: item.laboratory, contig: item.contig, truth: archive.calls(item.truth),
      query: archive.calls(item.query), cores: cores)
    var result = Result(counts: DetectionCounts(bands: bands))
    var writer = RowWriter()
    comparison.forEachRow { row in
      result.counts.add(row)
      Self.write(row, item.laboratory, item.sample, item.contig, &writer)
    }
    result.rowCount = writer.rowCount
    result.rows = writer.takeBytes()
    if isAnnotating {
      var annotated = BenchmarkVCF(rules.level)
      if item.isFirst { annotated.begin(rules.genome) }
      annotated.add(comparison, contig: item.contig)
      result.annotated = annotated.bytes
    }
    (result.misplaced, result.offGenome) = (comparison.misplaced, comparison.offGenome)
    return result
  }

  private static func write(
    _ row: ComparedRow, _ laboratory: String, _ sample: String, _ contig: String,
    _ writer: inout RowWriter
  ) {
    writer.append(laboratory)
    writer.append(sample)
    writer.append(contig)
    writer.append(row.call.position)
    writer.append(row.call.reference)
    if row.call.alternatives.count == 1 {
      writer.append(row.call.alternatives[0])
    } else {
      writer.append(Array(row.call.alternatives.joined(separator: [UInt8(ascii: ",")])))
    }
    writer.append(ComparedRow.name(row.type))
    writer.append(row.decision.rawValue)
    writer.append(row.match?.rawValue)
    writer.append(row.truthFraction)
    writer.append(row.reportedFraction)
    writer.append(row.isFractionAccepted)
    writer.append(row.side.rawValue)
    writer.append(row.reason)
    writer.endRow()
  }

  /// A name as a part of the name of a file.
  private static func plain(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
  }
}
