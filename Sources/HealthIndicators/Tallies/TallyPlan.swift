package import Tables

/// What is counted of the rows of one table, each looked at by itself, and by which column rows belong together.
///
/// A definition has a place here if it counts a table (no `rows`) and its conditions name columns of the row only. Its
/// counts are then sums over the parts of the table, but for subjects that have rows in several parts.
package struct TallyPlan: Sendable {
  /// A text that rows are grouped by.
  enum Grouping: Hashable, Sendable {
    /// Not grouped.
    case whole
    /// One text for all rows.
    case constant(String)
    /// The period of a date or an instant in a column.
    case period(Int, IndicatorDefinition.Period.Length)
    /// The text of a column.
    case column(Int)
    /// The text of an expression.
    case expression(Int)
  }

  /// Where a yes or no about a row comes from.
  enum Flag: Hashable, Sendable {
    /// An expression is true.
    case isTrue(Int)
    /// An expression has a value.
    case hasValue(Int)
  }

  /// What one or several definitions count.
  struct Unit: Hashable, Sendable {
    /// Which groupings divide it: a place among the divisions.
    let division: Int
    /// The flag of the rows that are counted; nil for all.
    let denominator: Int?
    /// The flag of the rows of the numerator; nil for all of the denominator.
    let numerator: Int?
    /// The expression whose values are kept or added.
    let value: Int?
    /// Whether values are added up rather than kept.
    let addsValues: Bool
  }

  /// An SQLite expression over the columns of a row, and whether its text is asked for rather than its number.
  package struct Expression: Hashable, Sendable {
    /// The expression.
    package let sql: String
    /// Whether it gives a text.
    package let isText: Bool
  }

  /// The table.
  package let table: String
  /// The columns of the table.
  package let schema: TableSchema
  /// The column whose distinct values are counted; nil counts rows.
  package let subject: Int?
  /// What is to be evaluated for each row.
  package private(set) var expressions: [Expression] = []
  private(set) var groupings: [Grouping] = []
  private(set) var flags: [Flag] = []
  private(set) var divisions: [[Int]] = []
  private(set) var units: [Unit] = []

  /// A plan for a table and a column of subjects.
  package init(table: String, schema: TableSchema, subject: Int?) {
    self.table = table
    self.schema = schema
    self.subject = subject
  }

  /// All that a tally depends on, beside the rows and what functions in expressions do.
  package var description: String {
    let columns = schema.columns.map { "\($0.name):\($0.type.rawValue)" }
    return """
      tally 1 of \(table)(\(columns)) by \(subject ?? -1)
      \(expressions.map(\.sql))
      \(groupings)
      \(flags)
      \(divisions)
      \(units)
      """
  }

  /// Takes a definition in.
  ///
  /// - Returns: The place of what counts it.
  package mutating func add(_ definition: IndicatorDefinition) -> Int {
    let denominator = denominatorCondition(definition)
    let isValue = definition.method.family == .values
    var value: Int?
    if let text = definition.value?.text {
      value = place(of: guarded("CAST((\(text)) AS REAL)", of: text, by: denominator))
    }
    var numerator: Int?
    if isValue, let value {
      numerator = place(of: .hasValue(value))
    } else if definition.method.family != .rate, !Self.isAlways(definition.numerator.text) {
      let condition = definition.numerator.text
      numerator = flag(guarded("(\(condition)) IS TRUE", of: condition, by: denominator))
    }
    let counts = isValue || definition.method.family == .sums
    var counted: Int?
    if let denominator { counted = flag(denominator) }
    let unit = Unit(
      division: division(definition), denominator: counted, numerator: numerator,
      value: counts ? value : nil, addsValues: definition.method.family == .sums)
    return Self.place(of: unit, in: &units)
  }

  /// The groupings that tell the cells of a unit apart.
  func groupings(of unit: Int) -> [Int] { divisions[units[unit].division] }

  private func denominatorCondition(_ definition: IndicatorDefinition) -> String? {
    var conditions: [String] = []
    if !Self.isAlways(definition.denominator.text) {
      conditions.append("(\(definition.denominator.text)) IS TRUE")
    }
    if definition.method.family == .rate, !Self.isAlways(definition.numerator.text) {
      conditions.append("(\(definition.numerator.text)) IS TRUE")
    }
    for exclusion in definition.exclusions {
      conditions.append("(\(exclusion.condition.text)) IS NOT TRUE")
    }
    return conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
  }

  private static func isAlways(_ condition: String) -> Bool { condition.uppercased() == "TRUE" }

  /// What calls a function may fail, so that it is asked of rows of the denominator only.
  private func guarded(_ sql: String, of text: String, by denominator: String?) -> String {
    guard let denominator, text.contains("(") else { return sql }
    return "CASE WHEN \(denominator) THEN \(sql) END"
  }

  private mutating func division(_ definition: IndicatorDefinition) -> Int {
    var places = [period(definition.period), geography(definition.geography)]
    for stratum in definition.strata { places.append(column(stratum)) }
    if let age = definition.population?.eventAge { places.append(column(age)) }
    return Self.place(of: places, in: &divisions)
  }

  private mutating func period(_ period: IndicatorDefinition.Period?) -> Int {
    guard let period else { return Self.place(of: .whole, in: &groupings) }
    if let column = schema.index(of: period.column), isText(column) {
      return Self.place(of: .period(column, period.length), in: &groupings)
    }
    return text(IndicatorQuery.period(period))
  }

  private mutating func geography(_ geography: IndicatorDefinition.Geography?) -> Int {
    switch geography {
    case nil: Self.place(of: .whole, in: &groupings)
    case .constant(let name): Self.place(of: .constant(name), in: &groupings)
    case .column(let name): column(name)
    }
  }

  private mutating func column(_ name: String) -> Int {
    if let column = schema.index(of: name), isText(column) {
      return Self.place(of: .column(column), in: &groupings)
    }
    return text(IndicatorQuery.group(name))
  }

  /// Whether SQLite knows the cells of a column as the texts that they are.
  private func isText(_ column: Int) -> Bool {
    [.string, .date, .instant].contains(schema.columns[column].type)
  }

  private mutating func text(_ sql: String) -> Int {
    let place = Self.place(of: Expression(sql: sql, isText: true), in: &expressions)
    return Self.place(of: .expression(place), in: &groupings)
  }

  private mutating func place(of sql: String) -> Int {
    Self.place(of: Expression(sql: sql, isText: false), in: &expressions)
  }

  private mutating func flag(_ sql: String) -> Int {
    let expression = place(of: sql)
    return place(of: .isTrue(expression))
  }

  private mutating func place(of flag: Flag) -> Int { Self.place(of: flag, in: &flags) }

  private static func place<Item: Equatable>(of item: Item, in items: inout [Item]) -> Int {
    if let place = items.firstIndex(of: item) { return place }
    items.append(item)
    return items.count - 1
  }
}
