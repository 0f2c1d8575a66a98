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
  enum Level: String, CaseIterable, Sendable { case allele, haplotype, genotype }

  private static let reference = Setting<PathPattern>(
    required: "reference", .path, role: .referenceFiles,
    "The reference genome: FASTA, plain or packed with bgzip; its indexes are made when missing.")
  private static let confidentRegions = Setting<RegionChoice?>(
    optional: "confidentRegions", .regions, role: .referenceFiles,
    "Where the truth is known (BED, half-open): what lies outside and is not on the other side is UNK, neither false nor missed."
  )
  private static let level = Setting<Level>(
    "match", .oneOf, default: .allele, shown: "\"allele\"",
    "What is compared: alleles, whatever copies they lie on; `haplotype` and `genotype` are refused in this version."
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
    "eqa.variants", shape: .combine,
    "Compares the variants that laboratories report with those there are, however either is written.",
    inputs: [
      InputPort("truth", .variants), InputPort("submissions", .variants),
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
      SubmissionNotes.port,
    ],
    settings: [reference, confidentRegions, level, vafTolerance, laboratoryFrom, vafBands])

  package let outputs: [String: EdgeType]
  private let regions: RegionChoice?
  private let tolerance: AlleleFractionTolerance?
  private let naming: LaboratoryNaming
  private let bands: [Double]
  private let assembly: Assembly?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    _ = try context[Self.reference]
    regions = try context[Self.confidentRegions]
    tolerance = try context[Self.vafTolerance]
    naming = try context[Self.laboratoryFrom]
    bands = try context[Self.vafBands].sorted()
    if try context[Self.level] != .allele {
      context.refuse(
        Self.level,
        "asks for a comparison of phased haplotypes or genotypes, which is not built yet",
        remedy: "leave it out: alleles are compared, several together where they spell one sequence"
      )
    }
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
    context.requireColumns(["laboratory"], at: "claims")
    let privacy = context.incomingPrivacy
    outputs = [
      "comparison": .table(Self.comparisonSchema, privacy: privacy),
      "summary": .table(DetectionSummary.schema, privacy: privacy),
      "notes": .table(SubmissionNotes.schema, privacy: privacy),
    ]
  }

  /// The code of a laboratory stands in the names of files.
  package var namesSources: Bool { true }

  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    guard let source = resources.source else {
      throw StageError(.internal, "where the variants come from is not known to the task")
    }
    return CallSheetSink(source)
  }

  package func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var notes = SubmissionNotes()
    let files = try RoundFiles(try Self.sheets(partials), naming: naming, &notes)
    guard let genome = try resources.genome(of: Self.reference, assembly: assembly) else {
      throw StageError(.internal, "the reference genome is not known to the task")
    }
    var contigs = ContigTable(assembly: assembly ?? .grch38)
    var claims = LaboratoryClaims()
    if let table = resources.inputs.tables.first(where: { $0.name == "claims" })?.table {
      claims = try LaboratoryClaims(table, &notes)
    }
    let confident = try regions.map { choice throws(StageError) in
      try choice.set(files: resources.files(Self.confidentRegions), numberedBy: &contigs)
    }
    let rules = ComparisonRules(
      genome: genome, confident: confident, contigs: contigs, claims: claims, tolerance: tolerance)
    try output.declareTable("comparison", schema: Self.comparisonSchema)
    var summary = DetectionSummary(bands: bands)
    for (laboratory, samples) in files.submissions.sorted(by: { $0.key < $1.key }) {
      for sample in files.truth.keys.sorted() {
        guard let calls = samples[sample] else {
          notes.add(
            laboratory, sample, row: nil, rule: "missing-sample", isAccepted: false,
            "the laboratory has sent no file for the sample; it is not counted as missed")
          continue
        }
        let comparison = try RoundComparison(
          rules, laboratory: laboratory, truth: files.truth[sample] ?? [:], query: calls)
        for (count, rule) in [
          (comparison.misplaced, "reference-mismatch"), (comparison.offGenome, "not-in-reference"),
        ] where count > 0 {
          notes.add(
            laboratory, sample, row: nil, rule: rule, isAccepted: true,
            "\(count) alleles; they match as written or not at all")
        }
        try Self.write(comparison.rows, laboratory, sample, output)
        summary.add(comparison.rows, laboratory: laboratory, sample: sample)
      }
    }
    try summary.write(output)
    try notes.write(output)
  }

  /// The sheets of all files; parts of one file together.
  private static func sheets(_ partials: [[UInt8]]) throws(StageError) -> [CallSheet] {
    var sheets: [CallSheet] = []
    for bytes in partials {
      var sheet = CallSheet()
      try sheet.add(bytes)
      guard
        let place = sheets.firstIndex(where: { $0.port == sheet.port && $0.file == sheet.file })
      else {
        sheets.append(sheet)
        continue
      }
      for (sample, calls) in sheet.alleles.enumerated() {
        while sheets[place].alleles.count <= sample { sheets[place].alleles.append([:]) }
        sheets[place].alleles[sample].merge(calls) { $0 + $1 }
      }
    }
    return sheets
  }

  private static func write(
    _ rows: [ComparedRow], _ laboratory: String, _ sample: String, _ output: any TaskOutput
  ) throws(StageError) {
    var writer = RowWriter()
    for row in rows {
      writer.append(laboratory)
      writer.append(sample)
      writer.append(row.contig)
      writer.append(row.variant.position)
      writer.append(row.variant.reference)
      writer.append(row.variant.alternative)
      writer.append(row.type)
      writer.append(row.decision.rawValue)
      writer.append(row.match?.rawValue)
      writer.append(row.truthFraction)
      writer.append(row.reportedFraction)
      writer.append(row.isFractionAccepted)
      writer.append(row.side.rawValue)
      writer.append(row.reason)
      writer.endRow()
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "comparison")
  }
}

/// Keeps the alleles of one shard.
private final class CallSheetSink: Sink {
  private let source: StreamSource
  private let isBegun = Mutex(false)

  init(_ source: StreamSource) {
    self.source = source
  }

  struct Partial: Sendable {
    let header: VCFHeader
    let rows: [UInt8]
  }

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> Partial {
    let batch = try RecordBatch(incoming: batch)
    var writer = CallSheetWriter()
    log.read(batch.records.count)
    for record in batch.records {
      writer.add(record, batch.chunk.text.span, hasSamples: !batch.header.samples.isEmpty)
    }
    log.keep(batch.records.count)
    return Partial(header: batch.header, rows: writer.takeBytes())
  }

  func absorb(_ partial: Partial, into output: any TaskOutput) throws(StageError) {
    try isBegun.withLock { isBegun throws(StageError) in
      if !isBegun {
        var writer = CallSheetWriter()
        writer.begin(source, partial.header)
        try output.appendPartial(writer.takeBytes())
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
