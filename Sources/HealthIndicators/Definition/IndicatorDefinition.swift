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
///   "table": "eligible",                                  // the name of an input table, or "rows": a SELECT
///   "subject": "patient_id",                              // distinct values are counted, else rows
///   "denominator": "stage IN ('III', 'IV')",              // SQL conditions over the table's columns
///   "numerator": "days_to_order <= 60",                   // counted within the denominator
///   "exclusions": [ { "name": "died early", "where": "survival_days < 30" } ],
///   "period": { "column": "diagnosed", "by": "quarter" }, // year, quarter, month or none
///   "geography": { "column": "region" },                  // or { "constant": "NO" }
///   "strata": [ "sex", "age_group" ],
///   "divisions": [ ["period", "geography"], ["period", "sex"] ], // else one, by all of them
///   "method": "wilson", "confidence": 0.95, "unit": "percent"
/// }
/// ```
/// Further keys by method: `value` (means, quantiles, sums), `quantile`, `population`, `age` and `reference` (rates),
/// `compare` (risk difference and ratio), `design` (two-stage trials). Keys that begin with `x-` are the author's own. A
/// file holds one definition or an array of them; `divisions` makes several of one.
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
  /// A SELECT over the input tables whose rows are counted instead of a table.
  package var rows: String?
  /// The column whose distinct values are counted; nil counts rows.
  package var subject: String?
  /// Which rows belong to the denominator.
  package var denominator: SQLCondition
  /// Which rows of the denominator belong to the numerator; for a value, those that have one.
  package var numerator: SQLCondition
  /// The number that means, quantiles and sums are about.
  package var value: SQLCondition?
  /// Which quantile, from 0 to 1.
  package var quantile = 0.5
  /// Whom a rate is about.
  package var population: Population?
  /// What an indirectly standardised ratio is measured against; nil is the population's own rates.
  package var reference: Reference?
  /// Which groups a risk difference or ratio compares.
  package var comparison: Comparison?
  /// The rule of a trial in two stages.
  package var design: SimonTwoStage?
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

  /// The people that events are related to: a table of counts, with a column for each division and the strata's names.
  package struct Population: Sendable, Equatable {
    /// The input table.
    package var table: String
    /// The column of people or person-years.
    package var count: String
    /// The column of periods, written as the indicator's; nil holds for each period.
    package var period: String?
    /// The column of places.
    package var geography: String?
    /// The column of age bands.
    package var age: String?
    /// The column of the counted table that holds ages or age bands.
    package var eventAge: String?
  }

  /// Events and people by age whose rates are the reference.
  package struct Reference: Sendable, Equatable {
    /// The input table.
    package var table: String
    /// The column of age bands.
    package var age: String
    /// The column of events.
    package var events: String
    /// The column of people.
    package var population: String
  }

  /// The groups of a comparison: each of a stratum's groups against one of them.
  package struct Comparison: Sendable, Equatable {
    /// The stratum.
    package var column: String
    /// The group that the others are compared with.
    package var reference: String
  }

  /// The columns that the definition names outside of its conditions, with what they are for.
  package var namedColumns: [(column: String, role: String)] {
    var columns: [(String, String)] = []
    if let subject { columns.append((subject, "subject")) }
    if let period { columns.append((period.column, "period")) }
    if case .column(let column) = geography { columns.append((column, "geography")) }
    if let age = population?.eventAge { columns.append((age, "age")) }
    return columns + strata.map { ($0, "strata") }
  }

  /// Names of columns of the indicator table, which strata may not take.
  package static let reservedColumns = [
    "indicator", "period", "geography", "numerator", "denominator", "value", "lower", "upper",
    "method", "unit", "conf_status",
  ]
}
