internal import CirculatingDNA
internal import Statistics
internal import Tables

/// The rows of trajectories.
struct TrajectoryRows {
  /// Fractions, concentrations in haploid genome equivalents per millilitre of plasma, ratios to the baseline.
  static let schema = TableSchema([
    Column("patient", .string), Column("sample", .string), Column("date", .date),
    Column("vaf", .number), Column("hge_per_ml", .number), Column("ratio_to_baseline", .number),
    Column("ratio_low", .number), Column("ratio_high", .number), Column("status", .string),
    Column("vaf_low", .number), Column("vaf_high", .number), Column("hge_low", .number),
    Column("hge_high", .number), Column("lod95", .number), Column("variants", .integer),
    Column("days", .integer), Column("response", .string),
  ])

  private(set) var writer = RowWriter()

  /// Appends a patient's visits.
  mutating func append(_ trajectory: Trajectory) {
    let start = trajectory.visits.first?.date
    for (visit, point) in zip(trajectory.visits, trajectory.points) {
      func copies(_ fraction: Double?) -> Double? {
        guard let fraction, let concentration = visit.concentration else { return nil }
        return HaploidGenomes.perMillilitre(
          nanogramsPerMillilitre: concentration, alleleFraction: fraction)
      }
      writer.append(visit.patient)
      writer.append(visit.sample)
      writer.append(visit.dateText)
      writer.append(point.mean)
      writer.append(copies(point.mean))
      writer.append(point.response?.ratio)
      writer.append(point.response?.interval.lower)
      writer.append(point.response?.interval.upper)
      writer.append(point.status)
      writer.append(point.interval?.lower)
      writer.append(point.interval?.upper)
      writer.append(copies(point.interval?.lower))
      writer.append(copies(point.interval?.upper))
      writer.append(point.limit)
      writer.append(point.variants)
      writer.append(start.map { visit.date.dayNumber - $0.dayNumber })
      writer.append(point.answer)
      writer.endRow()
    }
  }
}
