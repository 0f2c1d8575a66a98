internal import Nomenclature
internal import PipelineModel
internal import ProficiencyTesting
internal import Tables

/// What was found out about the names of reported variants.
struct NameRows {
  static let schema = TableSchema([
    Column("laboratory", .string), Column("sample", .string), Column("reported", .string),
    Column("dna", .string), Column("dna_normalised", .string), Column("protein", .string),
    Column("protein_expected", .string), Column("verdict", .string), Column("reason", .string),
  ])

  private var writer = RowWriter()
  private let names: NameComparison

  init(_ names: NameComparison) {
    self.names = names
  }

  /// Adds the variants of an answer that have names.
  mutating func add(_ genotype: GenotypeText, _ laboratory: String, _ sample: String) {
    for reported in genotype.variants.sorted() {
      let variant = genotype.named(reported)
      guard variant.nucleotide != nil || variant.protein != nil || variant.isMalformed else {
        continue
      }
      let check = names.check(variant)
      writer.append(laboratory)
      writer.append(sample)
      writer.append(genotype.asWritten(reported))
      writer.append(variant.nucleotide?.text)
      writer.append(check.nucleotide?.text)
      writer.append(variant.protein?.longText)
      writer.append(check.protein?.longText)
      writer.append(check.verdict.rawValue)
      writer.append(check.misfit?.rawValue)
      writer.endRow()
    }
  }

  mutating func write(_ output: any TaskOutput) throws(StageError) {
    try output.declareTable("names", schema: Self.schema)
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "names")
  }
}
