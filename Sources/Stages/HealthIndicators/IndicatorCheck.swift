internal import HealthIndicators
internal import TableDatabase
internal import Tables

/// Empty tables over which the queries of definitions are prepared, to find what is wrong with them.
struct IndicatorCheck {
  private let database: TableDatabase

  /// Empty tables with the columns that come in.
  init(
    _ tables: [(name: String, columns: [(name: String, type: ColumnType?)])],
    _ calendars: [WorkingDayCalendar]
  ) throws(TableDatabaseError) {
    database = try TableDatabase(path: nil)
    try IndicatorFiles.addFunctions(calendars, to: database)
    for table in tables {
      try database.create(table.name, table.columns)
    }
  }

  /// Prepares the queries of a definition.
  func check(_ definition: IndicatorDefinition) throws(TableDatabaseError) {
    var queries = [IndicatorQuery(definition)]
    if definition.method.family == .values { queries.append(.values(definition)) }
    queries += [.population(definition), .reference(definition)].compactMap(\.self)
    for query in queries { _ = try TableQuery(query.text).columns(in: database) }
  }
}
