/// The SQLite query that counts an indicator.
///
/// Result columns: `period`, `geography`, one a stratum, `denominator`, `numerator`. A null period or
/// geography stands for the whole, because the definition does not divide it; a row whose own value is
/// missing is counted under `unknown`, so that it is never mistaken for a total.
package struct IndicatorQuery: Sendable {
  /// What groups of rows without a value are called.
  package static let unknown = "unknown"

  /// The query.
  package let text: String

  /// The query for a definition; its table is read under the name that the definition gives.
  package init(_ definition: IndicatorDefinition) {
    var columns = [
      "\(Self.period(definition.period)) AS \"period\"",
      "\(Self.geography(definition.geography)) AS \"geography\"",
    ]
    for stratum in definition.strata {
      columns.append("\(Self.group(stratum)) AS \(Self.quoted(stratum))")
    }
    let counted = definition.subject.map(Self.quoted)
    let isInNumerator = "(\(definition.numerator.text)) IS TRUE"
    if let counted {
      columns.append("COUNT(DISTINCT \(counted)) AS \"denominator\"")
      columns.append(
        "COUNT(DISTINCT CASE WHEN \(isInNumerator) THEN \(counted) END) AS \"numerator\"")
    } else {
      columns.append("COUNT(*) AS \"denominator\"")
      columns.append("COUNT(CASE WHEN \(isInNumerator) THEN 1 END) AS \"numerator\"")
    }
    var conditions = ["(\(definition.denominator.text)) IS TRUE"]
    for exclusion in definition.exclusions {
      conditions.append("(\(exclusion.condition.text)) IS NOT TRUE")
    }
    // Grouping by number: a column of the table may have the name of a result column.
    let groups = (1...definition.strata.count + 2).map(String.init).joined(separator: ", ")
    text = """
      SELECT \(columns.joined(separator: ",\n  "))
      FROM \(Self.quoted(definition.table))
      WHERE \(conditions.joined(separator: "\n  AND "))
      GROUP BY \(groups)
      ORDER BY \(groups)
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

  private static func group(_ column: String) -> String {
    "COALESCE(NULLIF(CAST(\(quoted(column)) AS TEXT), ''), '\(unknown)')"
  }

  private static func geography(_ geography: IndicatorDefinition.Geography?) -> String {
    switch geography {
    case .column(let column): group(column)
    case .constant(let name): literal(name)
    case nil: "NULL"
    }
  }

  /// `2024`, `2024-Q2` or `2024-05`, from a date or an instant in the offset it is written in.
  private static func period(_ period: IndicatorDefinition.Period?) -> String {
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
