internal import Nomenclature
internal import PipelineModel
internal import ProficiencyTesting
internal import Tables

/// How far laboratories agree with each other and with what is expected.
struct AgreementRows {
  static let schema = TableSchema([
    Column("statistic", .string), Column("laboratory", .string), Column("value", .number),
    Column("standard_error", .number), Column("p_value", .number), Column("samples", .integer),
    Column("laboratories", .integer),
  ])

  private(set) var writer = RowWriter()

  init(_ rows: GenotypeRows, _ expected: ExpectedGenotypes, _ names: NameComparison) {
    let samples = expected.samples
    /// What a laboratory says, in the spelling of what is expected where both are the same.
    func categories(_ laboratory: String) -> [String?] {
      samples.map { sample in
        guard let genotype = rows.answer(laboratory, sample)?.genotype else { return nil }
        return genotype.category(
          among: (expected.variants[sample] ?? []).map(\.variant), names)
      }
    }
    let truth = samples.map { expected.category($0) }
    var complete: [[String]] = []
    for laboratory in rows.laboratories {
      let answers = categories(laboratory)
      let given = samples.indices.filter { answers[$0] != nil }
      let own = given.compactMap { answers[$0] }
      if own.count == samples.count { complete.append(own) }
      if own.isEmpty { continue }
      let wanted = given.map { truth[$0] }
      let agreed = zip(own, wanted).count { $0 == $1 }
      append(
        "percent_agreement", laboratory, 100 * Double(agreed) / Double(own.count),
        samples: own.count)
      let kappa = CohenKappa.estimate(own, wanted)
      append(
        "cohen_kappa", laboratory, kappa?.kappa, error: kappa?.standardError, samples: own.count)
    }
    let subjects = samples.indices.map { place in complete.map { $0[place] } }
    let fleiss = FleissKappa(subjects: subjects)
    append(
      "fleiss_kappa", nil, fleiss?.kappa, error: fleiss?.standardError, samples: samples.count,
      laboratories: complete.count)
    append(
      "fleiss_kappa_exact", nil, fleiss?.exact, samples: samples.count,
      laboratories: complete.count)
    let correct = samples.indices.map { place in complete.map { $0[place] == truth[place] } }
    let cochran = CochranQ(items: correct)
    append(
      "cochran_q", nil, cochran?.statistic, pValue: cochran?.pValue, samples: samples.count,
      laboratories: complete.count)
  }

  private mutating func append(
    _ statistic: String, _ laboratory: String?, _ value: Double?, error: Double? = nil,
    pValue: Double? = nil, samples: Int, laboratories: Int? = nil
  ) {
    writer.append(statistic)
    writer.append(laboratory)
    writer.append(value)
    writer.append(error)
    writer.append(pValue)
    writer.append(samples)
    writer.append(laboratories)
    writer.endRow()
  }

  mutating func write(_ output: any TaskOutput) throws(StageError) {
    try output.declareTable("agreement", schema: Self.schema)
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "agreement")
  }
}
