internal import ProficiencyTesting

/// Measured values by laboratory and measurand.
struct MeasuredTable {
  /// The measurands in the order in which they appear.
  let measurands: [String]
  /// The laboratories, sorted.
  let laboratories: [String]
  private var cells: [[String]: [String]] = [:]

  init(_ rows: MeasuredRows) {
    measurands = rows.measurands.map(\.name)
    var names: Set<String> = []
    for (measurand, results) in rows.measurands {
      for result in results where !result.replicates.isEmpty {
        names.insert(result.laboratory)
        cells[[result.laboratory, measurand]] = result.replicates
      }
    }
    laboratories = names.sorted()
  }

  /// The replicates as they were written; none where there is no result.
  func texts(_ laboratory: String, _ measurand: String) -> [String] {
    cells[[laboratory, measurand]] ?? []
  }

  /// The replicates.
  func values(_ laboratory: String, _ measurand: String) -> [Double] {
    texts(laboratory, measurand).compactMap { Double($0) }
  }

  /// The mean of the replicates.
  func mean(_ laboratory: String, _ measurand: String) -> Double? {
    let own = values(laboratory, measurand)
    return own.isEmpty ? nil : own.reduce(0, +) / Double(own.count)
  }
}
