internal import ByteIO
internal import HealthIndicators
internal import PipelineModel
internal import TableDatabase
internal import Tables

/// The counts of those indicators whose rows are looked at one by one: a tally a part of a table, kept for later runs,
/// and their sum.
struct IndicatorTallies {
  /// One table, and a column of subjects.
  private struct Counted: Sendable {
    var plan: TallyPlan
    let parts: [String]
    var name = ""
  }

  /// Where a definition is counted.
  private struct Place {
    let counted: Int
    let unit: Int
  }

  /// Rows of subjects that are compared at a time.
  private static let comparedRows = 1 << 19

  private let calendars: [WorkingDayCalendar]
  private let resources: StageResources
  private var counted: [Counted] = []
  private var places: [Int: Place] = [:]
  private var sums: [TallySum] = []

  /// Plans the counting of those definitions that can be counted so.
  ///
  /// - Parameter calendarText: What the calendars' files say.
  init(
    _ definitions: [IndicatorDefinition], _ inputs: TaskInputs,
    calendars: [WorkingDayCalendar], calendarText: [UInt8], _ resources: StageResources
  ) throws(TableDatabaseError) {
    self.calendars = calendars
    self.resources = resources
    let database = try TableDatabase(path: nil)
    try IndicatorFiles.addFunctions(calendars, to: database)
    for (number, definition) in definitions.enumerated() where definition.rows == nil {
      guard let table = inputs.tables.first(where: { $0.name == definition.table })?.table else {
        continue
      }
      let subject = definition.subject.map { table.schema.index(of: $0) }
      if let subject {
        guard let subject, table.schema.columns[subject].type != .number else { continue }
      }
      var alone = TallyPlan(
        table: definition.table, schema: table.schema, subject: subject ?? nil)
      _ = alone.add(definition)
      guard Self.isAccepted(alone, database) else { continue }
      let place =
        counted.firstIndex {
          $0.plan.table == definition.table && $0.plan.subject == (subject ?? nil)
        } ?? counted.count
      if place == counted.count {
        counted.append(
          Counted(
            plan: TallyPlan(
              table: definition.table, schema: table.schema, subject: subject ?? nil),
            parts: table.parts))
      }
      places[number] = Place(counted: place, unit: counted[place].plan.add(definition))
    }
    for place in counted.indices {
      let description = Array(counted[place].plan.description.utf8) + calendarText
      let print = Fingerprint(description.span, 0..<description.count)
      counted[place].name = String(print.high, radix: 16) + String(print.low, radix: 16) + ".tally"
    }
  }

  /// Whether the expressions of a plan need nothing but the row.
  private static func isAccepted(_ plan: TallyPlan, _ database: TableDatabase) -> Bool {
    guard !plan.expressions.isEmpty else { return true }
    do throws(TableDatabaseError) {
      try expressions(plan).evaluating(in: database) { _ in }
      return true
    } catch {
      return false
    }
  }

  private static func expressions(_ plan: TallyPlan) -> RowExpressions {
    RowExpressions(
      plan.expressions.map(\.sql), isText: plan.expressions.map(\.isText), table: plan.table,
      schema: plan.schema)
  }

  /// Whether a definition, by its place, is counted here.
  func holds(_ definition: Int) -> Bool { places[definition] != nil }

  /// Hands over the counts of a definition.
  func give(_ definition: Int, to counting: inout IndicatorCounting) {
    guard let place = places[definition] else { return }
    sums[place.counted].give(place.unit, to: &counting)
  }

  /// Counts what is not counted yet, and adds up.
  mutating func count() throws(StageError) {
    let items = counted.indices.flatMap { number in
      counted[number].parts.map { (number, $0) }
    }
    let works = counted.map {
      TallyWork(plan: $0.plan, name: $0.name, calendars: calendars, resources: resources)
    }
    let files = try mapInParallel(items, cores: resources.cores) {
      (number, part) throws(StageError) in try works[number].tally(part)
    }
    var sums = counted.map { TallySum($0.plan) }
    for ((number, _), file) in zip(items, files) { sums[number].add(file) }
    for number in sums.indices { try correct(&sums[number]) }
    self.sums = sums
  }

  /// Counts once those subjects that have rows in several tallies.
  private func correct(_ sum: inout TallySum) throws(StageError) {
    let search = SharedSubjects(sum)
    let found = try mapInParallel(
      search.ranges(rows: Self.comparedRows), cores: resources.cores
    ) { (range) throws(StageError) in
      try StageError.reading { () throws(ByteIOError) in try search.find(range) }
    }.filter { !$0.isEmpty }
    guard !found.isEmpty else { return }
    var known = sum
    let subjects = try StageError.reading { () throws(ByteIOError) in try known.prepare(found) }
    sum = known
    sum.correct(
      try mapInParallel(found, cores: resources.cores) { (each) throws(StageError) in
        subjects.corrections(each)
      })
  }
}

extension StageError {
  /// Does what may fail because of a file.
  fileprivate static func reading<Value>(
    _ work: () throws(ByteIOError) -> Value
  ) throws(StageError) -> Value {
    do throws(ByteIOError) { return try work() } catch { throw StageError(reading: error) }
  }
}
