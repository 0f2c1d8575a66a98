package import JSONText

/// A reader whose files come from a server: before a run is planned they are fetched into the work folder, and from
/// there on they are files as those of any reader.
///
/// What was fetched stays until a run that has read it has succeeded: a run that fails or is killed is followed by one
/// that reads the same.
package protocol FetchingStage: ReaderStage {
  /// Stands for what is asked for: what was fetched for the same request only is gone on with. Holds no secret.
  var request: String { get }
  /// What is fetched.
  var reach: FetchReach { get }
  /// Fetches everything into the delivery's folder that is not there yet.
  ///
  /// May be cut off at any instant and is then called again with the same delivery.
  func fetch(_ delivery: Delivery) throws(StageError) -> FetchRecord
}

extension FetchingStage {
  /// The files that have been fetched, by a pattern that only a catalog of fetched files understands.
  package static func files(of stage: String, at position: SourcePosition) -> [PathPattern] {
    [PathPattern(path: fetchedPrefix + stage, written: stage, position: position)]
  }
}

/// What the pattern of fetched files begins with, which no path and no glob does; the stage's name follows.
package let fetchedPrefix = "fetched:"

/// Which part of a server's data is fetched.
package enum FetchReach: Sendable, Equatable {
  /// All of it, each time.
  case everything
  /// What was changed since an instant.
  case since(String)
  /// What was changed since the last fetch that a successful run has read; everything where there is none.
  case sinceLastRun
}

/// Where a fetch puts what it brings, and what it may ask for.
package struct Delivery: Sendable {
  /// A folder of the delivery's own, open to its owner only.
  package let folder: String
  /// The instant from which on changes are wanted; nil for everything.
  package let since: String?
  /// The values of secrets.
  package let secrets: SecretValues
  /// How a call that the fetch waits for is interrupted when the run is told to stop. A fetch that says nothing is cut off.
  package let interruption: TaskInterruption
  /// Takes lines that say how far the fetch is; they name no person.
  package let report: @Sendable (String) -> Void

  /// A delivery.
  package init(
    folder: String, since: String?, secrets: SecretValues,
    interruption: TaskInterruption = TaskInterruption(),
    report: @escaping @Sendable (String) -> Void
  ) {
    self.folder = folder
    self.since = since
    self.secrets = secrets
    self.interruption = interruption
    self.report = report
  }
}

/// What a stage has fetched for a run; numbers and names of files in the work folder, nothing about persons.
package struct FetchRecord: Sendable, Codable, Equatable {
  /// The stage.
  package var stage = ""
  /// The files, absolute, in the order in which they are read.
  package var files: [String] = []
  /// The instant from which on changes were asked for; nil for everything.
  package var since: String?
  /// The instant up to which the server's data are there; nil where that is not known.
  package var upTo: String?
  /// How many of what there were, in the order in which a reader wants them.
  package var counts: [Count] = []
  /// What does not fit, in full sentences.
  package var remarks: [String] = []
  /// Whether an earlier run has fetched it.
  package var isOfEarlierRun = false

  /// A number with what it counts.
  package struct Count: Sendable, Codable, Equatable {
    /// What is counted, such as `received`.
    package var name: String
    /// How many.
    package var count: Int

    /// A number.
    package init(_ name: String, _ count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// Nothing yet.
  package init() {}

  /// The numbers in one sentence.
  package var sentence: String {
    let numbers = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }
    return "stage \"\(stage)\" "
      + (isOfEarlierRun ? "has from an earlier run" : "has fetched") + ": "
      + (numbers.isEmpty ? "nothing" : numbers.joined(separator: ", "))
  }
}
