internal import Mustache
internal import Pages
internal import PipelineModel

/// What a definition says about the page.
struct ScoreReportHeading: Sendable {
  let title: String
  let description: String?
}

/// The page about scores: one HTML file without scripts that refers to nothing outside itself.
enum ScoreReportPage {
  /// Writes the page; every value of a table is escaped.
  static func html(
    _ heading: ScoreReportHeading, _ data: ScoreReportData
  ) throws(StageError) -> String {
    MarkupContent.register()
    do {
      let view = ScoreReportView(heading, data)
      return try ScoreReportTemplate.parts.map { try MustacheTemplate(string: $0).render(view) }
        .joined(separator: "\n")
    } catch {
      throw StageError(.internal, "the template of the page is wrong: \(error)")
    }
  }
}

/// The page as the template reads it; what may be absent is an array of at most one.
struct ScoreReportView {
  var title: String
  var lead: [String]
  var facts: [Fact]
  var matchSection: MatchSection
  var qualitySection: [QualitySection]
  var distributionSection: [DistributionSection]
  var ancestrySection: [AncestrySection]
  var riskSection: [RiskSection]
  let style = BaseStyle.text + "\n" + PlotStyle.text

  /// A fact of the heading.
  struct Fact {
    var term: String, value: String
  }

  init(_ heading: ScoreReportHeading, _ data: ScoreReportData) {
    title = heading.title
    lead = heading.description.map { [$0] } ?? []
    facts = Self.facts(data)
    matchSection = MatchSection(data)
    qualitySection = data.quality.isEmpty ? [] : [QualitySection(data.quality)]
    distributionSection = data.scores.isEmpty ? [] : [DistributionSection(data)]
    ancestrySection = data.reference.isEmpty ? [] : [AncestrySection(data)]
    riskSection = data.strata.isEmpty && data.risks.isEmpty ? [] : [RiskSection(data)]
  }

  private static func facts(_ data: ScoreReportData) -> [Fact] {
    var facts = [Fact(term: "Scores", value: NumberText.grouped(data.matches.count))]
    if let people = data.scores.map(\.sums.count).max() {
      facts.append(Fact(term: "People", value: NumberText.grouped(people)))
    }
    if !data.reference.isEmpty {
      facts.append(
        Fact(
          term: "Reference", value: NumberText.grouped(data.reference.count) + " unrelated people"))
    }
    let passed = data.matches.filter { $0.passed == true }.count
    facts.append(
      Fact(
        term: "Enough rows matched",
        value: "\(passed) of \(NumberText.counted(data.matches.count, "score"))"))
    for digest in Set(data.scores.flatMap(\.digests)).sorted() {
      facts.append(Fact(term: "Digest of the reference", value: String(digest.prefix(19)) + "…"))
    }
    for version in Set(data.scores.flatMap(\.versions)).sorted() {
      facts.append(Fact(term: "Published constants", value: version))
    }
    return facts
  }
}

extension ScoreReportView {
  /// A share as a percentage with one decimal.
  static func percent(_ share: Double?) -> String {
    share.map { NumberText.fixed($0 * 100, 1) + " %" } ?? "–"
  }

  /// What became of the rows of each score.
  struct MatchSection {
    /// One score.
    struct Row {
      var accession: String, rows: String, matched: String, excluded: String, unmatched: String
      var rate: String, weight: String, variance: String, verdict: String
      var parts: [Part]
      var reasonRows: [Reason]
    }
    /// A part of the bar.
    struct Part {
      var number: Int, width: String
    }
    /// Why rows do not count.
    struct Reason {
      var status: String, reason: String, count: String
    }
    /// The scores of which something is to be explained.
    var explained: [Row]
    var matchRows: [Row]

    init(_ data: ScoreReportData) {
      matchRows = data.matches.map { match in
        let whole = Double(max(match.rows, 1))
        return Row(
          accession: match.accession, rows: NumberText.grouped(match.rows),
          matched: NumberText.grouped(match.matched), excluded: NumberText.grouped(match.excluded),
          unmatched: NumberText.grouped(match.unmatched), rate: percent(match.rate),
          weight: percent(match.weightShare), variance: percent(match.varianceShare),
          verdict: match.passed.map { $0 ? "enough" : "too few" } ?? "–",
          parts: [match.matched, match.excluded, match.unmatched].enumerated().map {
            Part(number: $0, width: PlotMarks.number(Double($1) / whole * 100))
          },
          reasonRows: match.reasons.map {
            Reason(
              status: $0.status,
              reason: $0.reason.replacing("_", with: " ").replacing(",", with: ", "),
              count: NumberText.grouped($0.count))
          })
      }
      explained = matchRows.filter { !$0.reasonRows.isEmpty }
    }
  }

  /// How well the variants of scores were measured.
  struct QualitySection {
    /// One score.
    struct Row {
      var accession: String
      var variants: String
      var deviating: String
      var disagreeing: String
      var callRate: String
      var listHeading: String
      var listed: [ScoreQuality.Variant]
    }
    var qualityRows: [Row]
    var remarkable: [Row]

    init(_ scores: [ScoreQuality]) {
      qualityRows = scores.map { score in
        let all = max(score.deviating, score.listed.count)
        return Row(
          accession: score.accession, variants: NumberText.grouped(score.variants),
          deviating: NumberText.grouped(score.deviating),
          disagreeing: NumberText.grouped(score.disagreeing),
          callRate: ScoreReportView.percent(score.lowestCallRate),
          listHeading: all > score.listed.count
            ? "the \(score.listed.count) variants farthest from what is expected"
            : "variants to look at",
          listed: score.listed)
      }
      remarkable = qualityRows.filter { !$0.listed.isEmpty }
    }
  }
}
