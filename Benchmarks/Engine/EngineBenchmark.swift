import ArgumentParser

/// Measures what the engine itself costs, with tasks and files that cost nothing.
@main
struct EngineBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "EngineBenchmark",
    abstract: "Measures scheduling, committing, planning and reuse without any work in the tasks.",
    subcommands: [
      TasksCommand.self, PlanCommand.self, ReuseCommand.self, NothingCommand.self,
      GraphCommand.self,
    ])
}

/// Thrown when a measured run did not do what it had to do; its figures count for nothing.
struct CheckFailure: Error, CustomStringConvertible {
  let description: String

  /// Throws where a fact does not hold.
  static func unless(_ holds: Bool, _ description: @autoclosure () -> String) throws(CheckFailure) {
    if !holds { throw CheckFailure(description: "check failed: " + description()) }
  }
}
