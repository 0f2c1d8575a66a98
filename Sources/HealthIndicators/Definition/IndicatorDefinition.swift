package import JSONText

/// An indicator of uptake, access or quality, as data: what is counted, over whom, when, where and how.
///
/// ```jsonc
/// {
///   "indicator": "U1",
///   "title": "Biomarker test order rate",
///   "version": "1.0.0",
///   "rationale": "Eligible patients who are never tested cannot receive matched therapy.",
///   "source": "IQN Path/ECPC/EFPIA, Eur J Cancer 2022;176:70-77",
///   "table": "eligible",                                  // the name of an input table
///   "subject": "patient_id",                              // distinct values are counted, else rows
///   "denominator": "stage IN ('III', 'IV')",              // SQL conditions over the table's columns
///   "numerator": "days_to_order <= 60",                   // counted within the denominator
///   "exclusions": [ { "name": "died early", "where": "survival_days < 30" } ],
///   "period": { "column": "diagnosed", "by": "quarter" }, // year, quarter, month or none
///   "geography": { "column": "region" },                  // or { "constant": "NO" }
///   "strata": [ "sex", "age_group" ],
///   "method": "wilson", "confidence": 0.95, "unit": "percent"
/// }
/// ```
/// Keys that begin with `x-` are the author's own. A file holds one definition or an array of them.
package struct IndicatorDefinition: Sendable, Equatable {
  /// The indicator's identifier, such as `U1`: letters, digits, `-`, `_` and `.`.
  package var indicator: String
  /// What the indicator is called.
  package var title: String
  /// The version of the definition.
  package var version: String
  /// Why the indicator is worth measuring.
  package var rationale: String?
  /// Where the definition comes from.
  package var source: String?
  /// The input table that is counted.
  package var table: String
  /// The column whose distinct values are counted; nil counts rows.
  package var subject: String?
  /// Which rows belong to the denominator.
  package var denominator: SQLCondition
  /// Which rows of the denominator belong to the numerator.
  package var numerator: SQLCondition
  /// Which rows are left out, and why.
  package var exclusions: [Exclusion]
  /// How rows are assigned to periods; nil is one period over everything.
  package var period: Period?
  /// How rows are assigned to places; nil is one place.
  package var geography: Geography?
  /// The columns that divide the indicator further.
  package var strata: [String]
  /// How value and limits are computed.
  package var method: Method
  /// The confidence of the limits.
  package var confidence: Double
  /// What one of the value is.
  package var unit: Unit
  /// Where the definition begins in its file.
  package var position: SourcePosition

  /// Rows that are left out for a named reason.
  package struct Exclusion: Sendable, Equatable {
    /// The reason.
    package var name: String
    /// Which rows.
    package var condition: SQLCondition
  }

  /// How rows are assigned to periods.
  package struct Period: Sendable, Equatable {
    /// The column that holds a date or an instant.
    package var column: String
    /// The length of a period.
    package var length: Length

    /// The length of a period.
    package enum Length: String, Sendable, CaseIterable {
      case year, quarter, month
    }
  }

  /// How rows are assigned to places.
  package enum Geography: Sendable, Equatable {
    /// By a column.
    case column(String)
    /// All rows belong to one place.
    case constant(String)
  }

  /// How value and limits are computed.
  package enum Method: String, Sendable, CaseIterable {
    /// A proportion with Wilson's score interval.
    case wilson
  }

  /// What one of the value is.
  package enum Unit: String, Sendable, CaseIterable {
    /// A share of 1.
    case proportion
    /// A share of 100.
    case percent

    /// The value of a proportion of 1.
    package var scale: Double { self == .percent ? 100 : 1 }
  }

  /// The columns that the definition names outside of its conditions, with what they are for.
  package var namedColumns: [(column: String, role: String)] {
    var columns: [(String, String)] = []
    if let subject { columns.append((subject, "subject")) }
    if let period { columns.append((period.column, "period")) }
    if case .column(let column) = geography { columns.append((column, "geography")) }
    return columns + strata.map { ($0, "strata") }
  }

  /// Names of columns of the indicator table, which strata may not take.
  package static let reservedColumns = [
    "indicator", "period", "geography", "numerator", "denominator", "value", "lower", "upper",
    "method", "unit", "conf_status",
  ]
}
