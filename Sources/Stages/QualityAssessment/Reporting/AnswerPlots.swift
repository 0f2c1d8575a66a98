internal import Pages
internal import Statistics

/// What an answer amounts to: four classes, which drawings tell apart.
enum MarkClass: String, CaseIterable {
  case right, excused, wrong, absent

  /// The class of a criterion.
  init(_ criterion: String, isCritical: Bool) {
    switch criterion {
    case "correct", "correct_unspecified": self = .right
    case "no_answer", "failed": self = .absent
    default: self = isCritical ? .wrong : .excused
    }
  }

  /// Its name on pages.
  var name: String {
    switch self {
    case .right: "right"
    case .excused: "not right, no critical error"
    case .wrong: "critical error"
    case .absent: "failed or no answer"
    }
  }

  /// The class of cells.
  var style: String {
    switch self {
    case .right: "good"
    case .excused: ""
    case .wrong: "critical"
    case .absent: "minor"
    }
  }
}

/// How all laboratories have answered, sample by sample.
enum MarkPlots {
  /// Bars of the four classes; a laboratory's own class is marked.
  static func figure(_ samples: [RoundData.Sample], own: [String: MarkClass]?) -> PlotFigure {
    let most = samples.map(\.answers).max() ?? 1
    var plot = RowPlot(
      title: "Answers of all laboratories", summary: "", rows: samples.map(\.name),
      x: 0...Double(max(most, 1)), xLabel: "laboratories", rowHeight: 26)
    var rows: [[MarkupTable.Cell]] = []
    var summary: [String] = []
    for (row, sample) in samples.enumerated() {
      let counts = classes(sample)
      var from = 0
      for part in MarkClass.allCases {
        let count = counts[part, default: 0]
        guard count > 0 else { continue }
        plot.addBar(
          Double(from)...Double(from + count), row: row, part.rawValue, text: "\(count)")
        if own?[sample.name] == part {
          plot.addMark(
            3, Double(from) + Double(count) / 2, row: row, offset: -0.42, size: 4.5, "own")
        }
        from += count
      }
      summary.append("\(sample.name): \(counts[.right, default: 0]) of \(sample.answers) right")
      rows.append(
        [.init(sample.name)]
          + MarkClass.allCases.map { .init("\(counts[$0, default: 0])") }
          + (own == nil ? [] : [.init(own?[sample.name]?.name ?? "–")]))
    }
    plot.summary = summary.joined(separator: "; ")
    let keys =
      MarkClass.allCases.map {
        PlotFigure.Key($0.name, PlotMarks.rectangle((2, 20), (1, 11), $0.rawValue))
      } + (own == nil ? [] : [.init("this laboratory", RoundPlots.ownKey)])
    let columns: [MarkupTable.Column] =
      [.init("Sample")] + MarkClass.allCases.map { .init($0.name, isNumber: true) }
      + (own == nil ? [] : [.init("You")])
    return PlotFigure(
      "How all laboratories have answered", svg: plot.svg, keys: keys,
      table: MarkupTable("Answers by sample", columns, rows: rows))
  }

  /// Answers by class.
  static func classes(_ sample: RoundData.Sample) -> [MarkClass: Int] {
    var counts: [MarkClass: Int] = [:]
    for (criterion, count) in sample.criteria {
      counts[
        MarkClass(criterion, isCritical: sample.critical.contains(criterion)), default: 0] += count
    }
    return counts
  }
}

/// Sensitivity by band of allele fractions.
enum DetectionPlots {
  /// The found share with Jeffreys' 95 % interval in words.
  static func sensitivity(_ counts: RoundData.Counts) -> String {
    let all = counts.found + counts.missed
    guard all > 0 else { return "–" }
    let share = RoundText.percent(Double(counts.found) / Double(all))
    guard let interval = interval(counts) else { return share }
    return
      "\(share) (\(RoundText.percent(interval.lowerBound)) to \(RoundText.percent(interval.upperBound)))"
  }

  private static func interval(_ counts: RoundData.Counts) -> ClosedRange<Double>? {
    ConfidenceInterval.jeffreys(
      count: counts.found, total: counts.found + counts.missed, confidence: 0.95
    ).map { $0.lower...$0.upper }
  }

  /// A row for each band: all laboratories together, and a laboratory's own.
  static func figure(
    _ bands: [(name: String, counts: RoundData.Counts)], own: [String: RoundData.Counts]?
  ) -> String {
    let shown = bands.filter { $0.counts.found + $0.counts.missed > 0 }
    guard !shown.isEmpty else { return "" }
    var plot = RowPlot(
      title: "Sensitivity by allele fraction", summary: "",
      rows: shown.map { RoundText.band($0.name) }, x: 0...1, xLabel: "found, of the variants there",
      xIsPercent: true, rowHeight: own == nil ? 26 : 36)
    var rows: [[MarkupTable.Cell]] = []
    var summary: [String] = []
    for (row, band) in shown.enumerated() {
      let name = RoundText.band(band.name)
      add(band.counts, row, own == nil ? 0 : 0.2, 0, "pooled", to: &plot)
      var cells: [MarkupTable.Cell] = [.init(name)]
      if let own {
        let counts = own[band.name] ?? RoundData.Counts()
        add(counts, row, -0.2, 3, "own", to: &plot)
        cells.append(.init("\(counts.found) of \(counts.found + counts.missed)"))
        cells.append(.init(sensitivity(counts)))
        summary.append("\(name): this laboratory \(sensitivity(counts))")
      }
      cells.append(.init(sensitivity(band.counts)))
      summary.append("\(name): all \(sensitivity(band.counts))")
      rows.append(cells)
    }
    plot.summary = summary.joined(separator: "; ")
    let pooled = "<path class=\"pooled\" d=\"\(PlotMarks.mark(0, 11, 6, size: 4))\"/>"
    let columns: [MarkupTable.Column] =
      [.init("Allele fraction")]
      + (own == nil
        ? [] : [.init("You found", isNumber: true), .init("Your sensitivity", isNumber: true)])
      + [.init("All laboratories", isNumber: true)]
    return PlotFigure(
      "Sensitivity by allele fraction", note: "With 95 % intervals (Jeffreys).", svg: plot.svg,
      keys: (own == nil ? [] : [.init("this laboratory", RoundPlots.ownKey)])
        + [.init("all laboratories together", pooled)],
      table: MarkupTable("Sensitivity by allele fraction", columns, rows: rows)
    ).html
  }

  private static func add(
    _ counts: RoundData.Counts, _ row: Int, _ offset: Double, _ group: Int, _ name: String,
    to plot: inout RowPlot
  ) {
    let all = counts.found + counts.missed
    guard all > 0, let interval = interval(counts) else { return }
    plot.addInterval(interval, row: row, offset: offset, name + "-line")
    plot.addMark(
      group, Double(counts.found) / Double(all), row: row, offset: offset, size: 4.5, name)
  }
}

/// Scores over several rounds.
enum HistoryPlot {
  /// A row for each round, the newest last.
  static func figure(
    _ rounds: [(name: String, scores: [RoundData.Earlier])], whose: String = "your results"
  ) -> PlotFigure {
    var plot = RowPlot(
      title: "Scores over the rounds", summary: "", rows: rounds.map(\.name),
      x: -RoundPlots.reach...RoundPlots.reach, xLabel: "score")
    RoundPlots.addLimits(to: &plot)
    var rows: [[MarkupTable.Cell]] = []
    for (row, round) in rounds.enumerated() {
      let scores = round.scores.map(\.score).sorted()
      plot.addDots(RoundPlots.thinned(scores).map(\.value), row: row, "group-0 rounds")
      func count(_ verdict: String) -> String {
        "\(round.scores.count { $0.verdict == verdict })"
      }
      let mean = scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
      if let mean { plot.addMark(3, mean, row: row, size: 5, "own") }
      rows.append([
        .init(round.name), .init("\(scores.count)"), .init(count("acceptable")),
        .init(count("warning")), .init(count("action")), .init(RoundText.score(mean)),
      ])
    }
    plot.summary = rounds.map { round in
      let acceptable = round.scores.count { $0.verdict == "acceptable" }
      return "\(round.name): \(acceptable) of \(round.scores.count) acceptable"
    }.joined(separator: "; ")
    return PlotFigure(
      "Scores over the rounds", note: "Shaded: acceptable.", svg: plot.svg,
      keys: [
        .init(whose, "<path class=\"dots rounds\" d=\"M11 6h0\"/>"),
        .init("their mean", RoundPlots.ownKey),
      ],
      table: MarkupTable(
        "Scores over the rounds",
        [
          .init("Round"), .init("Results", isNumber: true), .init("Acceptable", isNumber: true),
          .init("Warning", isNumber: true), .init("Action", isNumber: true),
          .init("Mean score", isNumber: true),
        ], rows: rows, form: .plain))
  }
}
