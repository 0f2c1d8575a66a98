internal import Pages

extension LaboratoryPage {
  /// Answers for samples and their marks.
  var genotypeSection: RoundSection? {
    guard !own.marks.isEmpty else { return nil }
    let samples = Dictionary(
      overview.data.samples.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let table = MarkupTable(
      "Answers and marks",
      [
        .init("Sample"), .init("Expected"), .init("Your answer"), .init("Judged as"),
        .init("Marks", isNumber: true), .init("Right, of all laboratories", isNumber: true),
      ],
      rows: own.marks.map { mark in
        let sample = samples[mark.sample]
        return [
          .init(mark.sample), .init(mark.expected ?? "–"), .init(mark.result ?? "–"),
          .init(
            RoundText.criterion(mark.criterion) + (mark.isCritical ? " (critical error)" : ""),
            mark: MarkClass(mark.criterion, isCritical: mark.isCritical).style),
          .init(RoundText.figures(mark.points, 3)),
          .init(sample.map { "\($0.isRight) of \($0.answers)" } ?? "–"),
        ]
      })
    var words: [String] = []
    if let agreement = own.agreement {
      words.append("Agreement with what is expected: \(RoundText.figures(agreement, 3))\u{A0}%.")
    }
    if let kappa = own.kappa { words.append("Cohen's κ: \(RoundText.score(kappa)).") }
    return RoundSection(
      id: "genotypes", heading: "Genotypes", note: words.joined(separator: " "),
      body: table.html + "<div class=\"plots\">\n"
        + MarkPlots.figure(
          overview.data.samples,
          own: Dictionary(
            own.marks.map { ($0.sample, MarkClass($0.criterion, isCritical: $0.isCritical)) },
            uniquingKeysWith: { first, _ in first })
        ).html + "</div>\n")
  }

  /// Variants found, missed and reported where there is none.
  var variantSection: RoundSection? {
    guard !own.detection.isEmpty || !own.calls.isEmpty else { return nil }
    var body = ""
    if !own.detection.isEmpty { body += detectionTable.html }
    body += "<div class=\"plots\">\n" + DetectionPlots.figure(overview.data.bands, own: own.bands)
    body += "</div>\n"
    if !own.calls.isEmpty {
      body += "<h3>What is not as it should be</h3>\n"
      if own.callCount > own.calls.count {
        body += "<p class=\"note\">The first \(own.calls.count) of \(own.callCount).</p>\n"
      }
      body += callTable.html
    }
    return RoundSection(
      id: "variants", heading: "Variants",
      note:
        "Alleles are compared however they are written. What was missed at or below the limit that you claim, or "
        + "outside what you test, is not held against you.",
      body: body)
  }

  private var detectionTable: MarkupTable {
    MarkupTable(
      "Variants by sample",
      [
        .init("Sample"), .init("Found", isNumber: true), .init("Missed", isNumber: true),
        .init("of these not claimed", isNumber: true), .init("Not there", isNumber: true),
        .init("Not judged", isNumber: true), .init("Sensitivity", isNumber: true),
      ],
      rows: own.detection.map { detection in
        let counts = detection.counts
        return [
          .init(detection.sample == "all" ? "All samples" : detection.sample),
          .init("\(counts.found)"),
          .init("\(counts.missed)", mark: counts.missed > counts.excused ? "critical" : ""),
          .init("\(counts.excused)"),
          .init("\(counts.falselyReported)", mark: counts.falselyReported > 0 ? "critical" : ""),
          .init("\(counts.unknown)"), .init(DetectionPlots.sensitivity(counts)),
        ]
      })
  }

  private var callTable: MarkupTable {
    MarkupTable(
      "Variants missed, falsely reported, or with another fraction",
      [
        .init("Variant"), .init("Sample"), .init("Judged as"),
        .init("True fraction", isNumber: true), .init("Yours", isNumber: true), .init("Remark"),
      ],
      rows: own.calls.map { call in
        [
          .init(RoundText.allele(call)), .init(call.sample),
          .init(
            RoundText.decision(call),
            mark: call.decision == "UNK" || call.reason != nil
              ? "" : call.decision == "VAF" ? "minor" : "critical"),
          .init(RoundText.percent(call.trueFraction)),
          .init(RoundText.percent(call.reportedFraction)),
          .init(call.reason?.replacing("_", with: " ") ?? "–"),
        ]
      })
  }

  /// Scores of this and earlier rounds.
  var historySection: RoundSection? {
    guard !own.earlier.isEmpty else { return nil }
    var rounds: [(name: String, scores: [RoundData.Earlier])] = []
    for (place, name) in overview.data.earlierRounds.enumerated() {
      rounds.append((name, own.earlier[place] ?? []))
    }
    let now = overview.data.measurands.enumerated().compactMap { place, measurand in
      own.scores[place].flatMap { score in
        measurand.score(score).map {
          RoundData.Earlier(score: $0, verdict: score.verdict ?? "")
        }
      }
    }
    rounds.append((overview.heading.round ?? "this round", now))
    return RoundSection(
      id: "history", heading: "Over the rounds", note: "All your scores, round by round.",
      body: "<div class=\"plots\">\n" + HistoryPlot.figure(rounds).html + "</div>\n")
  }
}
