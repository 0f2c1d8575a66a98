package import Tables

/// A table that is to be loaded into a database, and how.
package struct TableLoad: Sendable {
  /// What becomes of the rows that are there.
  package enum Mode: String, CaseIterable, Sendable {
    /// They make way: afterwards the table holds the new rows only.
    case replace
    /// They stay, and the new rows follow; the same rows are never appended twice.
    case append
    /// Those with the key of a new row take its other columns; new keys are added.
    case upsert
  }

  /// What a load did.
  package struct Outcome: Sendable, Equatable {
    /// How many rows the database took.
    package var rows: Int
    /// Whether the rows were there already, from a load whose end the program did not live to see.
    package var wasLoadedBefore: Bool
  }

  /// The table's name, with its schema before a point where it has one.
  package let table: String
  /// What becomes of the rows that are there.
  package let mode: Mode
  /// With `upsert`, the columns that tell rows apart.
  package let key: [String]
  /// The columns of the rows.
  package let schema: TableSchema
  /// The files that hold the rows, as committed tables do: CSV without a header line.
  package let parts: [String]
  /// Stands for the rows and how they are loaded: a digest.
  package let content: String

  /// A load.
  package init(
    table: String, mode: Mode, key: [String], schema: TableSchema, parts: [String], content: String
  ) {
    self.table = table
    self.mode = mode
    self.key = key
    self.schema = schema
    self.parts = parts
    self.content = content
  }

  /// The table in which a load that appends leaves its mark, within its transaction: what was committed once is known
  /// again, whatever became of the program.
  package static let marks = "pcmflow_loads"

  /// Loads the rows in one transaction: all of them, or none.
  ///
  /// The table is made where there is none. Memory does not grow with the rows.
  ///
  /// - Parameter onStart: Takes what interrupts the load from another thread.
  package func run(
    in address: DatabaseAddress, onStart: (@escaping @Sendable () -> Void) -> Void
  ) throws(SQLDatabaseError) -> Outcome {
    switch address {
    case .postgresql(let url): try PostgreSQLLoad(self).run(url, onStart: onStart)
    case .sqlite(let path): try SQLiteLoad(self).run(path, onStart: onStart)
    }
  }

  /// The table as SQL names it.
  var quotedTable: String {
    table.split(separator: ".").map { quotedName(String($0)) }.joined(separator: ".")
  }

  /// The columns as SQL lists them.
  var quotedColumns: String {
    schema.columns.map { quotedName($0.name) }.joined(separator: ", ")
  }

  /// The key as SQL lists it.
  var quotedKey: String { key.map(quotedName).joined(separator: ", ") }

  /// What follows `INSERT` so that rows with a known key take the new values.
  var onConflict: String {
    let others = schema.columns.filter { !key.contains($0.name) }.map {
      "\(quotedName($0.name)) = excluded.\(quotedName($0.name))"
    }
    return "ON CONFLICT (\(quotedKey)) DO "
      + (others.isEmpty ? "NOTHING" : "UPDATE SET " + others.joined(separator: ", "))
  }
}

/// A name as SQL quotes it.
func quotedName(_ name: String) -> String {
  "\"" + name.replacing("\"", with: "\"\"") + "\""
}
