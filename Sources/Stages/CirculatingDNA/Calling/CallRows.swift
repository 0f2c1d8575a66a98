internal import CirculatingDNA
internal import Statistics
internal import Tables

/// The rows of calls.
struct CallRows {
  /// `tested` is how many sites of the sample and family the q-value is adjusted over.
  static let schema = TableSchema([
    Column("sample", .string), Column("chrom", .string), Column("pos", .integer),
    Column("ref", .string), Column("alt", .string), Column("alt_count", .integer),
    Column("depth", .integer), Column("vaf", .number), Column("vaf_low", .number),
    Column("vaf_high", .number), Column("p_value", .number), Column("q_value", .number),
    Column("lod95", .number), Column("call", .string), Column("reasons", .string),
    Column("tested", .integer), Column("background_rate", .number), Column("family", .string),
  ])

  private var writer = RowWriter()

  /// Appends the calls of a sample.
  mutating func append(
    _ sample: AlleleCounts.Sample, _ sites: [AlleleSite], _ evidence: [SiteEvidence],
    _ calls: [SiteCall], _ models: [ErrorModel]
  ) {
    var tested = [0, 0]
    for (seen, call) in zip(evidence, calls) where call.pValue != nil {
      tested[seen.isHotspot ? 1 : 0] += 1
    }
    for (place, call) in calls.enumerated() {
      let seen = evidence[place]
      let site = sites[Int(sample.rows[place].site)]
      writer.append(sample.name)
      writer.append(site.contig)
      writer.append(site.position)
      writer.append(site.ref)
      writer.append(site.alt)
      writer.append(seen.mutant)
      writer.append(seen.molecules)
      writer.append(call.fraction)
      writer.append(call.interval?.lower)
      writer.append(call.interval?.upper)
      writer.append(call.pValue)
      writer.append(call.qValue)
      writer.append(call.limit)
      writer.append(call.verdict.rawValue)
      writer.append(call.reasons.isEmpty ? nil : call.reasons.text)
      writer.append(tested[seen.isHotspot ? 1 : 0])
      writer.append(seen.model.map { models[$0].rate })
      writer.append(seen.isHotspot ? "hotspot" : "panel")
      writer.endRow()
    }
  }

  /// Hands over the rows and their number.
  mutating func take() -> (bytes: [UInt8], count: Int) { (writer.takeBytes(), writer.rowCount) }
}
