import Pages
import PipelineModel

/// What became of a stage as a whole: a word, and a shape so that colour is never alone.
enum StageState: String {
  case run, reused, failed, unreached

  /// The state that a stage's task counts amount to; a failure outweighs everything else.
  init(_ tasks: StageRecord.TaskCounts) {
    self =
      if tasks.failed > 0 {
        .failed
      } else if tasks.run > 0 {
        .run
      } else if tasks.reused > 0 {
        .reused
      } else {
        .unreached
      }
  }

  /// The state as the page says it.
  var word: String { self == .unreached ? "not reached" : rawValue }
}

extension StageRecord.TaskCounts {
  /// Whether there is no task at all.
  var isEmpty: Bool { run == 0 && reused == 0 && failed == 0 && skipped == 0 }

  /// The counts in words, those that are zero left out: `2 run, 1 reused`; a dash for no tasks.
  var inWords: String {
    let counts = [(run, "run"), (reused, "reused"), (failed, "failed"), (skipped, "not reached")]
    guard !isEmpty else { return "–" }
    let words = counts.filter { $0.0 > 0 }.map { "\(NumberText.grouped($0.0)) \($0.1)" }
    return words.joined(separator: ", ")
  }
}

extension RunRecord.Status {
  /// The status as the page says it.
  var words: String {
    switch self {
    case .succeeded: "Succeeded"
    case .failed: "Failed"
    case .contractBroken: "Contract broken"
    case .terminated: "Terminated"
    case .running: "Running"
    }
  }
}

/// What an edge or a file says about persons, as far as the page draws it differently.
enum PrivacyClass: String {
  case identifiable, aggregate, released, unknown

  /// The class of a privacy level as a record writes it.
  init(_ level: String) { self = PrivacyClass(rawValue: level) ?? .unknown }
}
