internal import HealthIndicators
internal import PipelineModel
internal import Synchronization
internal import TableDatabase
internal import Tables

/// The tables that indicators are counted over, in one database file, and the counts that need no database.
struct IndicatorDatabase {
  private let database: TableDatabase
  private let tallies: IndicatorTallies?

  /// Loads those tables that a definition may name.
  ///
  /// - Parameter tallies: Counts that are there already.
  init(
    _ path: String, _ inputs: TaskInputs, _ definitions: [IndicatorDefinition],
    calendars: [WorkingDayCalendar], standard: String, tallies: IndicatorTallies?,
    _ interruption: TaskInterruption
  ) throws(TableDatabaseError) {
    self.tallies = tallies
    let database = try TableDatabase(path: path)
    interruption.onInterruption { database.interrupt() }
    try IndicatorFiles.addFunctions(calendars, to: database)
    var words = Set([standard])
    for (number, definition) in definitions.enumerated() {
      let isCounted = tallies?.holds(number) ?? false
      words.formUnion(
        isCounted ? IndicatorQuery.relatedTables(definition) : IndicatorQuery.words(definition))
    }
    for (name, artifact) in inputs.tables where words.contains(name) {
      try database.load(name, artifact.schema, parts: artifact.parts)
    }
    self.database = database
  }

  /// The standard population of a name: one that is built in, or a table with `age_band` and `weight`.
  func standard(_ name: String) throws(TableDatabaseError) -> StandardPopulation {
    if let named = StandardPopulation.named.first(where: { $0.name == name }) { return named }
    let bands = Mutex<[(band: AgeBand, weight: Double)]>([])
    try forEachRow(
      "SELECT age_band, TOTAL(weight) FROM \(TableDatabase.quoted(name)) GROUP BY 1 ORDER BY 1"
    ) { (cells) throws(TableDatabaseError) in
      guard let band = cells[0].flatMap({ AgeBand($0) }),
        let weight = cells[1].flatMap({ Double($0) })
      else {
        throw TableDatabaseError(
          isQueryFault: true, "the standard population has an age_band that is none, such as 0-4")
      }
      bands.withLock { $0.append((band, weight)) }
    }
    let read = bands.withLock { $0 }
    guard let standard = StandardPopulation(name: name, read) else {
      throw TableDatabaseError(
        isQueryFault: true, "the standard population \"\(name)\" is empty or its bands overlap")
    }
    return standard
  }

  /// The rows of one definition, by its place among the definitions.
  func rows(
    _ number: Int, _ definition: IndicatorDefinition, _ standard: StandardPopulation
  ) throws(TableDatabaseError) -> [IndicatorRow] {
    let counting = Mutex(IndicatorCounting(definition))
    if let tallies, tallies.holds(number) {
      counting.withLock { tallies.give(number, to: &$0) }
    } else {
      try forEachRow(IndicatorQuery(definition).text) { (cells) throws(TableDatabaseError) in
        try counting.update { (state) throws(IndicatorCountingError) in try state.addCounts(cells) }
      }
      if definition.method.family == .values {
        try forEachRow(IndicatorQuery.values(definition).text) { cells in
          counting.withLock { $0.addValue(cells) }
        }
      }
    }
    if let population = IndicatorQuery.population(definition) {
      try forEachRow(population.text) { (cells) throws(TableDatabaseError) in
        try counting.update { (state) throws(IndicatorCountingError) in
          try state.addPopulation(cells)
        }
      }
    }
    if let reference = IndicatorQuery.reference(definition) {
      try forEachRow(reference.text) { (cells) throws(TableDatabaseError) in
        try counting.update { (state) throws(IndicatorCountingError) in
          try state.addReference(cells)
        }
      }
    }
    let found = Mutex<[IndicatorRow]>([])
    try counting.update { (state) throws(IndicatorCountingError) in
      let rows = try state.finish(standard)
      found.withLock { $0 = rows }
    }
    return found.withLock { $0 }
  }

  /// Hands over each row of a query as texts.
  private func forEachRow(
    _ sql: String,
    _ body: @escaping @Sendable ([String?]) throws(TableDatabaseError) -> Void
  ) throws(TableDatabaseError) {
    let query = try TableQuery(sql)
    let columns = try query.columns(in: database).count
    _ = try query.run(in: database) { bytes, _ in
      var reader = RowReader(columnCount: columns, emptyLine: columns == 1 ? .row : .skipped)
      var cells: [String?] = []
      while try reader.next(bytes.span, isFinal: true) {
        cells.removeAll(keepingCapacity: true)
        for cell in reader.cells { cells.append(RowReader.string(cell, in: bytes.span)) }
        try body(cells)
      }
    }
  }
}

extension Mutex where Value == IndicatorCounting {
  /// Changes the counting; what it refuses is the query's fault.
  fileprivate borrowing func update(
    _ body: (inout IndicatorCounting) throws(IndicatorCountingError) -> Void
  ) throws(TableDatabaseError) {
    let refusal = withLock { (state) -> String? in
      do throws(IndicatorCountingError) {
        try body(&state)
        return nil
      } catch {
        return error.message
      }
    }
    if let refusal { throw TableDatabaseError(isQueryFault: true, refusal) }
  }
}
