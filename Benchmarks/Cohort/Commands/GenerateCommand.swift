import ArgumentParser
import Foundation

/// Makes a cohort.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes a cohort in BGZF; the same options give the same bytes.")

  /// Which index stands beside the file.
  enum Index: String, ExpressibleByArgument, CaseIterable {
    case tbi, csi, none
  }

  @Option(help: "How many samples there are.")
  var samples = 2500

  @Option(help: "How many records there are.")
  var records = 68_247

  @Option(help: "The FORMAT of every record: GT, GT:DS, GT:GP or GT:AD:DP:GQ:PL.")
  var fields = SampleLayout.genotypes

  @Option(help: "Dosages are multiples of this: thousandth, or eighth (exact in binary).")
  var dosageStep = DosageStep.thousandth

  @Option(help: "The share of genotypes that are missing.")
  var missingRate = 0.0

  @Option(help: "What all random numbers begin with.")
  var seed: UInt64 = 1

  @Option(help: "How hard the file is compressed, from 0 to 12.")
  var level = 6

  @Option(help: "The index beside the file, made by tabix: tbi, csi or none.")
  var index = Index.tbi

  @Option(help: "Where the file is written.")
  var output: String

  func validate() throws {
    guard samples > 0, records > 0, (0..<1).contains(missingRate) else {
      throw ValidationError("samples and records are at least 1, a missing rate is below 1")
    }
  }

  func run() throws {
    let plan = CohortPlan(
      samples: samples, records: records, layout: fields, dosageStep: dosageStep,
      missingRate: missingRate, seed: seed)
    let sizes = try CohortFile(plan: plan, level: level).write(to: output)
    try makeIndex()
    print("textBytes  \(sizes.text)\nfileBytes  \(sizes.file)")
  }

  /// Has tabix make the index, so that what reads it is tried on one that others wrote.
  private func makeIndex() throws {
    guard index != .none else { return }
    let tabix = Process()
    tabix.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    tabix.arguments = ["tabix", "-f", "-p", "vcf"] + (index == .csi ? ["-C"] : []) + [output]
    try tabix.run()
    tabix.waitUntilExit()
    guard tabix.terminationStatus == 0 else { throw ExitCode(tabix.terminationStatus) }
  }
}

extension SampleLayout: ExpressibleByArgument {}
extension DosageStep: ExpressibleByArgument {}
