internal import Foundation
internal import Mustache
internal import Pages
internal import PipelineModel

/// The page about circulating DNA: one HTML file without scripts that refers to nothing outside itself.
enum PlasmaReportPage {
  /// Writes the page; every value of a table is escaped.
  static func html(
    title: String, description: String?, _ data: PlasmaReportData
  ) throws(StageError) -> String {
    MarkupContent.register()
    do {
      let view = PlasmaReportView(title: title, description: description, data)
      return try PlasmaReportTemplate.parts.map { try MustacheTemplate(string: $0).render(view) }
        .joined(separator: "\n")
    } catch {
      throw StageError(.internal, "the template of the page is wrong: \(error)")
    }
  }
}

/// The page as the template reads it; what may be absent is an array of at most one.
struct PlasmaReportView {
  /// More variants than this are not listed one by one.
  private static let listedVariants = 60

  var title: String
  var lead: [String]
  var facts: [Fact]
  var patients: [PatientView]
  var assay: [AssayView]
  let style = BaseStyle.text + "\n" + PlotStyle.text + "\n" + PlasmaReportTemplate.style

  /// A fact of the heading.
  struct Fact {
    var term: String, value: String
  }

  /// A patient's section.
  struct PatientView {
    var name: String
    var plot: String
    var visitRows: [VisitView]
    var variantTable: [VariantTable]
  }

  /// A row of a visit.
  struct VisitView {
    var date: String, answer: String, mark: String, disease: String, limit: String, fraction: String
    var copies: String, ratio: String
  }

  /// Variants by visit.
  struct VariantTable {
    var caption: String
    var dates: [String]
    var variantRows: [VariantView]
  }

  /// A row of a variant.
  struct VariantView {
    var name: String, share: String
    var cells: [Cell]
  }

  /// What one visit shows of a variant.
  struct Cell {
    var date: String, text: String, mark: String
  }

  /// The section about the assay.
  struct AssayView {
    var plot: String
    var limitRows: [LimitView]
    var levelRows: [LevelView]
  }

  /// A row of a limit.
  struct LimitView {
    var name: String, method: String, value: String, results: String
  }

  /// A row of a level.
  struct LevelView {
    var level: String, detected: String, variation: String
  }

  init(title: String, description: String?, _ data: PlasmaReportData) {
    self.title = title
    lead = description.map { [$0] } ?? []
    let visits = data.patients.flatMap(\.visits)
    facts = [
      Fact(term: "Patients", value: NumberText.grouped(data.patients.count)),
      Fact(term: "Samples", value: NumberText.grouped(visits.count)),
    ]
    for call in ["positive", "negative", "indeterminate"] {
      let count = visits.count { $0.call == call }
      if count > 0 || call != "indeterminate" {
        facts.append(Fact(term: call.capitalized, value: NumberText.grouped(count)))
      }
    }
    patients = data.patients.map { patient in
      PatientView(
        name: patient.name, plot: PlasmaPlots.course(patient),
        visitRows: patient.visits.map(Self.row), variantTable: Self.variants(patient))
    }
    assay =
      data.levels.isEmpty && data.limits.isEmpty
      ? []
      : [
        AssayView(
          plot: PlasmaPlots.detection(data), limitRows: Self.limits(data),
          levelRows: Self.levels(data))
      ]
  }

  private static func row(_ visit: PlasmaReportData.Visit) -> VisitView {
    let answer = visit.call ?? visit.status
    let words = [answer, visit.response.map { $0.replacing("_", with: " ") }].compactMap { $0 }
    return VisitView(
      date: visit.date, answer: words.joined(separator: ", "), mark: answer,
      disease: PlasmaText.range(visit.disease, PlasmaText.fraction),
      limit: visit.limit.map(PlasmaText.fraction) ?? "–",
      fraction: PlasmaText.range(visit.fraction, PlasmaText.fraction),
      copies: PlasmaText.range(visit.copies, PlasmaText.significant),
      ratio: PlasmaText.range(visit.ratio, PlasmaText.significant))
  }

  /// Those variants that some visit shows, the most frequent first.
  private static func variants(_ patient: PlasmaReportData.Patient) -> [VariantTable] {
    guard !patient.variants.isEmpty else { return [] }
    func seen(_ variant: PlasmaReportData.Variant) -> Int {
      variant.counts.values.reduce(0) { $0 + $1.mutant }
    }
    let listed = patient.variants.enumerated().sorted {
      (-seen($0.element), $0.offset) < (-seen($1.element), $1.offset)
    }.prefix(listedVariants).map(\.element)
    let all = patient.variants.count
    let caption =
      listed.count < all
      ? "The \(listed.count) variants of \(all) with the most molecules"
      : NumberText.counted(all, "variant")
    let rows = listed.map { variant in
      VariantView(
        name: variant.name, share: variant.share.map(PlasmaText.fraction) ?? "–",
        cells: patient.visits.map { visit in
          guard let count = variant.counts[visit.sample], count.molecules > 0 else {
            return Cell(date: visit.date, text: "–", mark: "")
          }
          return Cell(
            date: visit.date,
            text: "\(NumberText.grouped(count.mutant)) of \(NumberText.grouped(count.molecules))",
            mark: count.isOutlier ? "outlier" : count.mutant > 0 ? "shown" : "")
        })
    }
    return [VariantTable(caption: caption, dates: patient.visits.map(\.date), variantRows: rows)]
  }

  private static let names = [
    "lob": "Limit of blank", "lod": "Limit of detection", "loq": "Limit of quantitation",
  ]

  private static func limits(_ data: PlasmaReportData) -> [LimitView] {
    data.limits.map { limit in
      LimitView(
        name: names[limit.name] ?? limit.name, method: limit.method,
        value: limit.value.map(PlasmaText.fraction) ?? "none: " + (limit.remark ?? ""),
        results: NumberText.grouped(limit.results))
    }
  }

  private static func levels(_ data: PlasmaReportData) -> [LevelView] {
    data.levels.map { level in
      LevelView(
        level: level.level == 0 ? "blank" : PlasmaText.fraction(level.level),
        detected: "\(level.detected) of \(level.results)",
        variation: level.level == 0
          ? "–" : level.variation.map { NumberText.fixed($0 * 100, 0) + " %" } ?? "–")
    }
  }
}
