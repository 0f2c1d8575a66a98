import GRDB

extension TableDatabase {
  /// Makes a function known to queries: it takes texts or nulls and gives a whole number or null, the same for the same
  /// arguments each time.
  ///
  /// What it throws fails the query with its message.
  package func addFunction(
    _ name: String, arguments: Int,
    _ function: @escaping @Sendable ([String?]) throws(TableDatabaseError) -> Int?
  ) throws(TableDatabaseError) {
    let added = DatabaseFunction(name, argumentCount: arguments, pure: true) { values in
      do throws(TableDatabaseError) {
        return try function(values.map { String.fromDatabaseValue($0) })
      } catch {
        throw DatabaseError(resultCode: .SQLITE_ERROR, message: error.message)
      }
    }
    try write { $0.add(function: added) }
  }
}
