internal import JSONText
internal import Nomenclature
package import PipelineModel
internal import ProficiencyTesting
internal import Tables

/// Marks the genotypes that laboratories report (`eqa.qualitative`).
package struct EQAQualitative: TableStage {
  private static let scheme = Setting<FileOrInline?>(
    optional: "scheme", .fileOrInline, role: .referenceFiles,
    "The marks: {\"points\": {criterion: number}, \"critical\": [criteria], \"treatments\": {variant: class}, \"interpretation\": {\"correct\": 2, \"incomplete\": 1, \"incorrect\": 0, \"missing\": 0}}; what it does not say is as in the IQN Path ctDNA pilot."
  )
  private static let laboratories = Setting<[String]?>(
    optional: "laboratories", .list(of: .string),
    "The codes of the participants: others are refused, and those that have sent nothing get no answer for each sample."
  )

  static let marksSchema = TableSchema([
    Column("laboratory", .string), Column("sample", .string), Column("criterion", .string),
    Column("marks", .number), Column("critical", .boolean), Column("result", .string),
    Column("expected", .string),
  ])

  package static let kind = StageKind(
    "eqa.qualitative", version: 3, shape: .table,
    "Marks the genotypes that laboratories report, and says how far they agree.",
    inputs: [
      InputPort("results", .table), InputPort("expected", .table), TranscriptRows.port,
    ],
    outputs: [
      OutputPort(
        "marks", .table,
        "One row a laboratory and sample: \(marksSchema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "agreement", .table,
        "One row a statistic, of all or of one laboratory beside what is expected: \(AgreementRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "names", .table,
        "One row a reported variant with a name of its DNA or protein: \(NameRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "interpretation", .table,
        "One row a laboratory and sample whose interpretation is marked, apart from the genotype: \(InterpretationRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      SubmissionNotes.port,
    ],
    settings: [scheme, laboratories])

  package let outputs: [String: EdgeType]
  private let choice: MarkingChoice
  private let participants: [String]?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    var choice = MarkingChoice()
    if let given = try context[Self.scheme] {
      guard let node = try given.document(&context, Self.scheme) else { throw StageRefusal() }
      var problem = ""
      if let read = MarkingChoice(node, problem: &problem) {
        choice = read
      } else {
        context.refuse(
          Self.scheme, problem,
          remedy: "the criteria are "
            + MarkingScheme.Criterion.allCases.map(\.rawValue).joined(separator: ", "))
      }
    }
    self.choice = choice
    participants = try context[Self.laboratories]
    context.requireColumns(["laboratory", "sample", "result"], at: "results")
    context.requireColumns(["sample", "result"], at: "expected")
    context.requireColumns(["transcript"], at: "transcripts")
    let privacy = context.incomingPrivacy
    outputs = [
      "marks": .table(Self.marksSchema, privacy: privacy),
      "agreement": .table(AgreementRows.schema, privacy: privacy),
      "names": .table(NameRows.schema, privacy: privacy),
      "interpretation": .table(InterpretationRows.schema, privacy: privacy),
      "notes": .table(SubmissionNotes.schema, privacy: privacy),
    ]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var notes = SubmissionNotes()
    let expected = try ExpectedGenotypes(try inputs.table("expected"))
    let rows = try GenotypeRows(
      try inputs.table("results"), samples: expected.samples, participants: participants, &notes)
    let transcripts = try inputs.tables.first { $0.name == "transcripts" }.map {
      input throws(StageError) in try TranscriptRows.transcripts(input.table)
    }
    let marking = GenotypeMarking(
      treatments: choice.treatments, names: NameComparison(transcripts: transcripts ?? []))
    var names = NameRows(marking.names)
    var interpretations = InterpretationRows(choice.interpretation)
    var marks = RowWriter()
    for laboratory in rows.laboratories {
      for sample in expected.samples {
        let answer = rows.answer(laboratory, sample)
        let criterion = marking.criterion(
          answer?.genotype, expected: expected.variants[sample] ?? [],
          claim: answer?.claim ?? GenotypeMarking.Claim())
        marks.append(laboratory)
        marks.append(sample)
        marks.append(criterion.rawValue)
        marks.append(choice.scheme.points[criterion] ?? 0)
        marks.append(choice.scheme.critical.contains(criterion))
        marks.append(answer?.genotype.written)
        marks.append(expected.written(sample))
        marks.endRow()
        if let answer { names.add(answer.genotype, laboratory, sample) }
        interpretations.add(
          answer?.interpretation, expected.interpretations[sample], laboratory, sample)
      }
    }
    try output.declareTable("marks", schema: Self.marksSchema)
    try output.appendRows(marks.takeBytes(), count: marks.rowCount, to: "marks")
    var agreement = AgreementRows(rows, expected, marking.names)
    try agreement.write(output)
    try names.write(output)
    try interpretations.write(output)
    try notes.write(output)
  }
}
