internal import PipelineModel
internal import Tables

/// What the page is made from, read from the tables that come in.
struct ScoreReportData {
  /// How the rows of one score were matched.
  struct Match {
    let accession: String
    let rows: Int
    let matched: Int
    let excluded: Int
    let unmatched: Int
    let rate: Double?
    let weightShare: Double?
    let varianceShare: Double?
    let passed: Bool?
    /// How many rows were excluded or unmatched for each reason, most first.
    var reasons: [(status: String, reason: String, count: Int)] = []
  }

  /// One score of the people.
  struct Score {
    let accession: String
    var sums: [Double] = []
    /// The population that each sum's person is most similar to.
    var populations: [String] = []
    var z: [Double] = []
    /// How many values each remark explains the absence of.
    var remarks: [String: Int] = [:]
    var versions: Set<String> = []
    var digests: Set<String> = []
    var lowConfidence = 0
  }

  /// Where people stand.
  struct Place {
    let first: Double
    let second: Double
    let population: String
  }

  /// A band of risk.
  struct Stratum {
    let accession: String
    let name: String?
    let people: Int
    let share: Double
    let meanRisk: Double?
  }

  private(set) var matches: [Match] = []
  private(set) var scores: [Score] = []
  private(set) var reference: [Place] = []
  private(set) var people: [Place] = []
  private(set) var risks: [(accession: String, risks: [Double])] = []
  private(set) var strata: [Stratum] = []
  /// What the quality table says of each score.
  private(set) var quality: [ScoreQuality] = []

  /// Reads the tables.
  init(_ tables: [String: TableArtifact], zColumn: String) throws(StageError) {
    try readSummary(tables.table("summary"))
    if let table = tables["matches"] { try readReasons(table) }
    if let table = tables["adjusted"] { try readScores(table, zColumn) }
    if let table = tables["reference"] {
      reference = try Self.places(table, "reference", group: "population", onlyUnrelated: true)
    }
    if let table = tables["projections"] {
      people = try Self.places(table, "projections", group: nil, onlyUnrelated: false)
    }
    if let table = tables["risk"] { try readRisks(table) }
    if let table = tables["strata"] { try readStrata(table) }
    if let table = tables["quality"] { quality = try ScoreQuality.all(table) }
  }

  private mutating func readSummary(_ table: TableArtifact) throws(StageError) {
    let place = { table.schema.index(of: $0) }
    var found: [Match] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      func count(_ name: String) -> Int { reader.integer(place(name), in: text) ?? 0 }
      func share(_ name: String) -> Double? { reader.number(place(name), in: text) }
      found.append(
        Match(
          accession: reader.string(place("pgs_id"), in: text) ?? "", rows: count("rows"),
          matched: count("matched"), excluded: count("excluded"), unmatched: count("unmatched"),
          rate: share("match_rate"), weightShare: share("weight_share"),
          varianceShare: share("variance_share"), passed: reader.flag(place("passed"), in: text)))
    }
    matches = found
  }

  private mutating func readReasons(_ table: TableArtifact) throws(StageError) {
    let accession = try table.index(of: "pgs_id", for: "matches")
    let status = try table.index(of: "status", for: "matches")
    let reason = try table.index(of: "reason", for: "matches")
    struct Key: Hashable {
      let accession: String
      let status: String
      let reason: String
    }
    var counts: [Key: Int] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let outcome = reader.string(status, in: text), outcome != "matched" else { return }
      let key = Key(
        accession: reader.string(accession, in: text) ?? "", status: outcome,
        reason: reader.string(reason, in: text) ?? "no reason given")
      counts[key, default: 0] += 1
    }
    for index in matches.indices {
      matches[index].reasons = counts.filter { $0.key.accession == matches[index].accession }
        .map { ($0.key.status, $0.key.reason, $0.value) }
        .sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
    }
  }

  private mutating func readScores(_ table: TableArtifact, _ zColumn: String) throws(StageError) {
    let columns = try ScoreColumns(table)
    let z = try table.index(of: zColumn, for: "adjusted")
    let place = { table.schema.index(of: $0) }
    var order: [String] = []
    var found: [String: Score] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let raw = columns.score(reader, text) else { return }
      if found[raw.accession] == nil { order.append(raw.accession) }
      var score = found[raw.accession] ?? Score(accession: raw.accession)
      found[raw.accession] = nil
      if let sum = raw.sum {
        score.sums.append(sum)
        score.populations.append(
          reader.string(place("most_similar_population"), in: text) ?? "not compared")
      }
      if let value = reader.number(z, in: text) { score.z.append(value) }
      if let remark = reader.string(place("remark"), in: text) {
        score.remarks[remark, default: 0] += 1
      }
      if let version = reader.string(place("parameters_version"), in: text) {
        score.versions.insert(version)
      }
      if let digest = reader.string(place("reference_digest"), in: text) {
        score.digests.insert(digest)
      }
      if reader.flag(place("low_confidence"), in: text) == true { score.lowConfidence += 1 }
      found[raw.accession] = score
    }
    scores = order.compactMap { found[$0] }
  }

  private static func places(
    _ table: TableArtifact, _ port: String, group: String?, onlyUnrelated: Bool
  ) throws(StageError) -> [Place] {
    let first = try table.index(of: "PC1", for: port)
    let second = try table.index(of: "PC2", for: port)
    let name = table.schema.index(of: "sample")
    let population = group.flatMap { table.schema.index(of: $0) }
    let unrelated = onlyUnrelated ? table.schema.index(of: "unrelated") : nil
    var seen: Set<String> = []
    var places: [Place] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      // A reference has one row a person and score.
      if let person = reader.string(name, in: text), !seen.insert(person).inserted { return }
      guard let x = reader.number(first, in: text), let y = reader.number(second, in: text),
        unrelated == nil || reader.flag(unrelated, in: text) == true
      else { return }
      places.append(
        Place(first: x, second: y, population: reader.string(population, in: text) ?? ""))
    }
    return places
  }

  private mutating func readRisks(_ table: TableArtifact) throws(StageError) {
    let accession = try table.index(of: "pgs_id", for: "risk")
    let risk = try table.index(of: "absolute_risk", for: "risk")
    var order: [String] = []
    var found: [String: [Double]] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = reader.string(accession, in: text) else { return }
      if found[score] == nil { order.append(score) }
      found[score, default: []] += reader.number(risk, in: text).map { [$0] } ?? []
    }
    risks = order.map { ($0, found[$0] ?? []) }
  }

  private mutating func readStrata(_ table: TableArtifact) throws(StageError) {
    let place = { table.schema.index(of: $0) }
    var found: [Stratum] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      found.append(
        Stratum(
          accession: reader.string(place("pgs_id"), in: text) ?? "",
          name: reader.string(place("stratum"), in: text),
          people: reader.integer(place("people"), in: text) ?? 0,
          share: reader.number(place("share"), in: text) ?? 0,
          meanRisk: reader.number(place("mean_risk"), in: text)))
    }
    strata = found
  }
}
