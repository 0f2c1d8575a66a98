import ArgumentParser
import Foundation

/// Makes scoring files for a cohort.
struct ScoresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scores",
    abstract: "Makes scoring files of variants of a cohort; none of them is dropped in scoring.",
    discussion: """
      NAME.txt has the PGS Catalog's form; plink/NAME.tsv is the same score for plink2, with the
      identifiers of --set-all-var-ids '@:#:$r:$a'. Half of the effect alleles are the reference.
      """)

  @Option(help: "The cohort.")
  var cohort: String

  @Option(help: "How many scoring files there are.")
  var count = 1

  @Option(help: "How many variants each has.")
  var variants: Int

  @Option(help: "What all random numbers begin with.")
  var seed: UInt64 = 1

  @Option(help: "The folder the files are written to.")
  var output: String

  func run() throws {
    let sites = try CohortSites(path: cohort).sites
    guard variants <= sites.count else {
      throw ValidationError("the cohort has only \(sites.count) variants that can be scored")
    }
    let folder = URL(fileURLWithPath: output, isDirectory: true)
    let peerFolder = folder.appendingPathComponent("plink", isDirectory: true)
    try FileManager.default.createDirectory(at: peerFolder, withIntermediateDirectories: true)
    for number in 1...max(count, 1) {
      var generator = SeededGenerator(seed: seed, stream: UInt64(number))
      let score = GeneratedScore(number: number, variants: variants, from: sites, &generator)
      let name = score.accession
      try Data(score.catalogText.utf8).write(to: folder.appendingPathComponent("\(name).txt"))
      try Data(score.plinkText.utf8).write(to: peerFolder.appendingPathComponent("\(name).tsv"))
    }
  }
}
