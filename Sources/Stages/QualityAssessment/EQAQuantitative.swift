internal import JSONText
package import PipelineModel
internal import ProficiencyTesting
internal import Tables

/// Scores the measured values of laboratories by ISO 13528 (`eqa.quantitative`).
package struct EQAQuantitative: TableStage {
  enum AssignedMethod: String, CaseIterable, Sendable {
    case algorithmA, median, hampel, formulation, reference
  }
  enum SpreadMethod: String, CaseIterable, Sendable {
    case algorithmA, qMethod, madE, nIQR, fitness
  }

  private static let assignedValue = Setting<NumberedMethod<AssignedMethod>>(
    "assignedValue",
    .numberedMethod(
      keys: ["value", "uncertainty"],
      needed: ["formulation": ["value"], "reference": ["value"]]),
    default: NumberedMethod(name: .algorithmA, numbers: [:]), shown: "\"algorithmA\"",
    "Where assigned values come from: the consensus of participants by Algorithm A, the median or Hampel's mean; or a `value`, with its standard `uncertainty`, known from how items were made (`formulation`) or from a reference."
  )
  private static let spread = Setting<NumberedMethod<SpreadMethod>>(
    "spread",
    .numberedMethod(
      keys: ["value", "coefficient", "molecules"], needed: ["fitness": ["value", "coefficient"]]),
    default: NumberedMethod(name: .algorithmA, numbers: [:]), shown: "\"algorithmA\"",
    "Where σ_pt comes from: the results, by Algorithm A, the Q method, MADe or nIQR; or what fits the purpose: a `value`, or a `coefficient` of the assigned value, at least what sampling so many `molecules` leaves of an allele fraction."
  )
  private static let homogeneity = Setting<FileOrInline?>(
    optional: "homogeneity", .fileOrInline, role: .referenceFiles,
    "Duplicates of some items, and means before and after the round: {\"measurand\": {\"duplicates\": [[1.01, 0.99], …], \"before\": 1.0, \"after\": 0.98}}."
  )
  private static let unit = Setting<ReportedValue.Unit>(
    "unit", .oneOf, default: .other, shown: "\"other\"",
    "What values are in: with `fraction` and `percent` a percent sign is understood, with `other` refused."
  )
  private static let ties = Setting<TieRule>(
    "ties", .oneOf, default: .decimal, shown: "\"decimal\"",
    "Whether the Q method takes differences of the digits as written, or of binary numbers, as programs in R do."
  )
  private static let minimumLaboratories = Setting<Int>(
    "minimumLaboratories", .integer(2 ... .max), default: 3, shown: "3",
    "The fewest laboratories for a consensus; with fewer nobody gets a score.")
  private static let modeShare = Setting<Double>(
    "modeShare", .rate, default: 0.2, shown: "0.2",
    "The share of results that must lie about a value for it to count, three of them at least; with two values that do, a consensus is refused. With 0 every hill of the density counts."
  )
  private static let laboratories = Setting<[String]?>(
    optional: "laboratories", .list(of: .string),
    "The codes of the participants: others are refused, and those without a result noted.")

  enum TieRule: String, CaseIterable, Sendable { case decimal, binary }

  static let scoresSchema = TableSchema([
    Column("laboratory", .string), Column("measurand", .string), Column("value", .number),
    Column("z", .number), Column("z_prime", .number), Column("zeta", .number),
    Column("en", .number), Column("verdict", .string), Column("censored", .boolean),
    Column("percent_difference", .number), Column("mandel_h", .number),
    Column("mandel_k", .number),
  ])
  static let schemeSchema = TableSchema([
    Column("measurand", .string), Column("laboratories", .integer),
    Column("assigned_value", .number), Column("u_assigned", .number),
    Column("sigma_pt", .number), Column("homogeneous", .boolean), Column("stable", .boolean),
    Column("modes", .integer), Column("censored", .integer), Column("refusal", .string),
    Column("s_between", .number), Column("s_within", .number),
  ])

  package static let kind = StageKind(
    "eqa.quantitative", version: 2, shape: .table,
    "Scores the measured values of laboratories by ISO 13528: assigned value, spread, z, z′, ζ and E_n.",
    inputs: [InputPort("results", .table)],
    outputs: [
      OutputPort(
        "scores", .table,
        "One row a laboratory and measurand: \(scoresSchema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "scheme", .table,
        "One row a measurand: \(schemeSchema.columns.map(\.name).joined(separator: ", "))."),
      SubmissionNotes.port,
    ],
    settings: [
      assignedValue, spread, homogeneity, unit, ties, minimumLaboratories, modeShare, laboratories,
    ])

  package let outputs: [String: EdgeType]
  private let assigned: NumberedMethod<AssignedMethod>
  private let sigma: NumberedMethod<SpreadMethod>
  private let items: ItemChecks?
  private let unitOfScheme: ReportedValue.Unit
  private let comparesInBinary: Bool
  private let fewest: Int
  private let share: Double
  private let participants: [String]?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    assigned = try context[Self.assignedValue]
    sigma = try context[Self.spread]
    unitOfScheme = try context[Self.unit]
    comparesInBinary = try context[Self.ties] == .binary
    fewest = try context[Self.minimumLaboratories]
    share = try context[Self.modeShare]
    participants = try context[Self.laboratories]
    if let given = try context[Self.homogeneity] {
      guard let read = try given.document(&context, Self.homogeneity) else {
        throw StageRefusal()
      }
      items = ItemChecks(read)
      if items == nil {
        context.refuse(
          Self.homogeneity, "is of another form than the one described",
          remedy: "write {\"measurand\": {\"duplicates\": [[1.01, 0.99], …]}}")
      }
    } else {
      items = nil
    }
    if unitOfScheme == .other, sigma.numbers["molecules"] != nil {
      context.refuse(
        Self.spread, "counts molecules, which makes sense for allele fractions only",
        remedy: "set \"unit\" to \"fraction\" or \"percent\"")
    }
    context.requireColumns(["laboratory", "measurand", "value"], at: "results")
    let privacy = context.incomingPrivacy
    outputs = [
      "scores": .table(Self.scoresSchema, privacy: privacy),
      "scheme": .table(Self.schemeSchema, privacy: privacy),
      "notes": .table(SubmissionNotes.schema, privacy: privacy),
    ]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var notes = SubmissionNotes()
    let measurements = try MeasuredRows(
      try inputs.table("results"), unit: unitOfScheme, participants: participants, &notes)
    var scores = RowWriter()
    var scheme = RowWriter()
    for (measurand, results) in measurements.measurands {
      let round = MeasurandRound(results, rules: rules(measurand))
      write(round, measurand, to: &scores)
      writeScheme(round, measurand, to: &scheme)
      if let refusal = round.refusal {
        notes.add(
          nil, measurand, row: nil, rule: refusal.rawValue, isAccepted: false,
          "no laboratory gets a score; \(Self.reason(refusal))")
      }
    }
    noteStrangers(Set(measurements.measurands.map(\.name)), &notes)
    try output.declareTable("scores", schema: Self.scoresSchema)
    try output.appendRows(scores.takeBytes(), count: scores.rowCount, to: "scores")
    try output.declareTable("scheme", schema: Self.schemeSchema)
    try output.appendRows(scheme.takeBytes(), count: scheme.rowCount, to: "scheme")
    try notes.write(output)
  }

  /// The rules of a measurand; what the scheme should say of it and does not is left open.
  private func rules(_ measurand: String) -> RoundRules {
    let assignedValue: RoundRules.AssignedValue?
    switch assigned.name {
    case .algorithmA: assignedValue = .algorithmA
    case .median: assignedValue = .median
    case .hampel: assignedValue = .hampel
    case .formulation, .reference:
      assignedValue = assigned.number("value", measurand).map {
        .known($0, uncertainty: assigned.number("uncertainty", measurand) ?? 0)
      }
    }
    let spread: RoundRules.Spread?
    switch sigma.name {
    case .algorithmA: spread = .algorithmA
    case .qMethod: spread = .qMethod
    case .madE: spread = .scaledDeviation
    case .nIQR: spread = .normalisedRange
    case .fitness:
      if let value = sigma.number("value", measurand) {
        spread = .fixed(value)
      } else if let coefficient = sigma.number("coefficient", measurand) {
        spread = .relative(
          coefficient, molecules: sigma.number("molecules", measurand),
          scale: unitOfScheme == .percent ? 100 : 1)
      } else {
        spread = nil
      }
    }
    return RoundRules(
      assignedValue: assignedValue, spread: spread, comparesInBinary: comparesInBinary,
      minimumLaboratories: fewest, modeShare: share)
  }

  /// Why a measurand is refused, in words.
  private static func reason(_ refusal: MeasurandRound.Refusal) -> String {
    switch refusal {
    case .tooFewLaboratories: "too few have a result for a consensus"
    case .severalModes: "results lie about several values"
    case .noSpread: "results do not spread"
    case .noAssignedValue: "\"assignedValue\" has no value for it"
    case .noGivenSpread: "\"spread\" has neither a value nor a coefficient for it"
    }
  }

  /// Notes the measurands that settings name and nobody has measured: their names may be misspelt.
  private func noteStrangers(_ known: Set<String>, _ notes: inout SubmissionNotes) {
    let named = (assigned.measurands.union(sigma.measurands)).union((items?.items ?? [:]).keys)
    for name in named.subtracting(known).sorted() {
      notes.add(
        nil, name, row: nil, rule: "unknown-measurand", isAccepted: false,
        "the scheme has a number for it, but nobody a result")
    }
  }

  private func write(_ round: MeasurandRound, _ measurand: String, to writer: inout RowWriter) {
    for score in round.scores {
      writer.append(score.laboratory)
      writer.append(measurand)
      writer.append(score.value)
      writer.append(score.z)
      writer.append(score.zPrime)
      writer.append(score.zeta)
      writer.append(score.normalisedError)
      writer.append(score.verdict?.rawValue)
      writer.append(score.value == nil)
      writer.append(score.percentDifference)
      writer.append(score.mandel?.h)
      writer.append(score.mandel?.k)
      writer.endRow()
    }
  }

  private func writeScheme(
    _ round: MeasurandRound, _ measurand: String, to writer: inout RowWriter
  ) {
    let item = items?.items[measurand]
    let homogeneity = round.spread.flatMap { spread in
      item.flatMap { Homogeneity(duplicates: $0.duplicates, spread: spread) }
    }
    var isStable: Bool?
    if let before = item?.before, let after = item?.after, let spread = round.spread {
      isStable = Homogeneity.isStable(before: before, after: after, spread: spread)
    }
    writer.append(measurand)
    writer.append(round.laboratories)
    writer.append(round.assigned)
    writer.append(round.uncertainty)
    writer.append(round.spread)
    writer.append(homogeneity.map { $0.isHomogeneousExpanded ?? $0.isHomogeneous })
    writer.append(isStable)
    writer.append(round.modes.count)
    writer.append(round.censored)
    writer.append(round.refusal?.rawValue)
    writer.append(homogeneity.map { $0.betweenVariance.squareRoot() })
    writer.append(homogeneity.map { $0.withinVariance.squareRoot() })
    writer.endRow()
  }
}

extension FileOrInline {
  /// The document, from the definition or from its file.
  ///
  /// - Returns: Nil after reporting what is wrong with it.
  func document(
    _ context: inout StageContext, _ setting: any SettingDeclaration
  ) throws(StageRefusal) -> JSONNode? {
    switch self {
    case .inline(let node): return node
    case .file(let pattern):
      do {
        return try JSONParser.parse(try wholeText(of: pattern.path))
      } catch {
        context.refuse(
          setting, "names a file that cannot be read as JSON",
          remedy: "check that \(pattern.written) is there and holds one JSON object")
        return nil
      }
    }
  }
}
