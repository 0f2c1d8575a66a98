import ArgumentParser

/// Runs one kernel a fixed number of times.
struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Runs a kernel over data in memory, for counting instructions or by the clock.",
    discussion: """
      Prints the units one run works on, a number that depends on the work, and the least
      nanoseconds a unit that any run took. Benchmarks/kernels.sh counts instructions.
      """)

  @Option(help: "The kernel; without it the names of all are printed.")
  var kernel: KernelName?

  @Option(help: "How often it runs.")
  var repeats = 1

  func run() throws {
    guard let kernel else {
      for name in KernelName.allCases { print("\(name.rawValue) \(name.unit.rawValue)") }
      return
    }
    let input = try kernel.makeInput()
    let units = kernel.unit == .cell ? input.cellCount : input.textSize
    var work = try kernel.makeKernel(input)
    let clock = ContinuousClock()
    var least = Duration.seconds(3600)
    var result = 0
    for _ in 0..<repeats {
      let start = clock.now
      result = try work.run()
      least = min(least, start.duration(to: clock.now))
    }
    print("units  \(units)\nresult  \(result)")
    print("nanosecondsPerUnit  \(least / .nanoseconds(1) / Double(units))")
  }
}

extension KernelName: ExpressibleByArgument {}
