import ArgumentParser
import PipelineModel
import PipelineRuntime

/// What a run does when another one is under way, and when it is told to stop.
struct InterruptionOptions: ParsableArguments {
  /// How long the program may take, after the time of grace, to commit and end.
  static let lastSeconds = 20.0

  @Option(
    help: ArgumentHelp(
      "What to do while another run holds the work folder: fail (code 4), wait, skip (code 0)."))
  var onBusy = OnBusy.fail

  @Option(
    help: "How long running tasks may go on after SIGTERM or Ctrl-C, such as 30s.")
  var grace = Grace(seconds: 30)

  /// What to do while another run holds the work folder.
  enum OnBusy: String, ExpressibleByArgument, CaseIterable {
    case fail, wait, skip
  }

  /// A length of time.
  struct Grace: ExpressibleByArgument {
    var seconds: Double
    var defaultValueDescription: String { "\(Int(seconds))s" }

    init(seconds: Double) {
      self.seconds = seconds
    }

    init?(argument: String) {
      guard let seconds = Quantity.seconds(argument) else { return nil }
      self.seconds = seconds
    }
  }

  /// Takes the lock of a work folder.
  ///
  /// - Throws: The exit code where another run holds it; ``AnotherRunGoesOn`` where that is as it should be.
  func lock(_ work: WorkFolder, runID: String) throws -> RunLock {
    if let lock = try RunLock(path: work.lock, runID: runID) { return lock }
    let holder = "another run holds \(work.path): \(RunLock.holder(path: work.lock))"
    switch onBusy {
    case .fail:
      StandardError.write(
        "error: \(holder); wait until it has ended, or give --work another folder")
      throw ExitStatus.busy
    case .skip:
      StandardError.write("\(holder); nothing was run")
      throw AnotherRunGoesOn()
    case .wait:
      StandardError.write("\(holder); waiting until it has ended")
      if let lock = try RunLock(path: work.lock, runID: runID, waits: true) { return lock }
      throw ExitStatus.busy
    }
  }
}

/// The user asked for no run where another one goes on.
struct AnotherRunGoesOn: Error {}
