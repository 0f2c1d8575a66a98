import Pages
import PipelineModel

/// The whole page as the template reads it.
///
/// Mustache looks a name up from the innermost section outwards, so no two views on one path share
/// the name of an optional value; what may be absent is an array of at most one.
struct PageView {
  var pipeline: String
  var pipelineDescription: [String]
  var runID: String
  var statusWords: String
  var statusClass: String
  var verdict: String
  var facts: [FactView]
  var errors: [ErrorView]
  var errorHeading: String
  var warnings: [String]
  var publishedSection: PublishedView
  var quarantineSection: [QuarantineView]
  var contractSection: [ContractView]
  var accountSection: [AccountView]
  var graph: GraphView
  var connectionCount: String
  var stageRows: [StageRow]
  var timeline: TimelineView
  var version: String
  let style = StyleSheet.text
  let symbols = PageTemplate.symbols

  /// A fact of the heading.
  struct FactView {
    var term: String, value: String
  }

  /// An error, and the task it happened in where that is known.
  struct ErrorView {
    var place: [String]
    var message: String
  }

  init(_ record: RunRecord) {
    pipeline = record.pipeline
    pipelineDescription = record.pipelineDescription.map { [$0] } ?? []
    runID = record.runID
    statusWords = record.status.words
    statusClass = record.status.rawValue
    verdict = Verdict.sentence(record)
    facts = Self.facts(record)
    errors = Self.errors(record)
    errorHeading = errors.count == 1 ? "What went wrong" : "What went wrong (\(errors.count))"
    warnings = record.warnings
    publishedSection = PublishedView(record)
    let quarantine = QuarantineView(record)
    quarantineSection = quarantine.rules.isEmpty ? [] : [quarantine]
    let contracts = ContractView(record)
    contractSection = contracts.promises.isEmpty ? [] : [contracts]
    let accounts = AccountView(record)
    accountSection = accounts.fileRows.isEmpty ? [] : [accounts]
    graph = GraphView(record)
    connectionCount = NumberText.counted(record.edges.count, "connection")
    stageRows = record.stages.map(StageRow.init)
    timeline = TimelineView(record)
    version = record.version
  }

  private static func facts(_ record: RunRecord) -> [FactView] {
    let elapsed = record.endedAt.map { NumberText.duration($0 - record.startedAt) }
    var counts = StageRecord.TaskCounts()
    for task in record.tasks {
      switch task.outcome {
      case .run: counts.run += 1
      case .reused: counts.reused += 1
      case .failed: counts.failed += 1
      case .skipped: counts.skipped += 1
      }
    }
    return [
      FactView(term: "Started", value: NumberText.instant(record.startedAt) ?? "unknown"),
      FactView(term: "Duration", value: elapsed ?? "has not ended"),
      FactView(term: "Workers", value: NumberText.grouped(record.jobs)),
      FactView(term: "Tasks", value: counts.inWords),
      FactView(term: "Version", value: record.version),
    ]
  }

  /// The errors of the run, then those of failed tasks that no error of the run repeats.
  private static func errors(_ record: RunRecord) -> [ErrorView] {
    var errors = record.errors.map { ErrorView(place: [], message: $0) }
    for task in record.tasks {
      guard let message = task.error, task.outcome == .failed else { continue }
      if record.errors.contains(where: { $0.contains(message) }) { continue }
      errors.append(ErrorView(place: [task.label], message: message))
    }
    return errors
  }
}
