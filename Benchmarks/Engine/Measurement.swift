import Foundation

/// Wall-clock and CPU time of one piece of work in this process.
struct Measurement {
  /// Wall-clock time in seconds.
  let wallSeconds: Double
  /// User and system time of all threads in seconds; child processes are not in it.
  let cpuSeconds: Double

  /// Runs work and measures it.
  static func of<Value>(_ work: () throws -> Value) rethrows -> (Measurement, Value) {
    let clock = ContinuousClock()
    let cpuBefore = processTicks
    let start = clock.now
    let value = try work()
    let wall = start.duration(to: clock.now)
    let cpu = Double(processTicks - cpuBefore) / Double(CLOCKS_PER_SEC)
    return (Measurement(wallSeconds: wall / .seconds(1), cpuSeconds: cpu), value)
  }

  /// The CPU time of this process so far, in ticks of `CLOCKS_PER_SEC`.
  private static var processTicks: clock_t { clock() }

  /// The most memory this process has held so far, in MiB; nil where the system does not tell.
  static var peakMebibytes: Double? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1024 }
  }
}

/// Prints figures one a line, a name and a value, for people and for `awk`.
struct FigureList {
  /// Prints a figure.
  static func show(_ name: String, _ value: some CustomStringConvertible) {
    print(name.padding(toLength: 24, withPad: " ", startingAt: 0) + value.description)
  }

  /// Prints a figure to four decimals.
  static func show(_ name: String, _ value: Double) {
    show(name, String(format: "%.4f", value))
  }
}
