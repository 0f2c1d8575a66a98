import Foundation
import VCF

/// Runs inputs one after the other in a process of their own, which may end at any of them.
///
/// Everything that is left behind is a file in the scratch folder: the input, its number, the report.
struct FuzzRun {
  /// How often the report is put on the disk.
  private static let reportInterval = 250
  /// Inputs that are kept when promises are broken; further ones only count.
  private static let mostFindings = 40

  let settings: FuzzSettings
  let folder: String

  /// Runs the inputs.
  ///
  /// - Returns: Whether no promise was broken.
  func run() throws -> Bool {
    let scratch = Scratch(folder: folder)
    let scorer = try FuzzTarget.fixedScorer()
    let pool = try SeedPool(
      seed: settings.seed, scorer: scorer, usesSharedFiles: settings.usesSharedFiles)
    let generator = InputGenerator(pool: pool, campaign: settings.seed, scale: settings.scale)
    let resources = ResourceGenerator(
      seeds: ResourceSeed(usesSharedFiles: settings.usesSharedFiles), campaign: settings.seed,
      scale: settings.scale)
    let target = try FuzzTarget(scratch, pool, scorer)
    let watchdog = Watchdog(seconds: settings.seconds, notice: scratch.path("notice"))
    var report = FuzzReport()
    var floor = PeakMemory.current()
    for number in settings.first..<settings.first + settings.inputs {
      let input =
        settings.subject == .variants ? try generator.input(number) : resources.input(number)
      try scratch.write(Array("\(number) \(input.kind.rawValue)".utf8), to: "current")
      let start = ContinuousClock.now
      watchdog.begin()
      do {
        report.outcomes[try target.run(input).label, default: 0] += 1
      } catch {
        note("\(error)", number, input, &report)
      }
      watchdog.end()
      let seconds = start.duration(to: .now) / .seconds(1)
      if seconds > report.slowest { (report.slowest, report.slowestInput) = (seconds, number) }
      let risen = PeakMemory.current() - floor
      report.memory = max(report.memory, risen)
      if settings.memory > 0, risen > settings.memory {
        note("peak memory rose by \(risen) MiB", number, input, &report)
        PeakMemory.forget()
        floor = max(floor, PeakMemory.current() - settings.memory / 2)
      }
      if number % Self.reportInterval == 0 { try save(report) }
    }
    try save(report)
    try scratch.write([], to: "done")
    return report.findings.isEmpty
  }

  private func note(
    _ description: String, _ number: Int, _ input: FuzzInput, _ report: inout FuzzReport
  ) {
    report.findings.append(FuzzReport.Finding(input: number, description: description))
    guard report.findings.count <= Self.mostFindings else { return }
    FuzzCampaign.keep(input.kind, number, settings, from: folder)
  }

  private func save(_ report: FuzzReport) throws {
    try JSONEncoder().encode(report).write(to: URL(filePath: folder + "/report.json"))
  }
}
