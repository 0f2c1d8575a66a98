internal import PipelineModel
internal import PolygenicRisk
internal import Tables

/// One score of one person, as `prs.score` gives it.
struct RawScore {
  let sample: String
  let accession: String
  let sum: Double?
  /// How many variants the score was computed from; nil where the table does not say.
  let variantsUsed: Int?
  /// Whether expectations stand in for missing genotypes.
  let isImputed: Bool
}

/// Where the columns of a table of scores stand.
struct ScoreColumns {
  private let sample: Int
  private let accession: Int
  private let sum: Int
  private let variantsUsed: Int?
  private let alleleCount: Int?
  private let denominator: Int?

  /// Finds the columns.
  init(_ table: TableArtifact) throws(StageError) {
    sample = try table.index(of: "sample", for: "scores")
    accession = try table.index(of: "pgs_id", for: "scores")
    sum = try table.index(of: "score_sum", for: "scores")
    variantsUsed = table.schema.index(of: "variants_used")
    alleleCount = table.schema.index(of: "allele_count")
    denominator = table.schema.index(of: "denominator")
  }

  /// The score of the row that was read last; nil where it names no sample or score.
  func score(_ reader: RowReader, _ text: Span<UInt8>) -> RawScore? {
    guard let name = reader.string(sample, in: text),
      let accession = reader.string(accession, in: text)
    else { return nil }
    let observed = reader.integer(alleleCount, in: text)
    let counted = reader.integer(denominator, in: text)
    return RawScore(
      sample: name, accession: accession, sum: reader.number(sum, in: text),
      variantsUsed: reader.integer(variantsUsed, in: text), isImputed: observed != counted)
  }
}

/// A score beside a reference; what could not be computed is nil.
struct AdjustedScore {
  /// The raw score.
  let raw: RawScore
  var population: String?
  var isLowConfidence: Bool?
  var zMostSimilarPopulation: Double?
  var percentile: Double?
  var zNorm1: Double?
  var zNorm2: Double?
  var zPublished: Double?
  var published: PublishedParameters?
  var publishedVersion: String?
  var referenceDigest: String?
  /// Why something is nil: a word that stays the same.
  var remark: String?

  /// Of a raw score, nothing computed yet.
  init(_ raw: RawScore) { self.raw = raw }
}

/// The rows of adjusted scores.
struct AdjustedRows {
  /// `percentile` is the rank, 0 to 100, among the reference people of the most similar population;
  /// `percentile_published` is 100 Φ(z). `remark` says why a value is absent.
  static let schema = TableSchema([
    Column("sample", .string), Column("pgs_id", .string),
    Column("most_similar_population", .string), Column("z_most_similar_population", .number),
    Column("percentile", .number), Column("z_norm1", .number), Column("z_norm2", .number),
    Column("low_confidence", .boolean), Column("score_sum", .number),
    Column("z_published", .number), Column("percentile_published", .number),
    Column("published_mean", .number), Column("published_sd", .number), Column("alpha", .number),
    Column("parameters_version", .string), Column("reference_digest", .string),
    Column("remark", .string),
  ])

  private var writer = RowWriter()
  private var taken = 0

  /// How many rows have not been taken.
  var count: Int { writer.rowCount - taken }

  /// Appends a row.
  mutating func append(_ score: AdjustedScore) {
    writer.append(score.raw.sample)
    writer.append(score.raw.accession)
    writer.append(score.population)
    for value in [score.zMostSimilarPopulation, score.percentile, score.zNorm1, score.zNorm2] {
      writer.append(value)
    }
    writer.append(score.isLowConfidence)
    writer.append(score.raw.sum)
    writer.append(score.zPublished)
    writer.append(score.zPublished.map(PublishedParameters.percentile))
    writer.append(score.published?.mean)
    writer.append(score.published?.standardDeviation)
    writer.append(score.published?.alpha)
    writer.append(score.publishedVersion)
    writer.append(score.referenceDigest)
    writer.append(score.remark)
    writer.endRow()
  }

  /// Hands over the rows that have not been taken, and their number.
  mutating func take() -> (bytes: [UInt8], count: Int) {
    let rows = count
    taken = writer.rowCount
    return (writer.takeBytes(), rows)
  }
}
