internal import Pages
internal import ProficiencyTesting

/// Drawings of what was measured, without the code of any laboratory: a page adds its own laboratory's marks.
struct RoundPlots: Sendable {
  /// More dots of one measurand than this are thinned out by rank.
  static let dots = 120
  /// How far scores are drawn; beyond it stands a triangle.
  static let reach = 5.0

  /// The drawings of one measurand.
  struct Drawing: Sendable {
    let ranked: PlotFrame
    let density: PlotFrame?
    /// The results that are drawn; those beyond stand at the edge.
    let range: ClosedRange<Double>
    let outside: Int
  }

  /// The scores of all measurands that are drawn, a row each.
  let scores: RowPlot?
  /// The places of the measurands that are drawn, in the order of the round.
  let drawn: [Int]
  /// By place.
  let drawings: [Int: Drawing]
  let text: RoundText

  /// - Parameter limit: The most measurands that are drawn: those with the most results that are not acceptable.
  init(_ data: RoundData, _ text: RoundText, limit: Int) {
    self.text = text
    func remarkable(_ place: Int) -> Int {
      let verdicts = data.measurands[place].verdicts
      return 2 * verdicts["action", default: 0] + verdicts["warning", default: 0]
    }
    let withValues = data.measurands.indices.filter { !data.measurands[$0].values.isEmpty }
    let most = withValues.sorted { (-remarkable($0), $0) < (-remarkable($1), $1) }
    let drawn = most.prefix(limit).sorted()
    self.drawn = drawn
    drawings = Dictionary(
      uniqueKeysWithValues: drawn.map { ($0, Self.drawing(data.measurands[$0], text)) })
    scores = Self.scorePlot(drawn.map { data.measurands[$0] })
  }

  /// At most ``dots`` of ascending values, evenly chosen by rank.
  static func thinned(_ values: [Double]) -> [(rank: Int, value: Double)] {
    let step = max(1, (values.count + dots - 1) / dots)
    return stride(from: 0, to: values.count, by: step).map { ($0 + 1, values[$0]) }
  }

  /// Scores as rows of dots between the limits at 2 and 3.
  static func scorePlot(_ measurands: [RoundData.Measurand]) -> RowPlot? {
    guard measurands.contains(where: { !$0.scores.isEmpty }) else { return nil }
    var plot = RowPlot(
      title: "Scores of all laboratories", summary: "", rows: measurands.map(\.name),
      x: -reach...reach,
      xLabel: measurands.contains(where: \.isPrime) ? "score (z or z′)" : "score (z)")
    addLimits(to: &plot)
    for (row, measurand) in measurands.enumerated() {
      plot.addDots(thinned(measurand.scores).map(\.value), row: row, "others")
    }
    return plot
  }

  /// The limits of scores: shaded where they are acceptable, dashed at 2, firm at 3.
  static func addLimits(to plot: inout RowPlot) {
    plot.addZone(-2...2)
    plot.addLimit(0, "", style: "zone-line")
    for limit in [-2.0, 2] {
      plot.addLimit(limit, limit < 0 ? "−2" : "2", style: "limit warning-limit")
    }
    for limit in [-3.0, 3] {
      plot.addLimit(limit, limit < 0 ? "−3" : "3", style: "limit action-limit")
    }
  }

  private static func drawing(_ measurand: RoundData.Measurand, _ text: RoundText) -> Drawing {
    let range = Self.range(measurand)
    let inside = measurand.values.filter { range.contains($0) }
    let (low, high) = (range.lowerBound * text.factor, range.upperBound * text.factor)
    var ranked = PlotFrame(
      title: "\(measurand.name): results by rank", summary: "",
      x: 0...Double(measurand.values.count + 1), y: low...high, xLabel: "rank",
      yLabel: "result" + text.axisUnit)
    if let assigned = measurand.assigned {
      let (x, s) = (assigned * text.factor, (measurand.spread ?? 0) * text.factor)
      if s > 0 {
        ranked.addZone(y: x - 2 * s...x + 2 * s)
        for limit in [-3.0, -2, 2, 3] {
          let name = (limit < 0 ? "−" : "+") + "\(Int(abs(limit)))σ"
          ranked.addLevel(
            x + limit * s, name,
            style: abs(limit) == 2 ? "limit warning-limit" : "limit action-limit")
        }
      }
      ranked.addLevel(x, "assigned", style: "assigned")
    }
    ranked.addDots(
      thinned(measurand.values).map {
        (Double($0.rank), min(max($0.value, range.lowerBound), range.upperBound) * text.factor)
      }, "others")
    return Drawing(
      ranked: ranked, density: density(measurand, inside, range, text), range: range,
      outside: measurand.values.count - inside.count)
  }

  private static func density(
    _ measurand: RoundData.Measurand, _ inside: [Double], _ range: ClosedRange<Double>,
    _ text: RoundText
  ) -> PlotFrame? {
    guard inside.count >= 5, let density = KernelDensity(inside, steps: 160) else { return nil }
    let share = Double(inside.count) / Double(max(measurand.values.count, 1))
    let points = zip(density.places, density.densities).filter { range.contains($0.0) }
      .map { ($0.0 * text.factor, $0.1 * share / text.factor) }
    guard let top = points.map(\.1).max(), top > 0 else { return nil }
    var frame = PlotFrame(
      title: "\(measurand.name): density of the results", summary: "",
      x: range.lowerBound * text.factor...range.upperBound * text.factor, y: 0...top * 1.22,
      xLabel: "result" + text.axisUnit, yLabel: "density", yTicks: false)
    if let assigned = measurand.assigned {
      let (x, s) = (assigned * text.factor, (measurand.spread ?? 0) * text.factor)
      if s > 0 { frame.addZone(x: x - 2 * s...x + 2 * s) }
      if frame.x.range.contains(x) {
        frame.addUpright(x, style: "assigned")
        frame.addLabel("assigned", at: (x, top * 1.14))
      }
    }
    frame.addCurve(points, "density group-0")
    return frame
  }

  /// Five spreads about the assigned value, no wider than the results reach but for a little room; without a spread of
  /// the scheme, the results' own.
  private static func range(_ measurand: RoundData.Measurand) -> ClosedRange<Double> {
    let robust = RobustEstimate.algorithmA(measurand.values)
    let centre = measurand.assigned ?? robust?.location ?? measurand.values[0]
    let spread = measurand.spread ?? robust?.spread ?? 0
    let whole = PlotScale(measurand.values + [centre], pixels: (0, 1)).range
    guard spread > 0 else { return whole }
    let low = max(whole.lowerBound - spread / 2, centre - reach * spread)
    let high = min(whole.upperBound + spread / 2, centre + reach * spread)
    return min(low, centre - 3.4 * spread)...max(high, centre + 3.4 * spread)
  }
}

extension RoundPlots {
  /// Two measurands of the same laboratories against each other, in scores: whose errors are systematic lies along the
  /// diagonal (Youden).
  static func youden(
    _ data: RoundData, _ first: Int, _ second: Int
  ) -> (frame: PlotFrame, quadrants: [String: Int])? {
    let (across, up) = (data.measurands[first], data.measurands[second])
    var points: [(x: Double, y: Double)] = []
    var quadrants: [String: Int] = [:]
    for laboratory in data.laboratories {
      guard let x = laboratory.scores[first].flatMap(across.score),
        let y = laboratory.scores[second].flatMap(up.score)
      else { continue }
      points.append((x, y))
      quadrants[quadrant(x, y), default: 0] += 1
    }
    guard points.count >= 3 else { return nil }
    var frame = PlotFrame(
      title: "\(across.name) beside \(up.name)", summary: "", x: -reach...reach, y: -reach...reach,
      xLabel: "\(across.scoreName) of \(across.name)", yLabel: "\(up.scoreName) of \(up.name)")
    frame.addBehind(
      PlotMarks.rectangle(
        (frame.x.place(-2), frame.x.place(2)), (frame.y.place(2), frame.y.place(-2)), "zone"))
    frame.add(
      PlotMarks.rectangle(
        (frame.x.place(-3), frame.x.place(3)), (frame.y.place(3), frame.y.place(-3)),
        "limit action-limit"))
    frame.addLevel(0, "", style: "zone-line")
    frame.addUpright(0, style: "zone-line")
    frame.addCurve([(-reach, -reach), (reach, reach)], "law")
    // By place rather than by laboratory, so that the order of the dots says nothing.
    let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    let step = max(1, (sorted.count + 4 * dots - 1) / (4 * dots))
    frame.addDots(
      stride(from: 0, to: sorted.count, by: step).map {
        (clamped(sorted[$0].x), clamped(sorted[$0].y))
      }, "others")
    return (frame, quadrants)
  }

  /// On which side of both assigned values a laboratory lies.
  static func quadrant(_ x: Double, _ y: Double) -> String {
    switch (x >= 0, y >= 0) {
    case (true, true): "both high"
    case (false, false): "both low"
    case (true, false): "first high, second low"
    case (false, true): "first low, second high"
    }
  }

  /// The quadrants in the order of tables.
  static let quadrants = [
    "both high", "both low", "first high, second low", "first low, second high",
  ]

  /// A score at the edge of the drawing where it lies beyond.
  static func clamped(_ score: Double) -> Double { min(max(score, -reach), reach) }

  /// The pairs of measurands that are drawn: those asked for, or neighbours, up to three.
  static func pairs(_ data: RoundData, asked: [[String]]?) -> [(Int, Int)] {
    if let asked {
      return asked.compactMap { names in
        guard let first = data.measurands.firstIndex(where: { $0.name == names[0] }),
          let second = data.measurands.firstIndex(where: { $0.name == names[1] })
        else { return nil }
        return (first, second)
      }
    }
    let scored = data.measurands.indices.filter { !data.measurands[$0].scores.isEmpty }
    return stride(from: 0, to: scored.count - 1, by: 2).prefix(3).map {
      (scored[$0], scored[$0 + 1])
    }
  }

  /// Samples of the marks that the plots of scores have.
  static let otherKey = "<path class=\"dots others\" d=\"M11 6h0\"/>"
  static let ownKey =
    "<path class=\"own\" d=\"\(PlotMarks.mark(3, 11, 6, size: 4))\"/>"
  static let beyondKey = PlotMarks.arrow(11, 6, toRight: true, size: 4, "own")
}
