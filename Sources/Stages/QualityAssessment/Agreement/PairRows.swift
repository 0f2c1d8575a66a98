internal import ProficiencyTesting
internal import Statistics
internal import Tables

/// What two methods have in common: differences and their limits, and the line of one on the other.
struct PairRows {
  static let schema = TableSchema([
    Column("first", .string), Column("second", .string), Column("statistic", .string),
    Column("value", .number), Column("lower", .number), Column("upper", .number),
    Column("items", .integer),
  ])
  /// Methods of which every two are compared at most.
  private static let mostMethods = 8

  var writer = RowWriter()

  init(_ table: MeasuredTable, reference: String?, comparesInBinary: Bool) {
    let all = table.laboratories
    if let reference {
      for other in all where other != reference && all.contains(reference) {
        add(table, reference, other, comparesInBinary)
      }
    } else if all.count <= Self.mostMethods {
      for (place, first) in all.enumerated() {
        for second in all[(place + 1)...] { add(table, first, second, comparesInBinary) }
      }
    }
  }

  private mutating func add(
    _ table: MeasuredTable, _ first: String, _ second: String, _ comparesInBinary: Bool
  ) {
    let shared = table.measurands.filter {
      !table.texts(first, $0).isEmpty && !table.texts(second, $0).isEmpty
    }
    let x = shared.compactMap { table.mean(first, $0) }
    let y = shared.compactMap { table.mean(second, $0) }
    func write(_ statistic: String, _ value: Double?, _ interval: ConfidenceInterval?) {
      append(first, second, statistic, value, interval, shared.count)
    }
    let differences = BlandAltman(x, y)
    write("bias", differences?.bias, differences?.biasInterval)
    write("deviation", differences?.deviation, nil)
    write("limit_lower", differences?.lower, differences?.lowerInterval)
    write("limit_upper", differences?.upper, differences?.upperInterval)
    let line: PassingBablok?
    if !comparesInBinary, let (left, right) = Self.decimals(table, first, second, shared) {
      line = PassingBablok(left, right)
    } else {
      line = PassingBablok(x, y)
    }
    write("slope", line?.slope, line?.slopeInterval)
    write("intercept", line?.intercept, line?.interceptInterval)
  }

  /// The values as written, where each is one and not a mean.
  private static func decimals(
    _ table: MeasuredTable, _ first: String, _ second: String, _ items: [String]
  ) -> (DecimalValues, DecimalValues)? {
    let left = items.map { table.texts(first, $0) }
    let right = items.map { table.texts(second, $0) }
    guard (left + right).allSatisfy({ $0.count == 1 }), let x = DecimalValues(left.flatMap { $0 }),
      let y = DecimalValues(right.flatMap { $0 })
    else { return nil }
    return (x, y)
  }

  private mutating func append(
    _ first: String, _ second: String, _ statistic: String, _ value: Double?,
    _ interval: ConfidenceInterval?, _ items: Int
  ) {
    writer.append(first)
    writer.append(second)
    writer.append(statistic)
    writer.append(value)
    writer.append(interval?.lower)
    writer.append(interval?.upper)
    writer.append(items)
    writer.endRow()
  }
}
