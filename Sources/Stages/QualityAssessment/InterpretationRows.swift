internal import PipelineModel
internal import ProficiencyTesting
internal import Tables

/// Marks of what laboratories say that a genotype means, apart from those of the genotype.
struct InterpretationRows {
  static let schema = TableSchema([
    Column("laboratory", .string), Column("sample", .string), Column("grade", .string),
    Column("marks", .number), Column("interpretation", .string),
  ])

  private var writer = RowWriter()
  private let marks: InterpretationMarks

  init(_ marks: InterpretationMarks) {
    self.marks = marks
  }

  /// Adds an answer for a sample whose interpretation is marked.
  mutating func add(
    _ answer: String?, _ expected: InterpretationMarks.Expected?, _ laboratory: String,
    _ sample: String
  ) {
    guard let expected else { return }
    let grade = expected.grade(answer)
    writer.append(laboratory)
    writer.append(sample)
    writer.append(grade.rawValue)
    writer.append(marks.points[grade] ?? 0)
    writer.append(answer)
    writer.endRow()
  }

  mutating func write(_ output: any TaskOutput) throws(StageError) {
    try output.declareTable("interpretation", schema: Self.schema)
    try output.appendRows(
      writer.takeBytes(), count: writer.rowCount, to: "interpretation")
  }
}
