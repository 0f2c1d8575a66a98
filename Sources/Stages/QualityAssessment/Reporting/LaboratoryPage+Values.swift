internal import Pages

extension LaboratoryPage {
  /// Measured values beside the assigned ones, with the drawings.
  var valueSection: RoundSection? {
    let measurands = overview.data.measurands
    guard measurands.indices.contains(where: { own.scores[$0] != nil }) else { return nil }
    var body = valueTable.html
    body += "<div class=\"plots many\">\n" + scoreFigure + youdenFigures + "</div>\n"
    for place in overview.plots.drawn where own.scores[place] != nil {
      guard let drawing = overview.plots.drawings[place] else { continue }
      body +=
        "<h3>\(MarkupContent.escaped(measurands[place].name))</h3>\n<div class=\"plots\">\n"
        + rankedFigure(place, drawing) + densityFigure(place, drawing) + "</div>\n"
    }
    let left = measurands.filter { !$0.values.isEmpty }.count - overview.plots.drawn.count
    let note =
      "A score says how many σ_pt a result lies from the assigned value: up to 2 is acceptable, from 3 on calls for "
      + "action. z′ takes its place where the assigned value is itself uncertain."
      + (left > 0
        ? " Drawn are the \(overview.plots.drawn.count) measurands with the most results that are not acceptable."
        : "")
    return RoundSection(id: "values", heading: "Measured values", note: note, body: body)
  }

  private var valueTable: MarkupTable {
    let text = overview.text
    let hasZeta = own.scores.values.contains { $0.zeta != nil }
    var columns: [MarkupTable.Column] = [
      .init("Measurand"), .init("Your result", isNumber: true),
      .init("Assigned value", isNumber: true), .init("σ_pt", isNumber: true),
      .init("Difference", isNumber: true), .init("Score", isNumber: true),
    ]
    if hasZeta { columns += [.init("ζ", isNumber: true), .init("E_n", isNumber: true)] }
    columns.append(.init("Verdict"))
    var rows: [[MarkupTable.Cell]] = []
    for (place, measurand) in overview.data.measurands.enumerated() {
      let score = own.scores[place]
      let number = score.flatMap(measurand.score)
      var row: [MarkupTable.Cell] = [
        .init(measurand.name),
        .init(score?.isCensored == true ? "below a limit" : text.value(score?.value)),
        .init(text.value(measurand.assigned)), .init(text.value(measurand.spread)),
        .init(
          score?.percentDifference.map { RoundText.figures($0, 3) + "\u{A0}%" } ?? "–"),
        .init(number.map { "\(measurand.scoreName) = \(RoundText.score($0))" } ?? "–"),
      ]
      if hasZeta {
        row += [
          .init(RoundText.score(score?.zeta)), .init(RoundText.score(score?.normalisedError)),
        ]
      }
      let verdict = score?.verdict
      row.append(
        .init(
          verdict ?? measurand.refusal.map(RoundText.refusal) ?? RoundText.unscored(score),
          mark: verdict ?? ""))
      rows.append(row)
    }
    return MarkupTable("Measured values beside the assigned ones", columns, rows: rows)
  }

  private var scoreFigure: String {
    guard var plot = overview.plots.scores else { return "" }
    let measurands = overview.data.measurands
    var rows: [[MarkupTable.Cell]] = []
    var summary: [String] = []
    for (row, place) in overview.plots.drawn.enumerated() {
      let measurand = measurands[place]
      let number = own.scores[place].flatMap(measurand.score)
      if let number {
        plot.addMark(3, number, row: row, size: 5.5, "own")
        summary.append("\(measurand.name) \(RoundText.score(number))")
      }
      func count(_ verdict: String) -> String { "\(measurand.verdicts[verdict, default: 0])" }
      rows.append([
        .init(measurand.name), .init(RoundText.score(number)), .init(count("acceptable")),
        .init(count("warning")), .init(count("action")),
      ])
    }
    plot.summary =
      "This laboratory: " + summary.joined(separator: ", ")
      + ". Dots are other laboratories; acceptable is from −2 to 2, action from 3 on."
    let table = MarkupTable(
      "Scores of this laboratory, and how many laboratories have each verdict",
      [
        .init("Measurand"), .init("Your score", isNumber: true),
        .init("Acceptable", isNumber: true), .init("Warning", isNumber: true),
        .init("Action", isNumber: true),
      ], rows: rows, form: .plain)
    return PlotFigure(
      "Scores", note: "Shaded: acceptable. Dashed lines at 2, firm lines at 3.", svg: plot.svg,
      keys: Self.keys, table: table
    ).html
  }

  /// What the marks of the drawings mean.
  static let keys: [PlotFigure.Key] = [
    .init("this laboratory", RoundPlots.ownKey), .init("another laboratory", RoundPlots.otherKey),
    .init("lies beyond the drawing", RoundPlots.beyondKey),
  ]

  private var youdenFigures: String {
    var html = ""
    let measurands = overview.data.measurands
    for (first, second, shared, quadrants) in overview.youden {
      let (across, up) = (measurands[first], measurands[second])
      guard let x = own.scores[first].flatMap(across.score),
        let y = own.scores[second].flatMap(up.score)
      else { continue }
      var frame = shared
      frame.addMark(
        3, at: (RoundPlots.clamped(x), RoundPlots.clamped(y)), size: 5.5, "own")
      frame.summary =
        "This laboratory: \(RoundText.score(x)) and \(RoundText.score(y)). "
        + RoundPlots.quadrants.map { "\($0): \(quadrants[$0] ?? 0)" }.joined(separator: "; ")
      let own = RoundPlots.quadrant(x, y)
      let table = MarkupTable(
        "On which side of both assigned values laboratories lie",
        [.init("Side"), .init("Laboratories", isNumber: true), .init("You")],
        rows: RoundPlots.quadrants.map {
          [
            .init($0), .init("\(quadrants[$0] ?? 0)"),
            .init($0 == own ? "\(RoundText.score(x)) and \(RoundText.score(y))" : "–"),
          ]
        }, form: .plain)
      html +=
        PlotFigure(
          "\(across.name) beside \(up.name) (Youden)",
          note: "Along the diagonal: errors made in both; across it: in one.",
          svg: frame.svg, keys: Array(Self.keys.prefix(2)), table: table
        ).html
    }
    return html
  }

  private func rankedFigure(_ place: Int, _ drawing: RoundPlots.Drawing) -> String {
    let measurand = overview.data.measurands[place]
    let text = overview.text
    var frame = drawing.ranked
    var rank: Int?
    if let value = own.scores[place]?.value {
      let index = measurand.values.firstIndex { $0 >= value } ?? measurand.values.count - 1
      rank = index + 1
      let y = min(max(value, drawing.range.lowerBound), drawing.range.upperBound)
      let point = (x: Double(index + 1), y: y * text.factor)
      if y == value {
        frame.addMark(3, at: point, size: 5.5, "own")
      } else {
        frame.addMark(value > y ? 2 : 4, at: point, size: 5, "own")
      }
    }
    let all = measurand.values.count
    frame.summary =
      (rank.map { "This laboratory has rank \($0) of \(all)" } ?? "This laboratory has no result")
      + "; assigned is \(text.value(measurand.assigned)), σ_pt \(text.value(measurand.spread))."
    return PlotFigure(
      "Results by rank",
      note: outsideNote(drawing, rank.map { "Yours has rank \($0) of \(all). " }),
      svg: frame.svg, table: numbers(place)
    ).html
  }

  private func outsideNote(_ drawing: RoundPlots.Drawing, _ first: String?) -> String {
    (first ?? "")
      + (drawing.outside > 0
        ? "\(NumberText.counted(drawing.outside, "result")) beyond the drawing." : "")
  }

  private func densityFigure(_ place: Int, _ drawing: RoundPlots.Drawing) -> String {
    guard var frame = drawing.density else { return "" }
    let measurand = overview.data.measurands[place]
    let text = overview.text
    let value = own.scores[place]?.value
    if let value, drawing.range.contains(value) {
      // No higher than the curve, so that it does not cross the name of the assigned value.
      let place = frame.x.place(value * text.factor)
      let top = frame.y.place(frame.y.range.upperBound * 0.86)
      frame.add(PlotMarks.line((place, frame.y.place(0)), (place, top), "own-line"))
      frame.addMark(3, at: (value * text.factor, 0), size: 5.5, "own")
    }
    frame.summary =
      "Where results lie densest; assigned is \(text.value(measurand.assigned)), "
      + (value.map { "this laboratory has \(text.value($0))." } ?? "this laboratory has no result.")
    return PlotFigure(
      "Density of the results",
      note: value.map { !drawing.range.contains($0) } == true
        ? "Yours lies beyond the drawing." : "The blue line is yours.", svg: frame.svg,
      table: numbers(place)
    ).html
  }

  private func numbers(_ place: Int) -> MarkupTable {
    RoundTables.numbers(
      overview.data.measurands[place], overview.text, own: own.scores[place]?.value)
  }
}

/// Tables that pages share.
enum RoundTables {
  /// The distribution of a measurand's results.
  static func numbers(
    _ measurand: RoundData.Measurand, _ text: RoundText, own: Double?
  ) -> MarkupTable {
    let values = measurand.values
    func quantile(_ share: Double) -> Double? {
      guard !values.isEmpty else { return nil }
      let place = share * Double(values.count - 1)
      let (low, high) = (Int(place), min(Int(place) + 1, values.count - 1))
      return values[low] + (place - Double(low)) * (values[high] - values[low])
    }
    var rows: [[MarkupTable.Cell]] = []
    if let own { rows.append(["Your result", .init(text.value(own))]) }
    rows += [
      ["Assigned value", .init(text.value(measurand.assigned))],
      ["σ_pt", .init(text.value(measurand.spread))],
      ["Results", .init("\(values.count)")],
      ["Smallest", .init(text.value(values.first))],
      ["Lower quartile", .init(text.value(quantile(0.25)))],
      ["Median", .init(text.value(quantile(0.5)))],
      ["Upper quartile", .init(text.value(quantile(0.75)))],
      ["Greatest", .init(text.value(values.last))],
    ]
    return MarkupTable(
      "Results for \(measurand.name)", [.init("What"), .init("Value", isNumber: true)], rows: rows,
      form: .plain)
  }
}
