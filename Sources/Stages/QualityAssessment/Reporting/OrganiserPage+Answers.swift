internal import Pages
internal import ProficiencyTesting

extension OrganiserPage {
  /// Answers for samples, by criterion, and how far laboratories agree.
  var genotypeSection: RoundSection? {
    guard !data.samples.isEmpty else { return nil }
    let present = MarkingScheme.Criterion.allCases.map(\.rawValue).filter { name in
      data.samples.contains { $0.criteria[name, default: 0] > 0 }
    }
    let table = MarkupTable(
      "Answers by criterion",
      [.init("Criterion")] + data.samples.map { .init($0.name, isNumber: true) },
      rows: present.map { criterion in
        let isCritical = data.samples.contains { $0.critical.contains(criterion) }
        return [
          .init(
            RoundText.criterion(criterion) + (isCritical ? " (critical error)" : ""),
            mark: isCritical ? "critical" : "")
        ]
          + data.samples.map { .init("\($0.criteria[criterion, default: 0])") }
      })
    return RoundSection(
      id: "genotypes", heading: "Genotypes", note: "",
      body: table.html + "<div class=\"plots\">\n"
        + MarkPlots.figure(data.samples, own: nil).html + agreementTable + "</div>\n")
  }

  private var agreementTable: String {
    guard !data.agreement.isEmpty else { return "" }
    let names = [
      "fleiss_kappa": "Fleiss' κ", "fleiss_kappa_exact": "Fleiss' κ, exact",
      "cochran_q": "Cochran's Q",
    ]
    let rows = data.agreement.map { one -> [MarkupTable.Cell] in
      [
        .init(names[one.statistic] ?? one.statistic.replacing("_", with: " ")),
        .init(one.value.map { RoundText.figures($0, 4) } ?? "–"),
        .init(one.standardError.map { RoundText.figures($0, 3) } ?? "–"),
        .init(one.pValue.map { RoundText.figures($0, 3) } ?? "–"),
        .init(one.laboratories.map { "\($0)" } ?? "–"),
      ]
    }
    return "<div><h3>Agreement among all laboratories that answered for every sample</h3>\n"
      + MarkupTable(
        "Agreement among laboratories",
        [
          .init("Statistic"), .init("Value", isNumber: true),
          .init("Standard error", isNumber: true), .init("p", isNumber: true),
          .init("Laboratories", isNumber: true),
        ], rows: rows
      ).html + "</div>\n"
  }

  /// Sensitivity of all, and what several laboratories have missed or falsely reported.
  var variantSection: RoundSection? {
    guard data.laboratories.contains(where: { !$0.detection.isEmpty || !$0.calls.isEmpty }) else {
      return nil
    }
    return RoundSection(
      id: "variants", heading: "Variants",
      note:
        "What several laboratories report where there is nothing may be there after all, or be an artefact of a kit.",
      body: "<div class=\"plots\">\n" + DetectionPlots.figure(data.bands, own: nil) + "</div>\n"
        + shared("Missed most often", data.missedAlleles)
        + shared("Reported most often where there is nothing", data.falseAlleles))
  }

  private func shared(_ heading: String, _ calls: [RoundData.SharedCall]) -> String {
    guard !calls.isEmpty else { return "" }
    return "<h3>\(heading)</h3>\n"
      + MarkupTable(
        heading,
        [
          .init("Variant"), .init("Sample"), .init("True fraction", isNumber: true),
          .init("Laboratories", isNumber: true),
        ],
        rows: calls.map {
          [
            .init(RoundText.allele($0.call)), .init($0.call.sample),
            .init(RoundText.percent($0.call.trueFraction)), .init("\($0.laboratories)"),
          ]
        }, form: .plain
      ).html
  }

  /// The scores of all laboratories, round by round.
  var historySection: RoundSection? {
    guard !data.earlierRounds.isEmpty else { return nil }
    var rounds = data.earlierRounds.enumerated().map { place, name in
      (name: name, scores: data.laboratories.flatMap { $0.earlier[place] ?? [] })
    }
    let now = data.laboratories.flatMap { laboratory in
      laboratory.scores.sorted { $0.key < $1.key }.compactMap { place, score in
        data.measurands[place].score(score).map {
          RoundData.Earlier(score: $0, verdict: score.verdict ?? "")
        }
      }
    }
    rounds.append((overview.heading.round ?? "this round", now))
    return RoundSection(
      id: "history", heading: "Over the rounds",
      note: "The scores of all laboratories that take part in this round.",
      body: "<div class=\"plots\">\n" + HistoryPlot.figure(rounds, whose: "results").html
        + "</div>\n")
  }

  /// How often each rule handled or refused something, and what concerns the round as a whole.
  var noteSection: RoundSection? {
    var counts: [String: (rows: Int, laboratories: Int, isAccepted: Bool)] = [:]
    for laboratory in data.laboratories {
      for (rule, notes) in Dictionary(grouping: laboratory.notes, by: \.rule) {
        counts[rule, default: (0, 0, notes[0].isAccepted)].rows += notes.count
        counts[rule]?.laboratories += 1
      }
    }
    let files = data.laboratories.flatMap { laboratory in
      laboratory.receipts.map { (laboratory.code, $0) }
    }
    guard !counts.isEmpty || !files.isEmpty || !data.notes.isEmpty else { return nil }
    var body = ""
    if !counts.isEmpty {
      body +=
        MarkupTable(
          "Rules and how often they were needed",
          [
            .init("Rule"), .init("Rows", isNumber: true), .init("Laboratories", isNumber: true),
            .init("Result"),
          ],
          rows: counts.sorted { $0.key < $1.key }.map { rule, count in
            [
              .init(rule.replacing("-", with: " ")), .init(NumberText.grouped(count.rows)),
              .init(NumberText.grouped(count.laboratories)),
              .init(
                count.isAccepted ? "counts" : "does not count",
                mark: count.isAccepted ? "" : "minor"),
            ]
          }, form: .plain
        ).html
    }
    if !data.notes.isEmpty {
      body +=
        "<h3>About the round</h3>\n"
        + MarkupTable(
          "Notes about the round", [.init("About"), .init("Rule"), .init("Remark")],
          rows: data.notes.prefix(Self.listed).map {
            [
              .init($0.subject ?? "–"), .init($0.rule.replacing("-", with: " ")), .init($0.remark),
            ]
          }, form: .plain
        ).html
    }
    if !files.isEmpty {
      body +=
        "<details><summary>Files received (\(NumberText.grouped(files.count)))</summary>\n"
        + (files.count > Self.listed
          ? "<p class=\"note\">The first \(Self.listed); all stand in the published table.</p>\n"
          : "")
        + MarkupTable(
          "Files received",
          [
            .init("Laboratory"), .init("File"), .init("Rows", isNumber: true),
            .init("Refused", isNumber: true), .init("SHA-256"),
          ],
          rows: files.prefix(Self.listed).map { code, receipt in
            [
              .init(code), .init(receipt.file), .init("\(receipt.rows)"),
              .init("\(receipt.refused)", mark: receipt.refused > 0 ? "minor" : ""),
              .init(receipt.digest, mark: "digest"),
            ]
          }
        ).html + "</details>\n"
    }
    return RoundSection(
      id: "notes", heading: "What has come", note: "", body: body)
  }
}
