internal import ByteIO
internal import HealthIndicators
internal import JSONText
internal import PipelineModel
internal import TableDatabase
internal import Tables

/// Reads the JSON files that describe indicators and calendars.
enum IndicatorFiles {
  /// The definitions of a file.
  static func definitions(
    in path: String
  ) throws(IndicatorFileError) -> [IndicatorDefinition] {
    let document = try document(path)
    do throws(IndicatorDefinitionError) {
      return try IndicatorDefinition.parse(document)
    } catch {
      throw IndicatorFileError(path, error.problems.map { ($0.message, $0.position) })
    }
  }

  /// The calendar of a file.
  static func calendar(in path: String) throws(IndicatorFileError) -> WorkingDayCalendar {
    let document = try document(path)
    do throws(IndicatorDefinitionError) {
      return try WorkingDayCalendar.parse(document)
    } catch {
      throw IndicatorFileError(path, error.problems.map { ($0.message, $0.position) })
    }
  }

  private static func document(_ path: String) throws(IndicatorFileError) -> JSONNode {
    var text: [UInt8] = []
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path)
      while let block = try reader.next() { text += try block.inflated().text }
    } catch {
      throw IndicatorFileError(path, [(error.message, nil)], .io)
    }
    do throws(JSONTextError) {
      return try JSONParser.parse(text)
    } catch {
      throw IndicatorFileError(path, [(error.message, error.position)])
    }
  }

  /// Makes `working_days(from, to, calendar)` known to the queries of a database.
  static func addFunctions(
    _ calendars: [WorkingDayCalendar], to database: TableDatabase
  ) throws(TableDatabaseError) {
    let named = calendars.map { (name: Array($0.name.utf8), calendar: $0) }
    let names = calendars.map(\.name).sorted().joined(separator: ", ")
    try database.addFunction("working_days", arguments: 3) {
      (text, arguments) throws(TableDatabaseError) -> Int? in
      guard let name = arguments[2] else { return nil }
      // The last of a name counts, as the last of the files.
      guard let calendar = named.last(where: { isSame($0.name, text, name) })?.calendar else {
        throw TableDatabaseError(
          isQueryFault: true,
          "working_days has no calendar of that name; \"calendars\" gives: \(names.isEmpty ? "none" : names)"
        )
      }
      guard let first = date(text, arguments[0]), let last = date(text, arguments[1]) else {
        return nil
      }
      return calendar.days(after: first, through: last)
    }
  }

  private static func isSame(_ name: [UInt8], _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard name.count == range.count else { return false }
    for place in name.indices where name[place] != text[range.lowerBound + place] { return false }
    return true
  }

  /// The day of a date or an instant, in the offset it is written in.
  private static func date(_ text: Span<UInt8>, _ range: Range<Int>?) -> CalendarDate? {
    guard let range, range.count >= 10 else { return nil }
    return CalendarDate(text, range.lowerBound..<range.lowerBound + 10)
  }
}

/// What is wrong with an indicator file.
struct IndicatorFileError: Error {
  let path: String
  let problems: [(message: String, position: SourcePosition?)]
  let category: StageError.Category

  init(
    _ path: String, _ problems: [(String, SourcePosition?)],
    _ category: StageError.Category = .input
  ) {
    self.path = path
    self.problems = problems
    self.category = category
  }

  var diagnostics: [Diagnostic] {
    problems.map {
      Diagnostic(rule: "indicator-file", $0.message, file: path, position: $0.position)
    }
  }

  var stageError: StageError {
    StageError(
      category, problems.first?.message ?? "the indicator file cannot be read", file: path,
      line: problems.first?.position?.line)
  }
}
