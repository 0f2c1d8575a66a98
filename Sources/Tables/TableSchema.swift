/// What the cells of a column hold.
package enum ColumnType: String, Codable, Sendable, CaseIterable {
  /// Any UTF-8 text.
  case string
  /// A whole number in the range of `Int`, spelled as in JSON.
  case integer
  /// A number spelled as in JSON (`1`, `-0.5`, `2.5e-08`); also `nan`, `inf`, `-inf`, which stages may compute.
  case number
  /// `true` or `false`.
  case boolean
  /// A day of the calendar, `YYYY-MM-DD`.
  case date
  /// A moment with its offset from UTC (RFC 3339), such as `2024-02-29T12:30:00.5+01:00`.
  case instant
}

/// The name and type of one column of a table.
package struct Column: Sendable, Equatable, Codable {
  /// The name, unique in its table.
  package var name: String
  /// What the cells hold.
  package var type: ColumnType

  /// A column with a name and a type.
  package init(_ name: String, _ type: ColumnType) {
    self.name = name
    self.type = type
  }
}

/// The columns of a table, in the order of its rows.
package struct TableSchema: Sendable, Equatable, Codable {
  /// The columns from left to right.
  package var columns: [Column]

  /// A schema with columns from left to right.
  package init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Where the column with a name stands, from 0; nil where there is none.
  package func index(of name: String) -> Int? {
    columns.firstIndex { $0.name == name }
  }

  /// The first name that two columns have; nil where all names differ.
  package var duplicateName: String? {
    var seen: Set<String> = []
    return columns.first { !seen.insert($0.name).inserted }?.name
  }
}
