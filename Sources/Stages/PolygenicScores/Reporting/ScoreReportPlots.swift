internal import Pages

/// A drawing with its caption, and the key of its groups.
struct ReportFigure {
  var caption: String
  var captionNote: String
  var svg: String
  var keys: [Key] = []

  /// A group of the drawing: its name and a sample of its mark.
  struct Key {
    var name: String, sample: String
  }
}

extension ScoreReportView {
  /// The most scores that are drawn; all of them stand in the tables.
  static let drawnScores = 6
  /// The fewest values that make a distribution worth drawing, as in pgsc_calc's report.
  static let fewestDrawn = 50
  /// The most people that are drawn as points of their own.
  static let drawnPeople = 2000

  /// How scores are distributed, before and after the adjustment.
  struct DistributionSection {
    var distributionNote: String
    var figures: [ReportFigure] = []
    var remarkRows: [Remark] = []

    /// Why values are absent.
    struct Remark {
      var accession: String, remark: String, count: String
    }

    init(_ data: ScoreReportData) {
      let drawn = data.scores.prefix(drawnScores).filter { $0.sums.count >= fewestDrawn }
      distributionNote =
        drawn.count == data.scores.count
        ? "" : "Drawn are the first \(drawnScores) scores that at least \(fewestDrawn) people have."
      for score in drawn {
        figures.append(Self.raw(score))
        if score.z.count >= fewestDrawn { figures.append(Self.adjusted(score)) }
      }
      for score in data.scores {
        for (remark, count) in score.remarks.sorted(by: { $0.key < $1.key }) {
          remarkRows.append(
            Remark(
              accession: score.accession, remark: remark.replacing("_", with: " "),
              count: NumberText.grouped(count)))
        }
      }
    }

    private static func raw(_ score: ScoreReportData.Score) -> ReportFigure {
      let range = spread(score.sums)
      var groups: [String: [Double]] = [:]
      for (value, population) in zip(score.sums, score.populations) {
        groups[population, default: []].append(value)
      }
      let names = groups.keys.sorted()
      let curves = names.map { Distribution.density(groups[$0] ?? [], in: range) }
      let top = curves.flatMap { $0.map(\.1) }.max() ?? 1
      var frame = PlotFrame(
        title: "\(score.accession): raw score by most similar population",
        summary: names.map { "\($0): \(NumberText.counted(groups[$0]?.count ?? 0, "person"))" }
          .joined(separator: "; "),
        x: range, y: 0...top * 1.05, xLabel: "sum of weights", yLabel: "density", yTicks: false)
      var keys: [ReportFigure.Key] = []
      for (index, name) in names.enumerated() {
        frame.addCurve(curves[index], "density group-\(index % 6)")
        let sample =
          "<svg class=\"group-\(index % 6)\" aria-hidden=\"true\"><path class=\"key-line group-\(index % 6)\" "
          + "d=\"M0 6H22\"/></svg>"
        keys.append(
          .init(name: "\(name) (\(NumberText.grouped(groups[name]?.count ?? 0)))", sample: sample))
      }
      return ReportFigure(
        caption: "\(score.accession): raw score", captionNote: "By most similar population.",
        svg: frame.svg, keys: keys)
    }

    private static func adjusted(_ score: ScoreReportData.Score) -> ReportFigure {
      let range = -4.5...4.5
      let bars = Distribution.histogram(score.z, in: range, bins: 36)
      let mean = score.z.reduce(0, +) / Double(score.z.count)
      let squares = score.z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(score.z.count)).squareRoot()
      let top = max(bars.map(\.height).max() ?? 0, 0.42)
      let summary =
        "Mean \(NumberText.fixed(mean, 2)), standard deviation \(NumberText.fixed(deviation, 2)), "
        + NumberText.counted(score.z.count, "person").replacing("persons", with: "people")
      var frame = PlotFrame(
        title: "\(score.accession): adjusted score", summary: summary, x: range, y: 0...top * 1.05,
        xLabel: "z", yLabel: "density", yTicks: false)
      frame.addBars(bars, "bars")
      frame.addCurve(Distribution.standardNormal(in: range), "law")
      return ReportFigure(
        caption: "\(score.accession): adjusted score",
        captionNote: summary + ". Dashed: the standard normal distribution.", svg: frame.svg)
    }

    private static func spread(_ values: [Double]) -> ClosedRange<Double> {
      let scale = PlotScale(values, pixels: (0, 1)).range
      let room = (scale.upperBound - scale.lowerBound) * 0.06
      return scale.lowerBound - room...scale.upperBound + room
    }
  }

  /// Where people stand beside the reference.
  struct AncestrySection {
    /// How many people are most similar to a population.
    struct Population {
      var name: String, reference: String, people: String
    }
    var figures: [ReportFigure]
    var populationRows: [Population]
    var ancestryNote: String

    init(_ data: ScoreReportData) {
      let names = Set(data.reference.map(\.population)).sorted()
      let places = data.reference + data.people
      let x = PlotScale(places.map(\.first), pixels: (0, 1)).range
      let y = PlotScale(places.map(\.second), pixels: (0, 1)).range
      var frame = PlotFrame(
        title: "Principal components 1 and 2",
        summary: "\(data.people.count) people beside \(data.reference.count) of the reference",
        x: Self.wider(x), y: Self.wider(y), xLabel: "PC1", yLabel: "PC2")
      var keys: [ReportFigure.Key] = []
      for (index, name) in names.enumerated() {
        let points = data.reference.filter { $0.population == name }.map { ($0.first, $0.second) }
        frame.addPoints(points, group: index, size: 2.2, "points")
        keys.append(Self.key(name, index, "points"))
      }
      // Evenly chosen, so that the page stays small.
      let step = max(1, (data.people.count + drawnPeople - 1) / drawnPeople)
      let drawn = stride(from: 0, to: data.people.count, by: step).map { data.people[$0] }
      frame.addPoints(drawn.map { ($0.first, $0.second) }, group: 0, size: 2.6, "people")
      if !drawn.isEmpty { keys.append(Self.key("people scored", 0, "people")) }
      let share = step > 1 ? "; of the people every \(step)th is drawn" : ""
      figures = [
        ReportFigure(
          caption: "Principal components 1 and 2",
          captionNote:
            "Shapes are populations of the reference, circles with a rim the people scored\(share).",
          svg: frame.svg, keys: keys)
      ]
      let labels = data.scores.first?.populations ?? []
      let all = Set(names + labels).sorted()
      populationRows = all.map { name in
        Population(
          name: name,
          reference: NumberText.grouped(data.reference.filter { $0.population == name }.count),
          people: NumberText.grouped(labels.filter { $0 == name }.count))
      }
      let low = data.scores.first?.lowConfidence ?? 0
      ancestryNote =
        low > 0
        ? "\(NumberText.counted(low, "label")) of low confidence: hardly anybody of that population stands so far out."
        : ""
    }

    private static func wider(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      let room = (range.upperBound - range.lowerBound) * 0.05
      return range.lowerBound - room...range.upperBound + room
    }

    private static func key(_ name: String, _ index: Int, _ style: String) -> ReportFigure.Key {
      .init(
        name: name,
        sample:
          "<svg class=\"plot-key\" aria-hidden=\"true\"><path class=\"\(style) group-\(index % 6)\" d=\""
          + PlotMarks.mark(index, 11, 6, size: 4) + "\"/></svg>")
    }
  }

  /// Risks and their bands.
  struct RiskSection {
    /// A band of one score.
    struct Row {
      var stratum: String, people: String, share: String, mean: String, width: String
    }
    /// The bands of one score.
    struct Table {
      var accession: String
      var stratumRows: [Row]
    }
    var figures: [ReportFigure]
    var stratumTables: [Table]

    init(_ data: ScoreReportData) {
      figures = data.risks.prefix(drawnScores).filter { $0.risks.count >= fewestDrawn }.map(
        Self.figure)
      var tables: [Table] = []
      for stratum in data.strata {
        if tables.last?.accession != stratum.accession {
          tables.append(Table(accession: stratum.accession, stratumRows: []))
        }
        tables[tables.count - 1].stratumRows.append(
          Row(
            stratum: stratum.name ?? "no risk computed", people: NumberText.grouped(stratum.people),
            share: percent(stratum.share), mean: percent(stratum.meanRisk),
            width: PlotMarks.number(stratum.share * 100)))
      }
      stratumTables = tables
    }

    private static func figure(_ score: (accession: String, risks: [Double])) -> ReportFigure {
      let sorted = score.risks.sorted()
      let top = sorted[sorted.count - 1] * 1.02
      let mean = sorted.reduce(0, +) / Double(sorted.count)
      let middle = sorted[sorted.count / 2]
      let summary =
        "Mean \(percent(mean)), median \(percent(middle)), greatest \(percent(sorted.last))"
      let bars = Distribution.histogram(sorted, in: 0...max(top, 1e-9), bins: 40)
      var frame = PlotFrame(
        title: "\(score.accession): absolute risk", summary: summary, x: 0...max(top, 1e-9),
        y: 0...(bars.map(\.height).max() ?? 1) * 1.05, xLabel: "absolute risk", yLabel: "density",
        xIsPercent: true, yTicks: false)
      frame.addBars(bars, "bars")
      frame.addLimit(mean, "mean")
      return ReportFigure(
        caption: "\(score.accession): absolute risk", captionNote: summary + ".", svg: frame.svg)
    }
  }
}
