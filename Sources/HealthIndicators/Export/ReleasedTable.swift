/// A table of released indicators as text, for exports.
package struct ReleasedTable: Sendable {
  /// The columns from left to right.
  package var columns: [String]
  /// The cells by row; nil for a null.
  package var rows: [[String?]]

  /// A table.
  package init(columns: [String], rows: [[String?]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The columns that divide indicators: geography, then the strata.
  package var divisions: [String] {
    columns.filter { $0 == "geography" || !IndicatorDefinition.reservedColumns.contains($0) }
  }

  /// A cell of a row by its column; nil for a null or where there is no such column.
  package func cell(_ row: [String?], _ column: String) -> String? {
    columns.firstIndex(of: column).flatMap { row[$0] }
  }

  /// Whether a row was suppressed.
  package func isSuppressed(_ row: [String?]) -> Bool {
    let status = cell(row, "conf_status") ?? ConfidentialityStatus.free.rawValue
    return status != ConfidentialityStatus.free.rawValue
  }

  /// The values of a column in order of appearance, each once.
  package func values(_ column: String) -> [String?] {
    var seen: Set<String?> = []
    return rows.map { cell($0, column) }.filter { seen.insert($0).inserted }
  }
}

/// What an export says about the definition of an indicator.
package struct ExportedDefinition: Sendable, Equatable {
  /// What the indicator is called.
  package var title: String
  /// The version of the definition.
  package var version: String
  /// The digest of the file that holds it, as `sha256:` and hexadecimal digits.
  package var digest: String
  /// Where the definition comes from.
  package var source: String?
  /// Why the indicator is worth measuring.
  package var rationale: String?

  /// What is said.
  package init(_ definition: IndicatorDefinition, digest: String) {
    title = definition.title
    version = definition.version
    self.digest = digest
    source = definition.source
    rationale = definition.rationale
  }
}
