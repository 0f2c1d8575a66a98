internal import PipelineModel
internal import PolygenicScore

/// What a definition asks `prs.score` to do.
struct PRSScoreOptions: Sendable {
  private typealias Settings = PRSScoreSettings

  var matchRules: MatchRules
  var scoringRules: ScoringRules
  let gate: OverlapGate
  let positions: ScoringPositions
  let frequencyDifference: Double
  let belowOverlap: PRSScoreSettings.Response
  let onControl: PRSScoreSettings.Response
  let isCompatible: Bool

  /// Reads the settings and reports those that do not fit together.
  init(_ context: inout StageContext) throws(StageRefusal) {
    matchRules = MatchRules(
      ambiguous: try context[Settings.ambiguous],
      multiallelic: try context[Settings.multiallelic],
      duplicates: try context[Settings.duplicates],
      strandFlips: try context[Settings.strandFlips])
    matchRules.ambiguousMargin = try context[Settings.ambiguousMargin]
    matchRules.minimumR2 = try context[Settings.minimumR2]
    scoringRules = ScoringRules(
      missing: try context[Settings.missing], haploid: try context[Settings.haploid],
      dosage: try context[Settings.dosage])
    scoringRules.absent = try context[Settings.absent]
    gate = OverlapGate(
      rows: try context[Settings.minimumOverlap],
      weight: try context[Settings.minimumWeightShare],
      variance: try context[Settings.minimumVarianceShare])
    positions = try context[Settings.positions]
    frequencyDifference = try context[Settings.frequencyDifference]
    belowOverlap = try context[Settings.belowOverlap]
    onControl = try context[Settings.onControl]
    isCompatible = try context[Settings.compatibility] != nil
    _ = try context[Settings.scoringFiles]
    try check(&context)
    if isCompatible { becomeCompatible(&context) }
  }

  private func check(_ context: inout StageContext) throws(StageRefusal) {
    let hasReference = try context[Settings.reference] != nil
    if !hasReference, scoringRules.absent == .covered || scoringRules.absent == .homref {
      context.refuse(
        Settings.absent,
        "\"\(scoringRules.absent.rawValue)\" needs to know which allele is the reference",
        remedy: "name the FASTA file of the genome as \"reference\"")
    }
    if try context[Settings.coverage] != nil, scoringRules.absent != .covered {
      context.refuse(
        Settings.coverage, "is used with \"absent\": \"covered\" only",
        remedy: "set \"absent\" to \"covered\", or leave \"coverage\" out")
    }
  }

  /// The rules of pgsc_calc 2; settings that it does not have are refused.
  private mutating func becomeCompatible(_ context: inout StageContext) {
    scoringRules.denominators = .ofRun
    scoringRules.smallestMeanCohort = 50
    matchRules.countsPlaceholders = true
    for (setting, isForeign) in [
      (Settings.ambiguous as any SettingDeclaration, matchRules.ambiguous == .resolve),
      (Settings.duplicates, matchRules.duplicates == .sum),
      (Settings.absent, scoringRules.absent != .unmatched),
      (Settings.missing, scoringRules.missing == .homref || scoringRules.missing == .fail),
      (Settings.minimumR2, matchRules.minimumR2 > 0),
      (Settings.reference, context.isGiven(Settings.reference)),
    ] where isForeign {
      context.refuse(
        setting, "asks for what pgsc_calc does not do",
        remedy: "leave it at its default, or leave \"compatibility\" out")
    }
  }
}
