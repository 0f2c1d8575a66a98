internal import HealthIndicators
internal import Mustache
internal import Pages
internal import PipelineModel

/// The page of indicators: one HTML file without scripts that refers to nothing outside itself.
enum IndicatorReportPage {
  /// Writes the page; every value of a table is escaped.
  static func html(
    title: String, description: String?, _ data: IndicatorReportData
  ) throws(StageError) -> String {
    MarkupContent.register()
    do {
      let view = IndicatorReportView(title: title, description: description, data)
      return try IndicatorReportTemplate.parts.map {
        try MustacheTemplate(string: $0).render(view)
      }.joined(separator: "\n")
    } catch {
      throw StageError(.internal, "the template of the page is wrong: \(error)")
    }
  }
}

/// The page as the template reads it; what may be absent is an array of at most one.
struct IndicatorReportView {
  var title: String
  var lead: [String]
  var facts: [Fact]
  var overview: [OverviewRow]
  var indicators: [Section]
  let style = BaseStyle.text + "\n" + PlotStyle.text + "\n" + IndicatorReportTemplate.style

  /// A fact of the heading.
  struct Fact {
    var term: String, value: String
  }

  /// An indicator's line at the top of the page.
  struct OverviewRow {
    var anchor: String, name: String, label: String, period: String, value: String, mark: String
    var limits: String, unit: String, denominator: String
  }

  /// An indicator's section.
  struct Section {
    var anchor: String, name: String, label: String
    var rationale: [String]
    var views: [View]
    var equity: [Equity]
  }

  /// Plots and the table beneath them.
  struct View {
    var heading: String, note: String
    var figures: [Figure]
    var tables: [Table]
  }

  /// A plot with its caption.
  struct Figure {
    var caption: String, svg: String
  }

  /// A table of cells.
  struct Table {
    var caption: String, head: String
    var cells: [Row]
  }

  /// A cell's row.
  struct Row {
    var group: String, counts: String, value: String, limits: String, mark: String
  }

  /// The measures of one dimension.
  struct Equity {
    var dimension: String, note: String
    var measureRows: [MeasureRow]
  }

  /// A measure's row.
  struct MeasureRow {
    var measure: String, value: String, limits: String
  }

  init(title: String, description: String?, _ data: IndicatorReportData) {
    self.title = title
    lead = description.map { [$0] } ?? []
    facts = [
      Fact(term: "Indicators", value: NumberText.grouped(data.indicators.count)),
      Fact(term: "Cells", value: NumberText.grouped(data.cellCount)),
      Fact(term: "Suppressed", value: NumberText.grouped(data.suppressedCount)),
    ]
    if let latest = data.indicators.compactMap(\.latest).max() {
      facts.append(Fact(term: "Latest period", value: latest))
    }
    overview = data.indicators.enumerated().compactMap { place, indicator in
      guard let row = indicator.whole else { return nil }
      return OverviewRow(
        anchor: "i\(place)", name: indicator.name,
        label: indicator.definition?.title ?? indicator.name, period: indicator.latest ?? "all",
        value: IndicatorText.value(row, indicator.unit), mark: row.isSuppressed ? "withheld" : "",
        limits: row.isSuppressed ? "–" : IndicatorText.limits(row, indicator.unit),
        unit: IndicatorText.unit(indicator.unit),
        denominator: row.denominator.map { NumberText.grouped($0) } ?? "–")
    }
    indicators = data.indicators.enumerated().map {
      Self.section($0.element, anchor: "i\($0.offset)")
    }
  }

  private static func section(
    _ indicator: IndicatorReportData.Indicator, anchor: String
  ) -> Section {
    var views: [View] = []
    let unit = indicator.unit
    let period = indicator.latest.map { " in \($0)" } ?? ""
    if !indicator.trend.isEmpty {
      views.append(
        View(
          heading: "Over time", note: "",
          figures: [Figure(caption: "By period", svg: IndicatorPlots.trend(indicator))],
          tables: [table("By period", "Period", indicator.trend, indicator)]))
    }
    let whole = indicator.whole?.value
    if !indicator.places.isEmpty {
      var figures = [
        Figure(
          caption: "By place, ranked\(period)",
          svg: IndicatorPlots.ranked(
            indicator.places, whole: whole, unit: unit, title: "\(indicator.name) by place"))
      ]
      let isShare = unit == "percent" || unit == "proportion"
      if isShare, let middle = whole ?? pooled(indicator.places, unit),
        let funnel = IndicatorPlots.funnel(
          indicator.places, whole: middle, unit: unit, title: "\(indicator.name): funnel of places")
      {
        figures.append(
          Figure(
            caption: "Funnel: within the lines places differ by chance (95 %, 99.8 %)", svg: funnel)
        )
      }
      views.append(
        View(
          heading: "By place\(period)", note: rankingNote, figures: figures,
          tables: [
            table(
              "By place\(period)", "Place", IndicatorPlots.rankedOrder(indicator.places), indicator)
          ]))
    }
    for (column, cells) in indicator.strata {
      views.append(stratum(column, cells, indicator, period))
    }
    return Section(
      anchor: anchor, name: indicator.name, label: indicator.definition?.title ?? indicator.name,
      rationale: (indicator.definition?.rationale).map { [$0] } ?? [], views: views,
      equity: equity(indicator))
  }

  private static let rankingNote =
    "The dotted line is the whole. Where intervals overlap, the order says little."

  private static func pooled(_ cells: [IndicatorReportData.Cell], _ unit: String) -> Double? {
    let known = cells.filter { $0.row.value != nil }
    let people = known.reduce(0) { $0 + ($1.row.denominator ?? 0) }
    let counted = known.reduce(0) { $0 + ($1.row.numerator ?? 0) }
    let scale = IndicatorDefinition.Unit(rawValue: unit).scale
    return people > 0 ? scale * Double(counted) / Double(people) : nil
  }

  private static func stratum(
    _ column: String, _ cells: [IndicatorReportData.Cell],
    _ indicator: IndicatorReportData.Indicator, _ period: String
  ) -> View {
    let words = column.replacing("_", with: " ")
    var figures = [
      Figure(
        caption: "By \(words)\(period)",
        svg: IndicatorPlots.ranked(
          cells, whole: indicator.whole?.value, unit: indicator.unit,
          title: "\(indicator.name) by \(words)"))
    ]
    let own = indicator.equity.filter { $0.dimension == column }
    let index = own.first { $0.measure == "SII" }
    let known = (index?.order ?? []).compactMap { name in cells.first { $0.name == name } }
    if let slope = index?.value, let mean = pooled(known, indicator.unit),
      let svg = IndicatorPlots.slope(
        known, index: slope, mean: mean, unit: indicator.unit,
        title: "\(indicator.name): slope over \(words)")
    {
      figures.append(
        Figure(caption: "Slope index of inequality: the line's rise from left to right", svg: svg))
    }
    return View(
      heading: "By \(words)\(period)", note: "", figures: figures,
      tables: [
        table(
          "By \(words)\(period)", words.prefix(1).uppercased() + words.dropFirst(), cells, indicator
        )
      ])
  }

  private static func table(
    _ caption: String, _ head: String, _ cells: [IndicatorReportData.Cell],
    _ indicator: IndicatorReportData.Indicator
  ) -> Table {
    let rows = cells.map { cell in
      let counts = [cell.row.numerator, cell.row.denominator].map { count in
        count.map { NumberText.grouped($0) } ?? "–"
      }
      let design = indicator.definition?.design
      let state = design.flatMap { design in
        cell.row.numerator.flatMap { benefit in
          cell.row.denominator.map { design.state(responses: benefit, evaluable: $0).rawValue }
        }
      }
      let isHidden = cell.row.isSuppressed
      return Row(
        group: cell.name, counts: isHidden ? "–" : counts.joined(separator: " of "),
        value: IndicatorText.value(cell.row, indicator.unit) + (state.map { ", \($0)" } ?? ""),
        limits: isHidden ? "–" : IndicatorText.limits(cell.row, indicator.unit),
        mark: isHidden ? "withheld" : "")
    }
    return Table(
      caption: "\(indicator.name): \(caption), in \(IndicatorText.unit(indicator.unit))",
      head: head,
      cells: rows)
  }

  private static func equity(_ indicator: IndicatorReportData.Indicator) -> [Equity] {
    var dimensions: [String] = []
    for measure in indicator.equity where !dimensions.contains(measure.dimension) {
      dimensions.append(measure.dimension)
    }
    return dimensions.map { dimension in
      let own = indicator.equity.filter { $0.dimension == dimension }
      return Equity(
        dimension: dimension.replacing("_", with: " "), note: own.compactMap(\.note).first ?? "",
        measureRows: own.filter { $0.value != nil || own.count < 2 }.map { measure in
          MeasureRow(
            measure: measure.measure,
            value: measure.value.map(IndicatorText.significant) ?? "no value",
            limits: IndicatorText.limits(measure.lower, measure.upper, ""))
        })
    }
  }
}
