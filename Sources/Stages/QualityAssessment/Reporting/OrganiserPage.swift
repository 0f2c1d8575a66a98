internal import Pages

/// The page of the organiser, which names laboratories.
struct OrganiserPage {
  /// The name of its file, which no laboratory's page may have.
  static let fileName = "organiser.html"
  /// More rows of one table than this are left to the published tables.
  static let listed = 200

  let data: RoundData
  let overview: RoundOverview
  /// The page of each laboratory by its place.
  let pages: [String]

  var text: RoundText { overview.text }

  /// The page as the template reads it.
  var view: RoundPageView {
    let heading = overview.heading
    let laboratories = data.laboratories
    let title = heading.round.map { "Round \($0)" } ?? heading.name
    var facts: [RoundPageView.Fact] = [
      .init(term: "Laboratories", value: NumberText.grouped(laboratories.count)),
      .init(term: "with results", value: NumberText.grouped(laboratories.count { $0.hasSent })),
    ]
    let verdicts = ["acceptable", "warning", "action"].map { verdict in
      (verdict, laboratories.reduce(0) { $0 + $1.count(verdict) })
    }
    if verdicts.contains(where: { $0.1 > 0 }) {
      facts.append(
        .init(
          term: "Measured values",
          value: verdicts.map { "\(NumberText.grouped($0.1)) \($0.0)" }.joined(separator: ", ")))
    }
    if !data.samples.isEmpty {
      facts.append(
        .init(
          term: "Critical errors",
          value: NumberText.grouped(laboratories.reduce(0) { $0 + $1.criticalErrors })))
    }
    for date in heading.dates { facts.append(.init(term: date.what, value: date.when)) }
    return RoundPageView(
      title: title, eyebrow: "\(heading.name) – for the organiser",
      lead:
        "All laboratories of the round by their codes. Each has a page of its own beside this one, on which it alone is named.",
      facts: facts,
      sections: [
        laboratorySection, valueSection, genotypeSection, variantSection, historySection,
        noteSection,
      ].compactMap { $0 },
      closing: LaboratoryPage.closing(heading),
      style: RoundPageTemplate.style(foot: "\(heading.name) · \(title) · organiser"))
  }

  // MARK: Laboratories

  private var laboratorySection: RoundSection {
    let all = data.laboratories.indices
    let silent = all.filter { !data.laboratories[$0].hasSent }
    let remarkable = all.filter { weight($0) > 0 }.sorted { (-weight($0), $0) < (-weight($1), $1) }
    var body = ""
    if remarkable.isEmpty {
      body += "<ul class=\"look\"><li class=\"is-good\">Nobody has a result to look at.</li></ul>\n"
    } else {
      body += "<h3>To look at, the most remarkable first</h3>\n"
      body += laboratoryTable("Laboratories to look at", Array(remarkable.prefix(40)))
      if remarkable.count > 40 {
        body += "<p class=\"note\">The first 40 of \(remarkable.count); all stand below.</p>\n"
      }
    }
    if !silent.isEmpty {
      let names = silent.prefix(100).map { data.laboratories[$0].code }.joined(separator: ", ")
      body +=
        "<h3>Nothing has come from</h3>\n<p>\(MarkupContent.escaped(names))"
        + (silent.count > 100 ? " and \(silent.count - 100) more" : "") + "</p>\n"
    }
    body +=
      "<details><summary>All laboratories, with their pages</summary>\n"
      + laboratoryTable("All laboratories", Array(all)) + "</details>\n"
    return RoundSection(id: "laboratories", heading: "Laboratories", note: "", body: body)
  }

  /// How much there is to look at for a laboratory.
  private func weight(_ place: Int) -> Int {
    let own = data.laboratories[place]
    let all = own.allVariants?.counts ?? RoundData.Counts()
    return 10
      * (own.count("action") + own.criticalErrors + all.falselyReported + all.missed - all.excused)
      + own.count("warning") + min(own.refusedRows, 9)
  }

  private func laboratoryTable(_ caption: String, _ places: [Int]) -> String {
    let hasValues = !data.measurands.isEmpty
    let hasMarks = !data.samples.isEmpty
    let hasVariants = data.laboratories.contains { $0.allVariants != nil }
    var columns: [MarkupTable.Column] = [.init("Laboratory")]
    if hasValues { columns += [.init("Warning", isNumber: true), .init("Action", isNumber: true)] }
    if hasMarks {
      columns += [.init("Marks", isNumber: true), .init("Critical", isNumber: true)]
    }
    if hasVariants {
      columns += [
        .init("Found", isNumber: true), .init("Missed", isNumber: true),
        .init("Not there", isNumber: true),
      ]
    }
    columns.append(.init("Refused rows", isNumber: true))
    func count(_ number: Int, _ mark: String) -> MarkupTable.Cell {
      .init(NumberText.grouped(number), mark: number > 0 ? mark : "")
    }
    let rows = places.map { place -> [MarkupTable.Cell] in
      let own = data.laboratories[place]
      var row: [MarkupTable.Cell] = [.init(own.code, link: pages[place])]
      if hasValues {
        row += [count(own.count("warning"), "minor"), count(own.count("action"), "critical")]
      }
      if hasMarks {
        row += [
          .init(own.marks.isEmpty ? "–" : RoundText.figures(own.points, 4)),
          count(own.criticalErrors, "critical"),
        ]
      }
      if hasVariants {
        if let all = own.allVariants?.counts {
          row += [
            .init("\(all.found)"), count(all.missed, all.missed > all.excused ? "critical" : ""),
            count(all.falselyReported, "critical"),
          ]
        } else {
          row += ["–", "–", "–"]
        }
      }
      row.append(count(own.refusedRows, "minor"))
      return row
    }
    return MarkupTable(caption, columns, rows: rows, form: .dense).html
  }
}
