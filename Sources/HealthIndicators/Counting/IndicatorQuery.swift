/// The SQLite queries that count an indicator.
///
/// Result columns: `period`, `geography`, one a stratum, `age` for standardised rates, then the numbers. A null period or
/// geography stands for the whole, because the definition does not divide it; a row whose own value is
/// missing is counted under `unknown`, so that it is never mistaken for a total.
package struct IndicatorQuery: Sendable {
  /// What groups of rows without a value are called.
  package static let unknown = "unknown"

  /// The query.
  package let text: String

  /// Counts groups: the numbers are `denominator` and `numerator`; for sums also `total` and `share`, the sums of the value
  /// over both; for a rate `numerator` counts events and `denominator` equals it.
  package init(_ definition: IndicatorDefinition) {
    var columns = Self.groups(definition)
    let groupCount = columns.count
    let value = definition.value.map { "(\($0.text))" }
    var isInNumerator = "(\(definition.numerator.text)) IS TRUE"
    if definition.method.family == .values, let value { isInNumerator = "\(value) IS NOT NULL" }
    if let subject = definition.subject.map(Self.quoted) {
      columns.append("COUNT(DISTINCT \(subject)) AS \"denominator\"")
      columns.append(
        "COUNT(DISTINCT CASE WHEN \(isInNumerator) THEN \(subject) END) AS \"numerator\"")
    } else {
      columns.append("COUNT(*) AS \"denominator\"")
      columns.append("COUNT(CASE WHEN \(isInNumerator) THEN 1 END) AS \"numerator\"")
    }
    if definition.method.family == .sums, let value {
      columns.append("TOTAL(\(value)) AS \"total\"")
      columns.append("TOTAL(CASE WHEN \(isInNumerator) THEN \(value) END) AS \"share\"")
    }
    let isRate = definition.method.family == .rate
    text = Self.statement(
      definition, columns, isRate ? [isInNumerator] : [], groups: groupCount, isGrouped: true)
  }

  private init(text: String) { self.text = text }

  /// The values of each group, one a row, in rising order within the group.
  package static func values(_ definition: IndicatorDefinition) -> IndicatorQuery {
    let value = "CAST((\(definition.value?.text ?? "NULL")) AS REAL)"
    let columns = groups(definition) + ["\(value) AS \"value\""]
    return IndicatorQuery(
      text: statement(
        definition, columns, ["(\(definition.value?.text ?? "NULL")) IS NOT NULL"],
        groups: columns.count, isGrouped: false))
  }

  /// The people of each group; nil where the definition names no population.
  package static func population(_ definition: IndicatorDefinition) -> IndicatorQuery? {
    guard let population = definition.population else { return nil }
    var columns = [
      (definition.period == nil ? nil : population.period).map(group) ?? "NULL",
      geography(definition.geography) { _ in population.geography.map(group) ?? "NULL" },
    ]
    columns += definition.strata.map(group)
    if let age = population.age { columns.append(group(age)) }
    let groups = (1...columns.count).map(String.init).joined(separator: ", ")
    return IndicatorQuery(
      text: """
        SELECT \(columns.joined(separator: ",\n  ")),
          TOTAL(\(quoted(population.count))) AS "population"
        FROM \(quoted(population.table))
        GROUP BY \(groups)
        ORDER BY \(groups)
        """)
  }

  /// Events and people of the reference by age; nil where the definition names none.
  package static func reference(_ definition: IndicatorDefinition) -> IndicatorQuery? {
    definition.reference.map { reference in
      IndicatorQuery(
        text: """
          SELECT \(group(reference.age)), TOTAL(\(quoted(reference.events))) AS "events",
            TOTAL(\(quoted(reference.population))) AS "population"
          FROM \(quoted(reference.table))
          GROUP BY 1
          ORDER BY 1
          """)
    }
  }

  /// Names of other input tables in the definition's conditions cannot be told from columns; every word that may be one.
  package static func words(_ definition: IndicatorDefinition) -> Set<String> {
    let texts =
      [definition.rows, definition.denominator.text, definition.numerator.text]
      + [definition.value?.text] + definition.exclusions.map(\.condition.text)
    var words = relatedTables(definition)
    words.insert(definition.table)
    for text in texts.compactMap(\.self) {
      words.formUnion(
        text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }.map(String.init))
    }
    return words
  }

  /// The tables that counts are related to.
  package static func relatedTables(_ definition: IndicatorDefinition) -> Set<String> {
    Set([definition.population?.table, definition.reference?.table].compactMap(\.self))
  }

  private static func groups(_ definition: IndicatorDefinition) -> [String] {
    var columns = [
      "\(period(definition.period)) AS \"period\"",
      "\(geography(definition.geography, group)) AS \"geography\"",
    ]
    for stratum in definition.strata {
      columns.append("\(group(stratum)) AS \(quoted(stratum))")
    }
    if let age = definition.population?.eventAge { columns.append("\(group(age)) AS \"age\"") }
    return columns
  }

  private static func statement(
    _ definition: IndicatorDefinition, _ columns: [String], _ more: [String], groups: Int,
    isGrouped: Bool
  ) -> String {
    var conditions = ["(\(definition.denominator.text)) IS TRUE"] + more
    for exclusion in definition.exclusions {
      conditions.append("(\(exclusion.condition.text)) IS NOT TRUE")
    }
    let source = definition.rows.map { "(\($0)) AS \"rows\"" } ?? quoted(definition.table)
    // Grouping by number: a column of the table may have the name of a result column.
    let numbers = (1...groups).map(String.init).joined(separator: ", ")
    return """
      SELECT \(columns.joined(separator: ",\n  "))
      FROM \(source)
      WHERE \(conditions.joined(separator: "\n  AND "))
      \(isGrouped ? "GROUP BY \(numbers)\n" : "")ORDER BY \(numbers)
      """
  }

  /// A name as a quoted identifier.
  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// The text that a column divides rows by.
  static func group(_ column: String) -> String {
    "COALESCE(NULLIF(CAST(\(quoted(column)) AS TEXT), ''), '\(unknown)')"
  }

  private static func geography(
    _ geography: IndicatorDefinition.Geography?, _ group: (String) -> String
  ) -> String {
    switch geography {
    case .column(let column): group(column)
    case .constant(let name): literal(name)
    case nil: "NULL"
    }
  }

  /// `2024`, `2024-Q2` or `2024-05`, from a date or an instant in the offset it is written in.
  static func period(_ period: IndicatorDefinition.Period?) -> String {
    guard let period else { return "NULL" }
    let column = quoted(period.column)
    let year = "[0-9][0-9][0-9][0-9]"
    let month = "\(year)-[01][0-9]"
    let (pattern, label) =
      switch period.length {
      case .year: (year, "substr(\(column), 1, 4)")
      case .month: (month, "substr(\(column), 1, 7)")
      case .quarter:
        (
          month,
          "substr(\(column), 1, 4) || '-Q' || ((CAST(substr(\(column), 6, 2) AS INTEGER) + 2) / 3)"
        )
      }
    return "CASE WHEN \(column) GLOB '\(pattern)*' THEN \(label) ELSE '\(unknown)' END"
  }
}
