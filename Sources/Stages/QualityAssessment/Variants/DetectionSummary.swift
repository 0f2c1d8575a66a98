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

  private let bands: [Double]
  private var tallies: [Key: DetectionTally] = [:]

  /// - Parameter bands: Where bands of allele fractions end, ascending.
  init(bands: [Double]) {
    self.bands = bands
  }

  /// Adds the rows of one laboratory and sample.
  mutating func add(_ rows: [ComparedRow], laboratory: String, sample: String) {
    // A laboratory that has sent an empty file has rows too.
    for name in [sample, "all"] {
      _ =
        tallies[
          Key(laboratory: laboratory, sample: name, type: "all", band: "all"),
          default: DetectionTally()]
    }
    for row in rows {
      let fraction = row.truthFraction ?? row.reportedFraction
      for name in [sample, "all"] {
        add(row, Key(laboratory: laboratory, sample: name, type: "all", band: "all"))
        add(row, Key(laboratory: laboratory, sample: name, type: row.type, band: "all"))
        if let fraction {
          let band = Self.band(fraction, bands)
          add(row, Key(laboratory: laboratory, sample: name, type: "all", band: band))
        }
      }
    }
  }

  private mutating func add(_ row: ComparedRow, _ key: Key) {
    var tally = tallies[key] ?? DetectionTally()
    switch row.decision {
    case .TP:
      if row.side != .query { tally.truthFound += 1 }
      if row.side != .truth { tally.reportedFound += 1 }
    case .FP: tally.falselyReported += 1
    case .FN:
      tally.missed += 1
      if row.reason != nil { tally.missedBeyondClaim += 1 }
    case .UNK: tally.unknown += 1
    }
    tallies[key] = tally
  }

  /// `<0.01`, `0.01-0.05`, `>=0.05`.
  static func band(_ fraction: Double, _ bands: [Double]) -> String {
    guard let first = bands.first, let last = bands.last else { return "all" }
    if fraction < first { return "<\(first)" }
    if fraction >= last { return ">=\(last)" }
    for (low, high) in zip(bands, bands.dropFirst()) where fraction < high {
      return "\(low)-\(high)"
    }
    return ">=\(last)"
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
