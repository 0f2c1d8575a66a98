internal import Foundation
internal import JSONText
internal import PipelineModel
internal import Tables

/// The 22 items of the reporting standard for polygenic risk scores (PRS-RS; Wand et al., Nature 591:211-219, 2021), as
/// far as a run knows them; the rest is what people say, or null.
enum ReportingItems {
  /// The items in the order of the standard: a key that stays the same, and what the standard calls it.
  static let items: [(key: String, title: String)] = [
    ("study_type", "Study type"),
    ("risk_model_purpose", "Risk model purpose and predicted outcome"),
    ("study_design", "Study design and recruitment"),
    ("participants", "Participant demographic and clinical characteristics"),
    ("ancestry", "Ancestry"), ("genetic_data", "Genetic data"),
    ("non_genetic_variables", "Non-genetic variables"), ("outcome", "Outcome of interest"),
    ("missing_data", "Missing data"),
    ("construction", "Polygenic risk score construction and estimation"),
    ("risk_model_type", "Risk model type"),
    ("integrated_model", "Integrated risk model description and fitting"),
    ("distribution", "Polygenic risk score distribution"),
    ("predictive_ability", "Risk model predictive ability"),
    ("discrimination", "Risk model discrimination"), ("calibration", "Risk model calibration"),
    ("subgroups", "Subgroup analyses"), ("interpretation", "Risk model interpretation"),
    ("limitations", "Limitations"), ("generalisability", "Generalizability"),
    ("intended_uses", "Risk model intended uses"),
    ("transparency", "Data transparency and availability"),
  ]

  /// Writes one JSON object: item → `{"title", "stated", "measured"}`.
  static func write(
    _ tables: [String: TableArtifact], _ options: ExportOptions, to file: ExportFile
  ) throws(StageError) {
    var measured: [String: JSONNode] = [
      "genetic_data": try matching(tables.table("summary"), options)
    ]
    if let scores = tables["scores"] {
      let people = try ScoreMoments(scores, options)
      measured["distribution"] = people.distribution
      measured["missing_data"] = people.missing
    }
    if let adjusted = tables["adjusted"] {
      measured["ancestry"] = try counts(adjusted, "most_similar_population", options)
      measured["transparency"] = try versions(adjusted)
    }
    let stated = Dictionary(options.items) { _, last in last }
    let members = items.map { item in
      (
        item.key,
        JSONNode.object([
          ("title", .text(item.title)), ("stated", stated[item.key].map { .text($0) } ?? nil),
          ("measured", measured[item.key] ?? nil),
        ])
      )
    }
    try file.append(JSONNode.object(members).prettyText + "\n")
  }

  /// The shares of each score that were matched.
  private static func matching(
    _ table: TableArtifact, _ options: ExportOptions
  ) throws(StageError) -> JSONNode {
    let accession = try table.index(of: "pgs_id", for: "summary")
    let names = ["rows", "matched", "excluded", "unmatched", "weight_share", "variance_share"]
    var scores: [(String, JSONNode)] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = reader.string(accession, in: text), options.wants(score) else { return }
      scores.append(
        (
          score,
          .object(
            names.compactMap { name in
              let value = reader.number(table.schema.index(of: name), in: text)
              return value.map { (name, number($0)) }
            })
        ))
    }
    return .object(scores)
  }

  /// How many people have each value of a column.
  private static func counts(
    _ table: TableArtifact, _ column: String, _ options: ExportOptions
  ) throws(StageError) -> JSONNode {
    let sample = try table.index(of: "sample", for: "adjusted")
    let index = try table.index(of: column, for: "adjusted")
    var people: [String: Set<String>] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let person = reader.string(sample, in: text) else { return }
      people[reader.string(index, in: text) ?? "unknown", default: []].insert(person)
    }
    return .object(people.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value.count)) })
  }

  /// What the adjustment rests on.
  private static func versions(_ table: TableArtifact) throws(StageError) -> JSONNode {
    var members: [(String, JSONNode)] = []
    for column in ["parameters_version", "reference_digest"] {
      let index = try table.index(of: column, for: "adjusted")
      var values: Set<String> = []
      try table.forEachRow { (reader, text) throws(StageError) in
        if let value = reader.string(index, in: text) { values.insert(value) }
      }
      members.append((column, .list(values.sorted().map { .text($0) })))
    }
    return .object(members)
  }

  /// A number, whole where it is.
  static func number(_ value: Double) -> JSONNode {
    Int(exactly: value).map { .integer($0) } ?? .double(value)
  }
}

/// Means and spreads of each score, and how many genotypes are missing.
private struct ScoreMoments {
  private struct Tally {
    var people = 0
    var sum = 0.0
    var squares = 0.0
    var withMissing = 0
  }

  private var order: [String] = []
  private var tallies: [String: Tally] = [:]

  init(_ table: TableArtifact, _ options: ExportOptions) throws(StageError) {
    let columns = try ScoreColumns(table)
    var order: [String] = []
    var tallies: [String: Tally] = [:]
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let score = columns.score(reader, text), let sum = score.sum,
        options.wants(score.accession)
      else { return }
      if tallies[score.accession] == nil { order.append(score.accession) }
      // Welford's recurrence, so that a large mean does not swallow the spread.
      var tally = tallies[score.accession] ?? Tally()
      tally.people += 1
      let change = sum - tally.sum
      tally.sum += change / Double(tally.people)
      tally.squares += change * (sum - tally.sum)
      tally.withMissing += score.isImputed ? 1 : 0
      tallies[score.accession] = tally
    }
    self.order = order
    self.tallies = tallies
  }

  var distribution: JSONNode {
    .object(
      order.map { score in
        let tally = tallies[score] ?? Tally()
        let deviation = (tally.squares / Double(max(tally.people - 1, 1))).squareRoot()
        return (
          score,
          .object([
            ("people", .integer(tally.people)), ("mean", .double(tally.sum)),
            ("sd", .double(deviation)),
          ])
        )
      })
  }

  var missing: JSONNode {
    .object(
      order.map { score in
        (
          score,
          .object([("people_with_missing_genotypes", .integer(tallies[score]?.withMissing ?? 0))])
        )
      })
  }
}

extension SettingType where Value == [(String, String)] {
  /// Texts for items of the reporting standard.
  static let reportingItems = SettingType(
    phrase: "an object from items such as \"study_type\" to text",
    schema: [
      "type": "object", "additionalProperties": ["type": "string"],
      "propertyNames": ["enum": .list(ReportingItems.items.map { .text($0.key) })],
    ]
  ) { node, decoder in
    var items: [(String, String)] = []
    for member in node.members ?? [] {
      guard let text = member.value.string else {
        decoder.wrongType(member.value, expected: "a text in double quotes")
        return nil
      }
      guard ReportingItems.items.contains(where: { $0.key == member.key }) else {
        decoder.refuse(
          node, "has no item \"\(member.key)\"",
          remedy: NearestName.remedy(member.key, among: ReportingItems.items.map(\.key)))
        return nil
      }
      items.append((member.key, text))
    }
    guard node.members != nil else {
      decoder.wrongType(node, expected: "an object { … }")
      return nil
    }
    return items
  }
}
