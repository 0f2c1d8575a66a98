internal import ByteIO
internal import HealthIndicators
internal import PipelineModel
internal import Tables

/// The table of what a release lets everybody know about each count; it is also the register for later releases.
///
/// Columns: indicator, period, the divisions, conf_status, then for numerator, complement and denominator the lowest and
/// the highest value that are possible (equal where the row is published, null where nothing bounds it), and the
/// distance that was required.
enum ProtectionProof {
  private static let counts = ["numerator", "complement", "denominator"]

  static func schema(_ divisions: [String]) -> TableSchema {
    TableSchema(
      (["indicator", "period"] + divisions + ["conf_status"]).map { Column($0, .string) }
        + counts.flatMap { [Column("\($0)_lowest", .number), Column("\($0)_highest", .number)] }
        + [Column("required_width", .number)])
  }

  /// The counts that the measures of a basis are, by their place among the columns.
  private static func places(_ basis: CountBasis) -> [Int] {
    switch basis {
    case .proportion: [0, 1]
    case .rate: [0]
    case .persons: [2]
    case .amount: [0, 2]
    }
  }

  static func write(
    _ cell: IndicatorCell, _ status: ConfidentialityStatus,
    _ intervals: [DisclosureControl.Interval], isRounded: Bool, to writer: inout RowWriter
  ) {
    writer.append(cell.indicator)
    writer.append(cell.period)
    for division in cell.divisions { writer.append(division) }
    writer.append(status.rawValue)
    var ranges = [(Double, Double)?](repeating: nil, count: counts.count)
    if status == .free, !isRounded {
      if cell.basis == .amount { ranges[0] = cell.amount.map { ($0, $0) } }
      if cell.basis != .amount { ranges[0] = cell.numerator.map { (Double($0), Double($0)) } }
      ranges[2] = cell.denominator.map { (Double($0), Double($0)) }
      if cell.basis == .proportion, let numerator = ranges[0], let denominator = ranges[2] {
        ranges[1] = (denominator.0 - numerator.0, denominator.0 - numerator.0)
      }
    } else {
      for (place, interval) in zip(places(cell.basis), intervals) {
        ranges[place] = (interval.lowest, interval.highest)
      }
    }
    for range in ranges {
      writer.append(range?.0)
      writer.append(range.flatMap { $0.1.isFinite ? $0.1 : nil })
    }
    writer.append(intervals.map(\.width).max())
    writer.endRow()
  }

  // MARK: Reading

  /// Adds the releases that files hold to a register: proofs, or released tables themselves.
  static func read(
    _ path: String, divisions: [String], bases: [String: CountBasis],
    into register: inout ReleaseRegister
  ) throws(StageError) {
    for row in try releasedRows(of: path) {
      let indicator = row["indicator"] ?? ""
      let place = ReleaseRegister.Place(
        indicator: indicator, period: row["period"] ?? "",
        divisions: divisions.map { row[$0] ?? "" })
      register.add(place, entry(row, bases[indicator] ?? .proportion))
    }
  }

  private static func entry(_ row: [String: String], _ basis: CountBasis) -> ReleaseRegister.Entry {
    func number(_ name: String) -> Double? { row[name].flatMap { Double($0) } }
    if row["conf_status"] == ConfidentialityStatus.free.rawValue || row["conf_status"] == nil,
      row["numerator_lowest"] == nil, row["denominator_lowest"] == nil
    {
      var values = [number("numerator"), nil, number("denominator")]
      if let numerator = values[0], let denominator = values[2] {
        values[1] = denominator - numerator
      }
      return places(basis).map { place in
        values[place].map { $0...$0 } ?? 0...Double.infinity
      }
    }
    return places(basis).map { place in
      let lowest = number("\(counts[place])_lowest") ?? 0
      return lowest...max(lowest, number("\(counts[place])_highest") ?? .infinity)
    }
  }
}
