import ArgumentParser
import Glibc

/// Where the program begins.
@main
enum Main {
  /// Runs the command that the arguments name; arguments that name none end with code 2, as any other wrong one.
  static func main() {
    // A reader of our output that has gone away does not end a run.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try PCMFlow.parseAsRoot()
      try command.run()
    } catch {
      guard PCMFlow.exitCode(for: error) == .validationFailure else {
        PCMFlow.exit(withError: error)
      }
      StandardError.write(PCMFlow.fullMessage(for: error))
      PCMFlow.exit(withError: ExitStatus.definitionRefused)
    }
  }
}

/// The command line.
struct PCMFlow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pcmflow",
    abstract: "Batch pipelines for personalised cancer medicine, from one JSON file.",
    version: ProgramVersion.current,
    subcommands: [
      RunCommand.self, ValidateCommand.self, PlanCommand.self, ExplainCommand.self,
      StatusCommand.self, ReportCommand.self, VerifyCommand.self, QuarantineCommand.self,
      CleanCommand.self, StagesCommand.self, SchemaCommand.self, IndicatorsCommand.self,
      FetchCommand.self, InitCommand.self, WorkCommand.self,
    ])
}

/// The version of the program.
enum ProgramVersion {
  static let current = "0.1.0"
}

/// How the program ends, as scripts and schedulers see it.
enum ExitStatus {
  /// Everything was done.
  static let done = ExitCode(0)
  /// A stage failed.
  static let stageFailed = ExitCode(1)
  /// The definition or an argument is wrong.
  static let definitionRefused = ExitCode(2)
  /// A data contract was broken.
  static let contractBroken = ExitCode(3)
  /// Another run holds the lock.
  static let busy = ExitCode(4)
  /// The run was told to stop.
  static let terminated = ExitCode(143)
}
