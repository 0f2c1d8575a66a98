import Pages
import PipelineModel

/// A stage in the table of stages, with the equation read = kept + quarantined + dropped.
struct StageRow {
  var stageName: String, stageKind: String
  var stateClass: String
  var taskCounts: String
  var flow: [FlowView]
  var rowsOut: [CountView]

  /// What became of the records of a stage.
  struct FlowView {
    var read: String, kept: String
    var quarantined: TallyView, dropped: TallyView
    var quarantinedClass: String
    /// The records that the equation misses; none as a rule.
    var missing: [String]
  }

  /// A number of records and the rules that it is made of; a single rule that covers it all is
  /// named on the same line.
  struct TallyView {
    var total: String
    var loneRule: [String]
    var rules: [CountView]

    init(_ total: Int, _ counts: [String: Int]) {
      self.total = NumberText.grouped(total)
      let all = StageRow.rules(counts)
      let isLone = all.count == 1 && counts.values.contains(total)
      loneRule = isLone ? [all[0].countName] : []
      rules = isLone ? [] : all
    }
  }

  /// A number and what it counts.
  struct CountView {
    var countName: String, count: String
  }

  init(_ stage: StageRecord) {
    let state = StageState(stage.tasks)
    stageName = stage.name
    stageKind = stage.kind
    stateClass = state.rawValue
    taskCounts = stage.tasks.isEmpty ? state.word : stage.tasks.inWords
    rowsOut = Self.counts(stage.rowsOut, by: { $0.key < $1.key })
    let dropped = stage.dropped.values.reduce(0, +)
    let accounted = stage.kept + stage.quarantined + dropped
    let isQuiet = stage.read == 0 && accounted == 0 && state == .unreached
    let made = (stage.made ?? [:]).values.reduce(0, +)
    let missing = stage.read + made - accounted
    flow =
      isQuiet
      ? []
      : [
        FlowView(
          read: NumberText.grouped(stage.read), kept: NumberText.grouped(stage.kept),
          quarantined: TallyView(stage.quarantined, stage.quarantinedByRule),
          dropped: TallyView(dropped, stage.dropped),
          quarantinedClass: stage.quarantined == 0 ? "none" : "some",
          missing: missing == 0 ? [] : [NumberText.grouped(missing)])
      ]
  }

  /// The counts of rules, the most frequent first.
  static func rules(_ counts: [String: Int]) -> [CountView] {
    Self.counts(
      counts.filter { $0.value != 0 }, by: { ($1.value, $0.key) < ($0.value, $1.key) })
  }

  private static func counts(
    _ counts: [String: Int],
    by precedes: ((key: String, value: Int), (key: String, value: Int)) -> Bool
  ) -> [CountView] {
    counts.sorted(by: precedes).map {
      CountView(countName: $0.key, count: NumberText.grouped($0.value))
    }
  }
}
