internal import CirculatingDNA
internal import PipelineModel
internal import Tables

/// The measurements of samples, from whichever tables a definition names.
struct Measurements {
  private(set) var samples: [String: Measurement] = [:]

  /// Takes the calls of `ctdna.call`.
  mutating func add(calls table: TableArtifact) throws(StageError) {
    let call = try table.index(of: "call", for: "calls")
    try add(table, port: "calls") { reader, text, site, measurement in
      if reader.string(call, in: text) == SiteCall.Verdict.called.rawValue {
        measurement.called.insert(site)
      }
    }
  }

  /// Takes the sites of `ctdna.mrd`.
  mutating func add(sites table: TableArtifact) throws(StageError) {
    let outlier = table.schema.index(of: "outlier")
    try add(table, port: "sites") { reader, text, site, measurement in
      if reader.flag(outlier, in: text) == true { measurement.counts[site] = nil }
    }
  }

  private mutating func add(
    _ table: TableArtifact, port: String,
    _ note: (RowReader, Span<UInt8>, AlleleSite, inout Measurement) -> Void
  ) throws(StageError) {
    let alleles = try AlleleReader(table, port: port, assembly: nil)
    let sample = try table.index(of: "sample", for: port)
    let count = try table.index(of: "alt_count", for: port)
    let depth = try table.index(of: "depth", for: port)
    var samples = samples
    var number = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      let site = try alleles.site(reader, text, row: number)
      guard let name = reader.string(sample, in: text),
        let mutant = reader.integer(count, in: text), let total = reader.integer(depth, in: text),
        mutant >= 0, mutant <= total
      else {
        throw alleles.refusal(number, "has no counts, or more than its depth", field: "depth")
      }
      samples[name, default: Measurement()].counts[site] = (mutant, total)
      note(reader, text, site, &samples[name, default: Measurement()])
    }
    self.samples = samples
  }

  /// Takes the answers of `ctdna.mrd`, and where its sites are not known the sums over them as those of one variant.
  mutating func add(mrd table: TableArtifact, withoutSites: Bool) throws(StageError) {
    let sample = try table.index(of: "sample", for: "mrd")
    let call = try table.index(of: "call", for: "mrd")
    let limit = try table.index(of: "lod95", for: "mrd")
    let mutant = try table.index(of: "alt_molecules", for: "mrd")
    let total = try table.index(of: "total_molecules", for: "mrd")
    let all = AlleleSite(contig: "", position: 0, ref: "", alt: "")
    var samples = samples
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let name = reader.string(sample, in: text) else { return }
      var measurement = samples[name] ?? Measurement()
      measurement.call = reader.string(call, in: text)
      measurement.limit = reader.number(limit, in: text)
      if withoutSites, let mutant = reader.integer(mutant, in: text),
        let total = reader.integer(total, in: text)
      {
        measurement.counts[all] = (mutant, total)
      }
      samples[name] = measurement
    }
    self.samples = samples
  }
}

/// The table of samples: whose they are, and when they were taken.
struct VisitTable {
  private(set) var patients: [String] = []
  private(set) var visits: [String: [Trajectory.Visit]] = [:]

  init(_ table: TableArtifact) throws(StageError) {
    let sample = try table.index(of: "sample", for: "samples")
    let patient = try table.index(of: "patient", for: "samples")
    let date = try table.index(of: "date", for: "samples")
    let concentration = table.schema.index(of: "cfdna_ng_per_ml")
    let baseline = table.schema.index(of: "baseline")
    var (patients, visits) = (patients, visits)
    var names = Set<String>()
    var number = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      number += 1
      func refuse(_ what: String, _ field: String) -> StageError {
        StageError(.input, "row \(number) of \"samples\" \(what)", field: field)
      }
      guard let name = reader.string(sample, in: text), let owner = reader.string(patient, in: text)
      else { throw refuse("names no sample or no patient", "sample") }
      guard let day = CalendarDate(text, reader.cells[date].range),
        let spelled = reader.string(date, in: text)
      else { throw refuse("has no date written YYYY-MM-DD", "date") }
      guard names.insert(name).inserted else {
        throw refuse("names a sample that an earlier row names too", "sample")
      }
      let amount = reader.number(concentration, in: text)
      if let amount, amount < 0 { throw refuse("has a negative amount", "cfdna_ng_per_ml") }
      if visits[owner] == nil { patients.append(owner) }
      visits[owner, default: []].append(
        Trajectory.Visit(
          sample: name, patient: owner, date: day, dateText: spelled, concentration: amount,
          isBaseline: reader.flag(baseline, in: text) ?? false))
    }
    (self.patients, self.visits) = (patients, visits)
  }
}
