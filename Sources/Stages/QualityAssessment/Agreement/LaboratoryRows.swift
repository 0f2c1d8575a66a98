internal import ProficiencyTesting
internal import Statistics
internal import Tables

/// The intraclass correlations of all laboratories, on the items that all of them have measured.
struct CorrelationRows {
  static let schema = TableSchema([
    Column("statistic", .string), Column("value", .number), Column("lower", .number),
    Column("upper", .number), Column("f", .number), Column("items", .integer),
    Column("laboratories", .integer),
  ])

  var writer = RowWriter()

  init(_ table: MeasuredTable) {
    let items = table.measurands.filter { measurand in
      table.laboratories.allSatisfy { !table.texts($0, measurand).isEmpty }
    }
    let subjects = items.map { measurand in
      table.laboratories.compactMap { table.mean($0, measurand) }
    }
    let found = IntraclassCorrelation(subjects: subjects)
    let rows: [(String, IntraclassCorrelation.Estimate?)] = [
      ("ICC(1)", found?.single), ("ICC(A,1)", found?.absolute), ("ICC(C,1)", found?.consistent),
      ("ICC(k)", found?.ofMeans.single), ("ICC(A,k)", found?.ofMeans.absolute),
      ("ICC(C,k)", found?.ofMeans.consistent),
    ]
    for (name, estimate) in rows {
      writer.append(name)
      writer.append(estimate?.value)
      writer.append(estimate?.interval?.lower)
      writer.append(estimate?.interval?.upper)
      writer.append(estimate.flatMap { $0.ratio.isFinite ? $0.ratio : nil })
      writer.append(items.count)
      writer.append(table.laboratories.count)
      writer.endRow()
    }
  }
}

/// Mandel's statistics, with the values that they exceed by chance with probabilities of 1 % and 0.5 %.
struct MandelRows {
  static let schema = TableSchema([
    Column("laboratory", .string), Column("measurand", .string), Column("replicates", .integer),
    Column("mean", .number), Column("deviation", .number), Column("h", .number),
    Column("k", .number), Column("h_critical_1", .number), Column("k_critical_1", .number),
    Column("h_critical_05", .number), Column("k_critical_05", .number),
    Column("flag", .string),
  ])

  var writer = RowWriter()

  init(_ table: MeasuredTable) {
    for measurand in table.measurands {
      let own = table.laboratories.filter { !table.texts($0, measurand).isEmpty }
      let values = own.map { table.values($0, measurand) }
      guard let all = Mandel.all(values) else { continue }
      for (place, laboratory) in own.enumerated() {
        add(laboratory, measurand, values[place], all[place], own.count)
      }
    }
  }

  private mutating func add(
    _ laboratory: String, _ measurand: String, _ values: [Double], _ mandel: Mandel, _ count: Int
  ) {
    let one = Mandel.critical(laboratories: count, replicates: values.count, level: 0.01)
    let half = Mandel.critical(laboratories: count, replicates: values.count)
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    writer.append(laboratory)
    writer.append(measurand)
    writer.append(values.count)
    writer.append(mean)
    writer.append(values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil)
    writer.append(mandel.h)
    writer.append(mandel.k)
    writer.append(one?.h)
    writer.append(one?.k)
    writer.append(half?.h)
    writer.append(half?.k)
    var flags: [String] = []
    if let half, abs(mandel.h) > half.h { flags.append("h") }
    if let k = mandel.k, let limit = half?.k, k > limit { flags.append("k") }
    writer.append(flags.isEmpty ? nil : flags.joined(separator: ";"))
    writer.endRow()
  }
}

/// Where laboratories lie by two measurands.
struct YoudenRows {
  static let schema = TableSchema([
    Column("laboratory", .string), Column("first", .string), Column("second", .string),
    Column("x", .number), Column("y", .number), Column("quadrant", .integer),
    Column("systematic", .number), Column("random", .number), Column("centre_x", .number),
    Column("centre_y", .number), Column("radius_95", .number), Column("within_95", .boolean),
  ])

  var writer = RowWriter()

  init(_ table: MeasuredTable, _ measurands: [String]) {
    guard measurands.count == 2 else { return }
    let own = table.laboratories.filter { laboratory in
      measurands.allSatisfy { !table.texts(laboratory, $0).isEmpty }
    }
    let x = own.compactMap { table.mean($0, measurands[0]) }
    let y = own.compactMap { table.mean($0, measurands[1]) }
    guard let plot = YoudenPlot(x, y) else { return }
    let radius = plot.radius(holding: 0.95)
    for (laboratory, point) in zip(own, plot.points) {
      let distance =
        (point.systematic * point.systematic + point.random * point.random).squareRoot()
      writer.append(laboratory)
      writer.append(measurands[0])
      writer.append(measurands[1])
      writer.append(point.first)
      writer.append(point.second)
      writer.append(point.quadrant)
      writer.append(point.systematic)
      writer.append(point.random)
      writer.append(plot.centre.first)
      writer.append(plot.centre.second)
      writer.append(radius)
      writer.append(distance <= radius)
      writer.endRow()
    }
  }
}
