internal import Pages
package import PipelineModel
internal import Tables

/// Writes a page for each laboratory of a round, and one for the organiser (`eqa.report`).
package struct EQAReport: TableStage {
  private static let scheme = Setting<RoundHeading>(
    "scheme", .roundHeading, default: RoundHeading(), shown: "{}",
    "What the pages are headed: the `name` of the scheme, its `round`, the `organiser`, a `contact`, and `dates` by what happened on them."
  )
  private static let unit = Setting<String>(
    "unit", .string, default: "", shown: "\"\"",
    "What values are in, behind numbers and axes: `fraction` is written in percent, `percent` as it is, others such as `ng/mL` stand as given."
  )
  private static let youden = Setting<[[String]]?>(
    optional: "youden", .measurandPairs,
    "Which measurands are drawn against each other, [[\"S1\", \"S2\"]]; without it neighbours, up to three pairs."
  )
  private static let drawnMeasurands = Setting<Int>(
    "drawnMeasurands", .integer(0...60), default: 12, shown: "12",
    "The most measurands that are drawn, those with the most results that are not acceptable; tables have all."
  )
  private static let earlierRounds = Setting<EarlierRounds?>(
    optional: "earlierRounds", .earlierRounds, role: .referenceFiles,
    "The scores that earlier rounds published, the oldest first: {\"2025-1\": \"../2025-1/scores.csv\"}."
  )

  private static let needs: [String: [String]] = [
    "scores": ["laboratory", "measurand", "value", "z", "verdict"],
    "scheme": ["measurand", "assigned_value", "sigma_pt"],
    "marks": ["laboratory", "sample", "criterion", "marks", "critical"],
    "agreement": ["statistic", "laboratory", "value"],
    "comparison": ["laboratory", "sample", "chrom", "pos", "ref", "alt", "decision"],
    "summary": ["laboratory", "sample", "type", "vaf_band", "tp", "fp", "fn"],
    "receipts": ["file", "laboratory", "sha256"],
    "genotypeReceipts": ["file", "laboratory", "sha256"],
    "notes": ["laboratory", "rule"], "genotypeNotes": ["laboratory", "rule"],
    "variantNotes": ["laboratory", "rule"], "participants": ["laboratory"],
  ]

  package static let kind = StageKind(
    "eqa.report", shape: .table,
    "Writes a self-contained HTML page for each laboratory of a round, on which no other is named, and one for the organiser.",
    inputs: needs.keys.sorted().map { InputPort($0, .table, .optional) },
    outputs: [
      OutputPort(
        "documents", .documents,
        "`organiser.html`, and for each laboratory a page called by its code; publish it as a folder, `\"pages/\"`."
      )
    ],
    settings: [scheme, unit, youden, drawnMeasurands, earlierRounds])

  /// Pages about whomever the tables are about.
  package let outputs: [String: EdgeType]
  private let heading: RoundHeading
  private let text: RoundText
  private let pairs: [[String]]?
  private let drawn: Int
  private let earlier: EarlierRounds?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    heading = try context[Self.scheme]
    text = RoundText(unit: try context[Self.unit])
    pairs = try context[Self.youden]
    drawn = try context[Self.drawnMeasurands]
    earlier = try context[Self.earlierRounds]
    for edge in context.edges {
      for column in Self.needs[edge.name] ?? [] { context.requireColumn(column, on: edge) }
    }
    if context.edges.isEmpty {
      context.diagnostics.error(
        "missing-edge", "no table comes into stage \"\(context.stageName)\"",
        remedy: "name at least one under \"from\", such as \"scores\" or \"marks\"",
        at: context.position)
    }
    let privacy = context.edges.map(\.type.privacy).max() ?? .released
    outputs = ["documents": EdgeType(.documents, privacy: privacy)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var data = try RoundDataReader(inputs, earlier).data
    let names = try PageNames.names(data.laboratories.map(\.code))
    for name in (pairs ?? []).flatMap(\.self)
    where !data.measurands.contains(where: { $0.name == name }) {
      throw StageError(
        .input, "\"youden\" names the measurand \"\(name)\", which has no results",
        remedy: "mend it, or leave it out")
    }
    let youden = RoundPlots.pairs(data, asked: pairs).compactMap { first, second in
      RoundPlots.youden(data, first, second).map {
        (first: first, second: second, frame: $0.frame, quadrants: $0.quadrants)
      }
    }
    let laboratories = data.laboratories
    let plots = RoundPlots(data, text, limit: drawn)
    let template = try RoundPageTemplate()
    // Nothing with a code in it is handed to the pages of laboratories but what is their own.
    data.laboratories = []
    data.notes = []
    let overview = RoundOverview(
      heading: heading, data: data, plots: plots, youden: youden,
      laboratories: laboratories.count)
    let step = 64
    for start in stride(from: 0, to: laboratories.count, by: step) {
      let some = Array(laboratories[start..<min(start + step, laboratories.count)])
      let pages = try mapInParallel(some, cores: resources.cores) { own throws(StageError) in
        Array(template.html(LaboratoryPage(own: own, overview: overview).view).utf8)
      }
      for (place, page) in pages.enumerated() {
        try output.write(page, named: names[start + place], to: "documents")
      }
    }
    data.laboratories = laboratories
    let page = OrganiserPage(data: data, overview: overview, pages: names)
    try output.write(
      Array(template.html(page.view).utf8), named: OrganiserPage.fileName, to: "documents")
  }
}
