/// Where a database is: the value of a secret, which is told to nobody.
package enum DatabaseAddress: Sendable {
  /// A URL as libpq takes it.
  case postgresql(url: String)
  /// The absolute path of a file.
  case sqlite(path: String)

  /// Reads `postgresql://…` (or `postgres://…`), or `sqlite:/path` (or `sqlite:///path`).
  ///
  /// - Throws: Any other form, without repeating it.
  package init(_ value: String) throws(SQLDatabaseError) {
    if value.hasPrefix("postgresql://") || value.hasPrefix("postgres://") {
      guard !value.utf8.contains(0) else { throw .badAddress }
      self = .postgresql(url: value)
      return
    }
    guard value.hasPrefix("sqlite:") else { throw .badAddress }
    var path = value.dropFirst("sqlite:".count)
    if path.hasPrefix("//") { path = path.dropFirst(2) }
    guard path.hasPrefix("/"), !path.utf8.contains(0) else { throw .badAddress }
    self = .sqlite(path: String(path))
  }
}

extension SQLDatabaseError {
  fileprivate static var badAddress: SQLDatabaseError {
    SQLDatabaseError(
      .input, "the address of the database is of no known form",
      remedy: "set the secret to postgresql://user:password@host/database or sqlite:/absolute/path")
  }
}
