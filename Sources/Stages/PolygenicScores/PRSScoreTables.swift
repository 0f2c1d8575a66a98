internal import PipelineModel
internal import PolygenicScore
internal import Tables

/// The tables that `prs.score` gives.
enum PRSScoreTables: String, CaseIterable {
  case scores
  case matches
  case summary
  case accounting
  case quality
  case samples
  case bounds
  case control

  /// The columns.
  var schema: TableSchema {
    switch self {
    case .scores: ScoreResults.scoresSchema
    case .matches: ScoreResults.matchesSchema
    case .summary: ScoreResults.summarySchema
    case .accounting: ScoreResults.accountingSchema
    case .quality: ScoreResults.qualitySchema
    case .samples: ScoreResults.samplesSchema
    case .bounds: ScoreResults.boundsSchema
    case .control: ScoreResults.controlSchema
    }
  }

  /// What the rows say about persons: frequencies in a cohort are counts of it, and of one person its genotype.
  var privacy: Privacy {
    switch self {
    case .scores, .samples, .bounds, .control: .identifiable
    case .quality: .aggregate
    case .matches, .summary, .accounting: .released
    }
  }

  private var rows: String {
    switch self {
    case .scores: "One row a sample and score"
    case .matches: "One row a scoring row"
    case .summary: "One row a score"
    case .accounting: "One row for each score, outcome and reason"
    case .quality: "One row for each matched row with a record"
    case .samples: "One row a sample: genotypes at the variants of scores"
    case .bounds: "One row a sample and score: what missing genotypes and rows leave open"
    case .control: "One row for each expected score of a control sample"
    }
  }

  /// The port.
  var port: OutputPort {
    let columns = schema.columns.map(\.name).joined(separator: ", ")
    return OutputPort(rawValue, .table, "\(rows): \(columns).")
  }

  /// What must be kept for the tables that somebody wants.
  static func details(_ resources: StageResources) -> KeptDetails {
    var details: KeptDetails = []
    if resources.isWanted(matches.rawValue) || resources.isWanted(accounting.rawValue) {
      details.insert(.matches)
    }
    if resources.isWanted(quality.rawValue) { details.insert(.loci) }
    if resources.isWanted(samples.rawValue) { details.insert(.samples) }
    if resources.isWanted(bounds.rawValue) { details.insert(.bounds) }
    return details
  }
}
