import Pages
import PipelineModel

/// The tasks that ran, as bars over a common axis in seconds.
struct TimelineView {
  var timelineNote: String
  var bars: [BarView]
  var ticks: [TickView]
  var intervals: String
  /// Whether the table is so high that it scrolls in its own box.
  var isLong: Bool

  /// The most tasks that are drawn.
  static let limit = 200

  /// A task: where its bar begins and how long it is, in percent of the axis.
  struct BarView {
    var label: String
    var why: [String]
    var barStart: String, barWidth: String, barClass: String
    var span: String, spanTitle: String
    var remark: [String]
  }

  /// A mark of the axis.
  struct TickView {
    var place: String, tickLabel: String, anchor: String
  }

  init(_ record: RunRecord) {
    let active = record.tasks.filter { $0.outcome == .run || $0.outcome == .failed }
    // A failed task is always worth its line, even when it was the last of ten thousand.
    let ranked = active.filter { $0.outcome == .failed } + active.filter { $0.outcome == .run }
    let shown = ranked.prefix(Self.limit).sorted { ($0.began, $0.task) < ($1.began, $1.task) }
    let axis = TimeAxis(end: shown.map(\.ended).filter(\.isFinite).max() ?? 0)
    let reasons = Set(shown.map(\.reason))
    let common = shown.count > 1 && reasons.count == 1 ? reasons.first.flatMap(\.self) : nil
    bars = shown.map { BarView($0, axis: axis, isReasonCommon: common != nil) }
    ticks = axis.marks.map { mark in
      TickView(
        place: NumberText.fixed(axis.percent(mark), 2), tickLabel: axis.label(mark),
        anchor: mark == 0 ? "start" : mark == axis.marks.last ? "end" : "middle")
    }
    intervals = String(axis.marks.count - 1)
    isLong = shown.count > 30
    timelineNote = Self.note(record, active: active.count, shown: shown.count, reason: common)
  }

  private static func note(
    _ record: RunRecord, active: Int, shown: Int, reason: String?
  ) -> String {
    let reused = record.tasks.count { $0.outcome == .reused }
    let skipped = record.tasks.count { $0.outcome == .skipped }
    var sentences: [String] = []
    if active == 0 { sentences.append("No task ran.") }
    if shown < active {
      sentences.append(
        "\(NumberText.grouped(shown)) of \(NumberText.counted(active, "task")) are drawn: those"
          + " that failed, then the first to begin.")
    }
    if let reason { sentences.append("All of them for the same reason: \(reason).") }
    if reused > 0 {
      sentences.append(
        "\(NumberText.counted(reused, "task")) \(reused == 1 ? "was" : "were") reused from earlier"
          + " runs and took no time.")
    }
    if skipped > 0 {
      sentences.append(
        "\(NumberText.counted(skipped, "task")) \(skipped == 1 ? "was" : "were") not reached.")
    }
    return sentences.joined(separator: " ")
  }
}

extension TimelineView.BarView {
  init(_ task: TaskRecord, axis: TimeAxis, isReasonCommon: Bool) {
    let began = axis.clamped(task.began)
    let ended = max(began, axis.clamped(task.ended))
    label = task.label
    why = isReasonCommon ? [] : task.reason.map { [$0] } ?? []
    barStart = NumberText.fixed(axis.percent(began), 2)
    barWidth = NumberText.fixed(axis.percent(ended) - axis.percent(began), 2)
    barClass = task.outcome.rawValue
    span = NumberText.duration(task.ended - task.began)
    spanTitle =
      "from \(NumberText.fixed(task.began, 2)) s to \(NumberText.fixed(task.ended, 2)) s"
    let failure = task.outcome == .failed ? ["failed"] : []
    let attempts = task.attempts > 1 ? ["\(task.attempts) attempts"] : []
    let remarks = (failure + attempts).joined(separator: ", ")
    remark = remarks.isEmpty ? [] : [remarks]
  }
}
