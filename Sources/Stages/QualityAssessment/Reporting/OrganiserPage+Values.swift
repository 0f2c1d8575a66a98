internal import Pages

extension OrganiserPage {
  /// Measured values: the scheme, the drawings, and the scores of everybody.
  var valueSection: RoundSection? {
    guard !data.measurands.isEmpty else { return nil }
    var body =
      schemeTable + "<div class=\"plots many\">\n" + scoreFigure + youdenFigures + "</div>\n"
    for place in overview.plots.drawn {
      guard let drawing = overview.plots.drawings[place] else { continue }
      body +=
        "<h3>\(MarkupContent.escaped(data.measurands[place].name))</h3>\n<div class=\"plots\">\n"
        + rankedFigure(place, drawing) + densityFigure(place, drawing) + "</div>\n"
    }
    body += scoreTable
    let left = data.measurands.filter { !$0.values.isEmpty }.count - overview.plots.drawn.count
    return RoundSection(
      id: "values", heading: "Measured values",
      note: left > 0
        ? "Drawn are the \(overview.plots.drawn.count) measurands with the most results that are not acceptable."
        : "", body: body)
  }

  private var schemeTable: String {
    func word(_ flag: Bool?, _ yes: String, _ no: String) -> MarkupTable.Cell {
      flag.map { .init($0 ? yes : no, mark: $0 ? "good" : "critical") } ?? "–"
    }
    let hasItems = data.measurands.contains { $0.isHomogeneous != nil || $0.isStable != nil }
    var columns: [MarkupTable.Column] = [
      .init("Measurand"), .init("Results", isNumber: true),
      .init("Below a limit", isNumber: true), .init("Assigned", isNumber: true),
      .init("u(x_pt)", isNumber: true), .init("σ_pt", isNumber: true),
    ]
    if hasItems { columns += [.init("Homogeneous"), .init("Stable")] }
    columns += [
      .init("Acceptable", isNumber: true), .init("Warning", isNumber: true),
      .init("Action", isNumber: true), .init("Remark"),
    ]
    let rows = data.measurands.map { measurand -> [MarkupTable.Cell] in
      func count(_ verdict: String) -> MarkupTable.Cell {
        .init(NumberText.grouped(measurand.verdicts[verdict, default: 0]))
      }
      var row: [MarkupTable.Cell] = [
        .init(measurand.name), .init(NumberText.grouped(measurand.values.count)),
        .init(NumberText.grouped(measurand.censored)), .init(text.value(measurand.assigned)),
        .init(text.value(measurand.uncertainty)), .init(text.value(measurand.spread)),
      ]
      if hasItems {
        row += [
          word(measurand.isHomogeneous, "yes", "no"), word(measurand.isStable, "yes", "no"),
        ]
      }
      let remarks = [
        measurand.refusal.map(RoundText.refusal),
        measurand.modes.flatMap { $0 > 1 ? "\($0) modes" : nil },
        measurand.isPrime ? "scored by z′" : nil,
      ].compactMap { $0 }
      row += [
        count("acceptable"), count("warning"), count("action"),
        .init(remarks.isEmpty ? "–" : remarks.joined(separator: "; ")),
      ]
      return row
    }
    return MarkupTable("Assigned values and verdicts", columns, rows: rows).html
  }

  /// The laboratories whose score of a measurand calls for action, the farthest first.
  private func flagged(_ place: Int) -> [(code: String, score: Double, value: Double?)] {
    let measurand = data.measurands[place]
    return data.laboratories.compactMap { laboratory in
      guard let score = laboratory.scores[place], let number = measurand.score(score),
        abs(number) >= 3
      else { return nil }
      return (laboratory.code, number, score.value)
    }.sorted { (-abs($0.1), $0.0) < (-abs($1.1), $1.0) }
  }

  private var scoreFigure: String {
    guard var plot = overview.plots.scores else { return "" }
    var rows: [[MarkupTable.Cell]] = []
    for (row, place) in overview.plots.drawn.enumerated() {
      let flagged = flagged(place)
      for one in flagged.prefix(60) {
        plot.addMark(2, one.score, row: row, size: 4, "flagged")
      }
      let names = flagged.prefix(12).map { "\($0.code) (\(RoundText.score($0.score)))" }
      rows.append([
        .init(data.measurands[place].name),
        .init(
          names.isEmpty
            ? "nobody"
            : names.joined(separator: ", ")
              + (flagged.count > 12 ? " and \(flagged.count - 12) more" : "")),
      ])
    }
    plot.summary = overview.plots.drawn.map { place in
      "\(data.measurands[place].name): \(flagged(place).count) of \(data.measurands[place].scores.count) beyond 3"
    }.joined(separator: "; ")
    return PlotFigure(
      "Scores", note: "Shaded: acceptable. Dashed lines at 2, firm lines at 3.", svg: plot.svg,
      keys: [
        .init("a laboratory", RoundPlots.otherKey),
        .init(
          "one that calls for action",
          "<path class=\"flagged\" d=\"\(PlotMarks.mark(2, 11, 6, size: 4))\"/>"),
      ],
      table: MarkupTable(
        "Laboratories whose scores call for action", [.init("Measurand"), .init("Laboratories")],
        rows: rows, form: .plain)
    ).html
  }

  private var youdenFigures: String {
    overview.youden.map { first, second, shared, quadrants in
      let (across, up) = (data.measurands[first], data.measurands[second])
      var frame = shared
      let beyond = data.laboratories.compactMap { laboratory -> (String, Double, Double)? in
        guard let x = laboratory.scores[first].flatMap(across.score),
          let y = laboratory.scores[second].flatMap(up.score), max(abs(x), abs(y)) >= 3
        else { return nil }
        return (laboratory.code, x, y)
      }
      for (code, x, y) in beyond.prefix(60) {
        let point = (x: RoundPlots.clamped(x), y: RoundPlots.clamped(y))
        frame.addMark(2, at: point, size: 4, "flagged")
        if beyond.count <= 6 { frame.addLabel(code, at: point) }
      }
      frame.summary = RoundPlots.quadrants.map { "\($0): \(quadrants[$0] ?? 0)" }
        .joined(separator: "; ")
      return PlotFigure(
        "\(across.name) beside \(up.name) (Youden)",
        note: "Along the diagonal: errors made in both; across it: in one.",
        svg: frame.svg,
        table: MarkupTable(
          "On which side of both assigned values laboratories lie",
          [.init("Side"), .init("Laboratories", isNumber: true)],
          rows: RoundPlots.quadrants.map { [.init($0), .init("\(quadrants[$0] ?? 0)")] },
          form: .plain)
      ).html
    }.joined()
  }

  private func rankedFigure(_ place: Int, _ drawing: RoundPlots.Drawing) -> String {
    let measurand = data.measurands[place]
    var frame = drawing.ranked
    let flagged = flagged(place)
    for one in flagged.prefix(60) {
      guard let value = one.value,
        let index = measurand.values.firstIndex(where: { $0 >= value })
      else { continue }
      let y = min(max(value, drawing.range.lowerBound), drawing.range.upperBound)
      let point = (x: Double(index + 1), y: y * text.factor)
      frame.addMark(value > y ? 2 : value < y ? 4 : 3, at: point, size: 4, "flagged")
      if flagged.count <= 5 { frame.addLabel(one.code, at: point) }
    }
    frame.summary =
      "\(measurand.values.count) results; assigned is \(text.value(measurand.assigned)), "
      + "σ_pt \(text.value(measurand.spread)); \(flagged.count) call for action."
    return PlotFigure(
      "Results by rank",
      note: drawing.outside > 0
        ? "\(NumberText.counted(drawing.outside, "result")) beyond the drawing, at its edge." : "",
      svg: frame.svg, table: RoundTables.numbers(measurand, text, own: nil)
    ).html
  }

  private func densityFigure(_ place: Int, _ drawing: RoundPlots.Drawing) -> String {
    guard var frame = drawing.density else { return "" }
    let measurand = data.measurands[place]
    frame.summary =
      "Where results lie densest; assigned is \(text.value(measurand.assigned)); "
      + "\(measurand.modes.map { NumberText.counted($0, "mode") } ?? "modes not counted")."
    return PlotFigure(
      "Density of the results", note: measurand.modes.map { NumberText.counted($0, "mode") } ?? "",
      svg: frame.svg, table: RoundTables.numbers(measurand, text, own: nil)
    ).html
  }

  /// Scores by laboratory and measurand, where that is no wall of numbers.
  private var scoreTable: String {
    let scored = data.laboratories.filter { !$0.scores.isEmpty }
    guard scored.count * data.measurands.count <= 2000, data.measurands.count <= 16 else {
      return "<p class=\"note\">The scores of all laboratories stand in the published table.</p>\n"
    }
    let rows = scored.map { laboratory -> [MarkupTable.Cell] in
      [.init(laboratory.code)]
        + data.measurands.enumerated().map { place, measurand in
          let score = laboratory.scores[place]
          let number = score.flatMap(measurand.score)
          return .init(
            number.map { RoundText.score($0) }
              ?? (score?.isCensored == true ? "below a limit" : "–"), mark: score?.verdict ?? "")
        }
    }
    return "<details><summary>Scores of all laboratories</summary>\n"
      + MarkupTable(
        "Scores of all laboratories",
        [.init("Laboratory")] + data.measurands.map { .init($0.name, isNumber: true) }, rows: rows,
        form: .dense
      ).html + "</details>\n"
  }
}
