internal import Pages

/// What the pages of all laboratories share. There is no code in it, so no page can name another laboratory.
struct RoundOverview: Sendable {
  let heading: RoundHeading
  /// The round without its laboratories.
  let data: RoundData
  let plots: RoundPlots
  /// Pairs of measurands with their drawing.
  let youden: [(first: Int, second: Int, frame: PlotFrame, quadrants: [String: Int])]
  /// How many laboratories take part.
  let laboratories: Int

  var text: RoundText { plots.text }
}

/// The page of one laboratory.
struct LaboratoryPage {
  let own: RoundData.Laboratory
  let overview: RoundOverview

  /// The page as the template reads it.
  var view: RoundPageView {
    let heading = overview.heading
    let scheme = [heading.name, heading.round.map { "round \($0)" }].compactMap { $0 }
      .joined(separator: ", ")
    var facts: [RoundPageView.Fact] = []
    let scored = own.scores.values.count { $0.verdict != nil }
    if scored > 0 {
      facts.append(
        .init(
          term: "Measured values",
          value: "\(own.count("acceptable")) acceptable, \(own.count("warning")) warning, "
            + "\(own.count("action")) action"))
    }
    if !own.marks.isEmpty {
      facts.append(
        .init(
          term: "Genotypes",
          value: "\(RoundText.figures(own.points, 4)) marks for "
            + NumberText.counted(own.marks.count, "sample")))
      facts.append(.init(term: "Critical errors", value: "\(own.criticalErrors)"))
    }
    if let all = own.allVariants {
      facts.append(
        .init(
          term: "Variants",
          value: "\(all.counts.found) of \(all.counts.found + all.counts.missed) found, "
            + "\(all.counts.falselyReported) not there"))
    }
    for date in heading.dates { facts.append(.init(term: date.what, value: date.when)) }
    return RoundPageView(
      title: own.code, eyebrow: scheme,
      lead:
        "This page is for laboratory \(own.code), one of \(NumberText.grouped(overview.laboratories)). The others "
        + "appear on it without their codes.",
      facts: facts, sections: sections, closing: Self.closing(heading),
      style: RoundPageTemplate.style(foot: "\(scheme) · \(own.code)"))
  }

  static func closing(_ heading: RoundHeading) -> String {
    let from = [heading.organiser, heading.contact].compactMap { $0 }.joined(separator: ", ")
    return (from.isEmpty ? "" : "From \(from). ")
      + "For quality assurance: PCMFlow is not a medical device, and nothing on this page decides about a patient."
  }

  private var sections: [RoundSection] {
    guard own.hasSent else {
      return [
        RoundSection(
          id: "look", heading: "Nothing has come",
          note:
            "No result of this laboratory has reached the organiser in this round, or none that could be read.",
          body: ReceivedTables.html(own))
      ] + (historySection.map { [$0] } ?? [])
    }
    return [lookSection, valueSection, genotypeSection, variantSection, historySection, received]
      .compactMap { $0 }
  }

  // MARK: What to look at

  /// What is not as it should be, the worst first; at most a dozen lines.
  private var lookSection: RoundSection {
    var lines: [(kind: String, text: String)] = []
    for (place, measurand) in overview.data.measurands.enumerated() {
      guard let score = own.scores[place], let verdict = score.verdict, verdict != "acceptable"
      else { continue }
      let number = RoundText.score(measurand.score(score))
      lines.append(
        (
          "is-\(verdict)",
          "\(measurand.name): \(overview.text.value(score.value)) where \(overview.text.value(measurand.assigned)) "
            + "is assigned, \(measurand.scoreName) = \(number) (\(verdict))"
        ))
    }
    for mark in own.marks where mark.isCritical {
      lines.append(("is-action", "\(mark.sample): \(RoundText.criterion(mark.criterion))"))
    }
    for mark in own.marks where mark.criterion == "no_answer" || mark.criterion == "failed" {
      lines.append(("is-warning", "\(mark.sample): \(RoundText.criterion(mark.criterion))"))
    }
    for call in own.calls where call.decision != "UNK" {
      lines.append(
        (
          call.decision == "VAF" || call.reason != nil ? "is-warning" : "is-action",
          "\(call.sample), \(RoundText.allele(call)): \(RoundText.decision(call))"
        ))
    }
    if own.refusedRows > 0 {
      lines.append(
        (
          "is-warning",
          "\(NumberText.counted(own.refusedRows, "row")) of what was sent could not be used; see below"
        ))
    }
    let sorted =
      lines.filter { $0.kind == "is-action" } + lines.filter { $0.kind != "is-action" }
    var shown = Array(sorted.prefix(12))
    if sorted.count > shown.count {
      shown.append(("is-warning", "and \(sorted.count - shown.count) more in the tables below"))
    }
    if shown.isEmpty { shown = [("is-good", "Nothing: every result is as it should be.")] }
    let escape = MarkupContent.escaped
    let items = shown.map { "<li class=\"\($0.kind)\">\(escape($0.text))</li>" }.joined()
    return RoundSection(
      id: "look", heading: "What to look at", note: "",
      body: "<ul class=\"look\">\(items)</ul>")
  }

  private var received: RoundSection? {
    let body = ReceivedTables.html(own)
    guard !body.isEmpty else { return nil }
    return RoundSection(
      id: "received", heading: "What has come from you",
      note:
        "Each file with its digest (SHA-256), and what rules did with its rows. A refused row did not count.",
      body: body)
  }
}

/// Receipts and notes of a laboratory.
enum ReceivedTables {
  /// The most notes that are listed.
  private static let listed = 200

  static func html(_ own: RoundData.Laboratory) -> String {
    var html = ""
    if !own.receipts.isEmpty {
      html +=
        MarkupTable(
          "Files received",
          [
            .init("File"), .init("Table"), .init("Rows", isNumber: true),
            .init("Refused", isNumber: true), .init("Rules"), .init("SHA-256"),
          ],
          rows: own.receipts.map { receipt in
            [
              .init(receipt.file), .init(receipt.table), .init("\(receipt.rows)"),
              .init("\(receipt.refused)", mark: receipt.refused > 0 ? "minor" : ""),
              .init(rules(receipt.rules)), .init(receipt.digest, mark: "digest"),
            ]
          }
        ).html
    }
    guard !own.notes.isEmpty else { return html }
    let rows = own.notes.prefix(listed).map { note -> [MarkupTable.Cell] in
      [
        .init(note.subject ?? "–"), .init(note.table),
        .init(note.row == nil ? "–" : "\(note.row ?? 0)"),
        .init(note.rule.replacing("-", with: " ")),
        .init(note.isAccepted ? "counts" : "does not count", mark: note.isAccepted ? "" : "minor"),
        .init(note.remark),
      ]
    }
    html += "<h3>What was noticed</h3>\n"
    if own.notes.count > listed {
      html += "<p class=\"note\">The first \(listed) of \(own.notes.count).</p>\n"
    }
    return html
      + MarkupTable(
        "What was noticed about the rows",
        [
          .init("About"), .init("Table"), .init("Row", isNumber: true), .init("Rule"),
          .init("Result"), .init("Remark"),
        ], rows: rows
      ).html
  }

  private static func rules(_ text: String) -> String {
    text.isEmpty ? "–" : text.replacing(";", with: ", ").replacing("-", with: " ")
  }
}
