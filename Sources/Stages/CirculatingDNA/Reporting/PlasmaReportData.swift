internal import PipelineModel
internal import Tables

/// What the page about circulating DNA is made from.
struct PlasmaReportData {
  /// A sample of a patient.
  struct Visit {
    let sample: String
    let date: String
    let days: Double
    let status: String
    let response: String?
    /// Mean allele fraction, its interval, and the same in copies per millilitre.
    let fraction: Range?
    let copies: Range?
    let ratio: Range?
    /// The ctDNA fraction with its interval, its limit of detection and the answer, from the test of all sites.
    var disease: Range?
    var limit: Double?
    var call: String?
    var pValue: Double?
  }

  /// A number between two limits.
  struct Range {
    let value: Double
    let lower: Double?
    let upper: Double?
  }

  /// A patient's visits, and their variants.
  struct Patient {
    let name: String
    var visits: [Visit] = []
    var variants: [Variant] = []
  }

  /// A variant, and what each visit shows of it.
  struct Variant {
    let name: String
    let share: Double?
    /// By sample: mutant molecules, all molecules, whether it is an outlier.
    var counts: [String: (mutant: Int, molecules: Int, isOutlier: Bool)] = [:]
  }

  /// A limit of the assay, or why there is none.
  struct Limit {
    let name: String
    let method: String
    let value: Double?
    let results: Int
    let remark: String?
  }

  /// A level of the dilution series.
  struct Level {
    let level: Double
    let results: Int
    let detected: Int
    let rate: Double
    let fitted: Double?
    let variation: Double?
  }

  private(set) var patients: [Patient] = []
  private(set) var limits: [Limit] = []
  private(set) var levels: [Level] = []

  init(_ inputs: TaskInputs) throws(StageError) {
    var places: [String: (Int, Int)] = [:]
    for row in try Rows(inputs, "trajectory").rows {
      guard let name = row["patient"], let sample = row["sample"] else { continue }
      if patients.last?.name != name { patients.append(Patient(name: name)) }
      let place = patients.count - 1
      places[sample] = (place, patients[place].visits.count)
      patients[place].visits.append(
        Visit(
          sample: sample, date: row["date"] ?? "", days: row.number("days") ?? 0,
          status: row["status"] ?? "", response: row["response"],
          fraction: row.range("vaf", "vaf_low", "vaf_high"),
          copies: row.range("hge_per_ml", "hge_low", "hge_high"),
          ratio: row.range("ratio_to_baseline", "ratio_low", "ratio_high")))
    }
    for row in try Rows(inputs, "mrd").rows {
      guard let (patient, visit) = row["sample"].flatMap({ places[$0] }) else { continue }
      patients[patient].visits[visit].disease =
        row.range("ctdna_fraction", "fraction_low", "fraction_high")
      patients[patient].visits[visit].limit = row.number("lod95")
      patients[patient].visits[visit].call = row["call"]
      patients[patient].visits[visit].pValue = row.number("p_value")
    }
    try addVariants(Rows(inputs, "sites"), places)
    limits = try Rows(inputs, "limits").rows.map { row in
      Limit(
        name: row["limit"] ?? "", method: row["method"] ?? "", value: row.number("value"),
        results: Int(row.number("results") ?? 0), remark: row["remark"])
    }
    levels = try Rows(inputs, "levels").rows.map { row in
      Level(
        level: row.number("level") ?? 0, results: Int(row.number("results") ?? 0),
        detected: Int(row.number("detected") ?? 0), rate: row.number("detection_rate") ?? 0,
        fitted: row.number("fitted_rate"), variation: row.number("cv"))
    }
  }

  private mutating func addVariants(_ rows: Rows, _ places: [String: (Int, Int)]) {
    var known: [String: Int] = [:]
    for row in rows.rows {
      guard let sample = row["sample"], let (patient, _) = places[sample],
        let chrom = row["chrom"], let position = row["pos"], let ref = row["ref"],
        let alt = row["alt"]
      else { continue }
      let name = "\(chrom):\(position) \(ref)>\(alt)"
      let key = "\(patient) \(name)"
      let place = known[key] ?? patients[patient].variants.count
      if known[key] == nil {
        known[key] = place
        patients[patient].variants.append(Variant(name: name, share: row.number("tumour_vaf")))
      }
      patients[patient].variants[place].counts[sample] = (
        Int(row.number("alt_count") ?? 0), Int(row.number("depth") ?? 0),
        row["outlier"] == "true"
      )
    }
  }
}

/// The rows of a table by column; none where the table does not come in.
private struct Rows {
  struct Row {
    let cells: [String: String]
    subscript(_ column: String) -> String? { cells[column] }
    func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
    func range(_ value: String, _ lower: String, _ upper: String) -> PlasmaReportData.Range? {
      number(value).map { .init(value: $0, lower: number(lower), upper: number(upper)) }
    }
  }

  private(set) var rows: [Row] = []

  init(_ inputs: TaskInputs, _ name: String) throws(StageError) {
    guard let table = inputs.optional(name) else { return }
    var rows: [Row] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      var cells: [String: String] = [:]
      for (place, column) in table.schema.columns.enumerated() {
        cells[column.name] = reader.string(place, in: text)
      }
      rows.append(Row(cells: cells))
    }
    self.rows = rows
  }
}
