import ArgumentParser

/// Makes the files that the variants benchmark reads, and measures kernels of the VCF core alone.
@main
struct CohortBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "CohortBenchmark",
    abstract: "Makes cohorts and scoring files for the benchmarks, and measures kernels alone.",
    subcommands: [
      GenerateCommand.self, ScoresCommand.self, InflateCommand.self, KernelsCommand.self,
    ])
}
