internal import Genomics
internal import PipelineModel
internal import Statistics
internal import Tables
internal import VariantComparison

/// Recall and precision by laboratory, sample, type of variant and band of allele fractions.
struct DetectionSummary {
  static let schema = TableSchema([
    Column("laboratory", .string), Column("sample", .string), Column("type", .string),
    Column("tp", .integer), Column("fp", .integer), Column("fn", .integer),
    Column("unk", .integer), Column("recall", .number), Column("precision", .number),
    Column("f1", .number), Column("recall_lower", .number), Column("recall_upper", .number),
    Column("precision_lower", .number), Column("precision_upper", .number),
    Column("vaf_band", .string), Column("query_tp", .integer),
    Column("fn_beyond_claim", .integer), Column("recall_of_claim", .number),
  ])

  private struct Key: Hashable {
    let laboratory: String
    let sample: String
    let type: String
    let band: String
  }

  private var tallies: [Key: DetectionTally] = [:]

  /// Adds what one laboratory found in one sample; one that has sent an empty file has rows too.
  mutating func add(_ counts: DetectionCounts, laboratory: String, sample: String) {
    counts.forEach { type, band, tally in
      for name in [sample, "all"] {
        tallies[
          Key(laboratory: laboratory, sample: name, type: type, band: band),
          default: DetectionTally()
        ].add(tally)
      }
    }
  }

  /// The rows, sorted; those of all together first.
  func write(_ output: any TaskOutput) throws(StageError) {
    let order = { (text: String) in text == "all" ? "" : text }
    let keys = tallies.keys.sorted {
      (order($0.laboratory), order($0.sample), order($0.type), order($0.band))
        < (order($1.laboratory), order($1.sample), order($1.type), order($1.band))
    }
    var writer = RowWriter()
    for key in keys {
      guard let tally = tallies[key] else { continue }
      writer.append(key.laboratory)
      writer.append(key.sample)
      writer.append(key.type)
      writer.append(tally.truthFound)
      writer.append(tally.falselyReported)
      writer.append(tally.missed)
      writer.append(tally.unknown)
      writer.append(tally.recall)
      writer.append(tally.precision)
      writer.append(tally.f1)
      writer.append(tally.recallInterval?.lower)
      writer.append(tally.recallInterval?.upper)
      writer.append(tally.precisionInterval?.lower)
      writer.append(tally.precisionInterval?.upper)
      writer.append(key.band)
      writer.append(tally.reportedFound)
      writer.append(tally.missedBeyondClaim)
      writer.append(tally.recallOfClaim)
      writer.endRow()
    }
    try output.declareTable("summary", schema: Self.schema)
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "summary")
  }
}

/// What was found in one sample, by type of variant and by band of allele fractions.
struct DetectionCounts: Sendable {
  private let bands: [Double]
  private var all = DetectionTally()
  /// By type; the last is of calls whose alleles are of different types.
  private var ofTypes = Array(repeating: DetectionTally(), count: VariantType.allCases.count + 1)
  private var ofBands: [DetectionTally]

  /// - Parameter bands: Where bands of allele fractions end, ascending.
  init(bands: [Double]) {
    self.bands = bands
    ofBands = Array(repeating: DetectionTally(), count: bands.count + 1)
  }

  /// Counts a row.
  mutating func add(_ row: ComparedRow) {
    Self.add(row, to: &all)
    let type = row.type.flatMap { VariantType.allCases.firstIndex(of: $0) }
    Self.add(row, to: &ofTypes[type ?? VariantType.allCases.count])
    if let fraction = row.truthFraction ?? row.reportedFraction {
      Self.add(row, to: &ofBands[bands.firstIndex { fraction < $0 } ?? bands.count])
    }
  }

  /// Adds what was counted on another part of the genome.
  mutating func add(_ other: DetectionCounts) {
    all.add(other.all)
    for place in ofTypes.indices { ofTypes[place].add(other.ofTypes[place]) }
    for place in ofBands.indices { ofBands[place].add(other.ofBands[place]) }
  }

  /// Gives the tallies of all together and of each type and band in which there is something.
  func forEach(_ body: (_ type: String, _ band: String, DetectionTally) -> Void) {
    body("all", "all", all)
    for (place, tally) in ofTypes.enumerated() where tally != DetectionTally() {
      let types = VariantType.allCases
      body(ComparedRow.name(place < types.count ? types[place] : nil), "all", tally)
    }
    guard !bands.isEmpty else { return }
    for (place, tally) in ofBands.enumerated() where tally != DetectionTally() {
      body("all", name(ofBand: place), tally)
    }
  }

  /// `<0.01`, `0.01-0.05`, `>=0.05`.
  private func name(ofBand place: Int) -> String {
    if place == 0 { return "<\(bands[0])" }
    return place == bands.count ? ">=\(bands[place - 1])" : "\(bands[place - 1])-\(bands[place])"
  }

  private static func add(_ row: ComparedRow, to tally: inout DetectionTally) {
    switch row.decision {
    case .TP:
      if row.side != .query { tally.truthFound += 1 }
      if row.side != .truth { tally.reportedFound += 1 }
    case .FP: tally.falselyReported += 1
    case .FN:
      tally.missed += 1
      if row.isBeyondClaim { tally.missedBeyondClaim += 1 }
    case .UNK: tally.unknown += 1
    }
  }
}
