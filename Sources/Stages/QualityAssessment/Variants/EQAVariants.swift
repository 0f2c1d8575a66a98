internal import ByteIO
internal import Genomics
internal import JSONText
package import PipelineModel
internal import ReferenceGenome
internal import Synchronization
internal import Tables
internal import VCF
internal import VariantComparison

/// Compares the variants that laboratories report with those there are (`eqa.variants`).
package struct EQAVariants: CombineStage {
  private static let reference = Setting<PathPattern>(
    required: "reference", .path, role: .referenceFiles,
    "The reference genome: FASTA, plain or packed with bgzip; its indexes are made when missing.")
  private static let confidentRegions = Setting<RegionChoice?>(
    optional: "confidentRegions", .regions, role: .referenceFiles,
    "Where the truth is known (BED, half-open): what lies outside and is not on the other side is UNK, neither false nor missed."
  )
  private static let level = Setting<ComparisonLevel>(
    "match", .oneOf, default: .allele, shown: "\"allele\"",
    "What is compared: alleles, each by itself, whatever copies they lie on (`allele`); records with one of their alleles, however many copies carry it (`haplotype`); records with their genotypes on two copies (`genotype`)."
  )
  private static let vafTolerance = Setting<AlleleFractionTolerance?>(
    optional: "vafTolerance", .alleleFractionTolerance,
    "How far a reported allele fraction may lie from the true one: a `relative` share of it, at least an `absolute` fraction, and at least twice the standard deviation that sampling so many `molecules` leaves."
  )
  private static let laboratoryFrom = Setting<LaboratoryNaming>(
    "laboratoryFrom", .oneOf, default: .file, shown: "\"file\"",
    "Where the code of a laboratory stands: in the name of its file (`LAB07.vcf`, `LAB07_S1.vcf`), or in the names of samples (`LAB07_S1`)."
  )
  private static let vafBands = Setting<[Double]>(
    "vafBands", .list(of: .number(0...1)), default: [0.01, 0.05], shown: "[0.01, 0.05]",
    "Where the bands of allele fractions end that the summary has rows of.")

  static let comparisonSchema = TableSchema([
    Column("laboratory", .string), Column("sample", .string), Column("chrom", .string),
    Column("pos", .integer), Column("ref", .string), Column("alt", .string),
    Column("type", .string), Column("decision", .string), Column("match_kind", .string),
    Column("truth_vaf", .number), Column("reported_vaf", .number),
    Column("vaf_accepted", .boolean), Column("side", .string), Column("reason", .string),
  ])

  package static let kind = StageKind(
    "eqa.variants", version: 2, shape: .combine,
    "Compares the variants that laboratories report with those there are, however either is written.",
    inputs: [
      InputPort("truth", .variants), InputPort("submissions", .variants, .optional),
      InputPort("rows", .table, .optional), TranscriptRows.port,
      InputPort("claims", .table, .optional),
    ],
    outputs: [
      OutputPort(
        "comparison", .table,
        "One row an allele of either side, one for both where they were paired: \(comparisonSchema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "summary", .table,
        "One row a laboratory, sample, type and band, and of all together: \(DetectionSummary.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "annotated", .document,
        "The comparison as VCF with the tags of GA4GH's benchmarking tools; with several laboratories or samples one file for each, whose name ends in `.LAB07.S1.vcf`."
      ),
      SubmissionNotes.port,
    ],
    settings: [reference, confidentRegions, level, vafTolerance, laboratoryFrom, vafBands])

  package let outputs: [String: EdgeType]
  private let regions: RegionChoice?
  private let tolerance: AlleleFractionTolerance?
  private let level: ComparisonLevel
  private let naming: LaboratoryNaming
  private let bands: [Double]
  private let assembly: Assembly?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    _ = try context[Self.reference]
    regions = try context[Self.confidentRegions]
    tolerance = try context[Self.vafTolerance]
    naming = try context[Self.laboratoryFrom]
    bands = try context[Self.vafBands].sorted()
    level = try context[Self.level]
    let truth = context.edge("truth")
    let submissions = context.edge("submissions")
    if let truth, let submissions {
      if truth.source == submissions.source {
        context.diagnostics.error(
          "same-source", "truth and submissions of stage \"\(context.stageName)\" are the same",
          remedy: "read them by two stages", at: submissions.position)
      }
      let builds = [truth, submissions].compactMap { $0.type.attributes[EdgeAttribute.build] }
      if Set(builds).count > 1 {
        context.diagnostics.error(
          "build-mismatch",
          "\(truth.source) has variants of \(builds[0]), \(submissions.source) of \(builds[1])",
          remedy: "lift one of them over", at: submissions.position)
      }
    }
    assembly = truth?.type.attributes[EdgeAttribute.build].flatMap(Assembly.init)
    if submissions == nil, context.edge("rows") == nil {
      context.diagnostics.error(
        "missing-input", "stage \"\(context.stageName)\" has nothing to compare the truth with",
        remedy: "connect \"submissions\" (variants) or \"rows\" (a table)",
        at: truth?.position ?? context.position(of: Self.reference))
    }
    context.requireColumns(["laboratory"], at: "claims")
    context.requireColumns(["laboratory", "sample"], at: "rows")
    context.requireColumns(["transcript"], at: "transcripts")
    let privacy = context.incomingPrivacy
    outputs = [
      "comparison": .table(Self.comparisonSchema, privacy: privacy),
      "summary": .table(DetectionSummary.schema, privacy: privacy),
      "annotated": EdgeType(.document, privacy: privacy),
      "notes": .table(SubmissionNotes.schema, privacy: privacy),
    ]
  }

  /// The code of a laboratory stands in the names of files.
  package var namesSources: Bool { true }

  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    guard let source = resources.source else {
      throw StageError(.internal, "where the variants come from is not known to the task")
    }
    return CallSheetSink(source, level)
  }

  package func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var notes = SubmissionNotes()
    guard let genome = try resources.genome(of: Self.reference, assembly: assembly) else {
      throw StageError(.internal, "the reference genome is not known to the task")
    }
    func table(_ name: String) -> TableArtifact? {
      resources.inputs.tables.first { $0.name == name }?.table
    }
    var accumulators = partials
    if let rows = table("rows") {
      let samples = try RoundFiles.truth(try CallArchive(partials).sheets).keys
      accumulators.append(
        try SubmittedRows(
          rows, samples: Set(samples), genome: genome, assembly: assembly ?? .grch38,
          transcripts: try table("transcripts").map(TranscriptRows.transcripts) ?? [], &notes
        ).accumulator)
    }
    let archive = try CallArchive(accumulators)
    accumulators = []
    let files = try RoundFiles(archive.sheets, naming: naming, &notes)
    let claims = try table("claims").map { table throws(StageError) in
      try LaboratoryClaims(table, &notes)
    }
    var contigs = ContigTable(assembly: assembly ?? .grch38)
    let confident = try regions.map { choice throws(StageError) in
      try choice.set(files: resources.files(Self.confidentRegions), numberedBy: &contigs)
    }
    let rules = ComparisonRules(
      genome: genome, confident: confident, contigs: contigs,
      claims: claims ?? LaboratoryClaims(), tolerance: tolerance, level: level)
    try RoundRun(archive, files, rules, bands: bands, resources).write(output, &notes)
    try notes.write(output)
  }
}

/// Keeps the calls of one shard.
private final class CallSheetSink: Sink {
  private let source: StreamSource
  private let isBegun = Mutex(false)

  private let level: ComparisonLevel

  init(_ source: StreamSource, _ level: ComparisonLevel) {
    self.source = source
    self.level = level
  }

  struct Partial: Sendable {
    let header: VCFHeader
    let rows: [UInt8]
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial {
    let batch = try RecordBatch(incoming: batch)
    var reading = CallReading(level: level, samples: batch.header.samples.count)
    log.read(batch.records.count)
    for record in batch.records { reading.add(record, batch.chunk.text.span) }
    reading.flush()
    log.keep(batch.records.count)
    return Partial(header: batch.header, rows: reading.sheet.bytes)
  }

  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError) {
    try isBegun.withLock { isBegun throws(StageError) in
      if !isBegun {
        var writer = CallSheetWriter()
        writer.begin(
          port: source.port, file: source.fileNames.first ?? "", samples: partial.header.samples)
        try output.appendPartial(writer.bytes)
      }
      isBegun = true
    }
    try output.appendPartial(partial.rows)
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}

extension SettingType where Value == AlleleFractionTolerance {
  /// An object of what is allowed.
  static let alleleFractionTolerance = SettingType(
    phrase: "an object such as {\"relative\": 0.3, \"absolute\": 0.002, \"molecules\": 5000}",
    schema: [
      "type": "object", "additionalProperties": false, "minProperties": 1,
      "properties": [
        "relative": ["type": "number", "minimum": 0], "absolute": ["type": "number", "minimum": 0],
        "molecules": ["type": "number", "exclusiveMinimum": 0],
      ],
    ]
  ) { node, decoder in
    var tolerance = AlleleFractionTolerance(relative: 0)
    for member in node.members ?? [] {
      guard let number = member.value.number.flatMap({ Double($0) }), number >= 0 else {
        decoder.refuse(member.value, "has a \"\(member.key)\" that is no number from 0 on")
        return nil
      }
      switch member.key {
      case "relative": tolerance.relative = number
      case "absolute": tolerance.absolute = number
      case "molecules": tolerance.molecules = number
      default:
        decoder.refuse(member.value, "has no \"\(member.key)\"")
        return nil
      }
    }
    guard let count = node.members?.count, count > 0 else {
      decoder.wrongType(node, expected: "an object such as {\"relative\": 0.3}")
      return nil
    }
    return tolerance
  }
}
