import Foundation
import TestSupport
import Testing

/// The nightly job on the samples, through the command line, against the answers that the generator planted.
@Suite struct NightlyRegistryTests {
  private static let definition = SharedData.project("pipelines/nightly-registry.json")

  private struct Expected: Decodable {
    struct Variants: Decodable {
      struct Broken: Decodable {
        var line: Int
        var virtualOffset: UInt64
        var rule: String
      }
      var dataLines: Int
      var kept: Int
      var passed: Int
      var broken: [Broken]
    }
    struct Score: Decodable {
      struct Person: Decodable {
        var sample: String
        var alleleCount: Int
        var denominator: Int
        var dosageSum: Double
        var scoreSum: Double
      }
      var accession: String
      var rows: Int
      var matched: Int
      var excluded: Int
      var unmatched: Int
      var people: [Person]
    }
    struct Resources: Decodable {
      struct Broken: Decodable {
        var file: String
        var line: Int
        var byteOffset: UInt64
        var rule: String
      }
      var read: Int
      var kept: Int
      var broken: [Broken]
    }
    struct Indicators: Decodable {
      struct Cell: Decodable {
        var indicator: String
        var period: String
        var geography: String
        var sex: String?
        var numerator: Int
        var denominator: Int
        var value: Double
        var lower: Double
        var upper: Double
        var suppressed: Bool
      }
      var cells: [Cell]
    }
    var variants: Variants
    var scores: [String: Score]
    var resources: Resources
    var indicators: Indicators
  }

  private static func expected() throws -> Expected {
    let data = try Data(
      contentsOf: URL(filePath: SharedData.project("samples/registry/expected.json")))
    return try JSONDecoder().decode(Expected.self, from: data)
  }

  /// Runs the job into a folder of its own.
  private func run(_ folder: TemporaryFolder, jobs: Int = 2, inbox: String? = nil) throws
    -> Program.Result
  {
    let set = inbox.map { ["--set", "inbox=\($0)"] } ?? []
    return try Program.run(
      Program.path, ["run", Self.definition, "--jobs", "\(jobs)"] + set, in: folder.path)
  }

  @Test("every planted score, count and cell comes out")
  func knownAnswers() throws {
    let folder = try TemporaryFolder()
    let result = try run(folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    let expected = try Self.expected()
    let record = try RunFile.latest(folder.path)
    let genotypes = try #require(record.stages.first { $0.name == "genotypes" })
    #expect(genotypes.read == expected.variants.dataLines)
    #expect(genotypes.kept == expected.variants.kept)
    #expect(genotypes.quarantined == expected.variants.broken.count)
    let called = try #require(record.stages.first { $0.name == "called" })
    #expect(called.kept == expected.variants.passed)
    #expect(called.dropped.values.reduce(0, +) == expected.variants.kept - expected.variants.passed)
    let resources = try #require(record.stages.first { $0.name == "resources" })
    #expect(resources.read == expected.resources.read)
    #expect(resources.kept == expected.resources.kept)
    try checkScores(expected, folder)
    try checkIndicators(expected, folder)
  }

  private func checkScores(_ expected: Expected, _ folder: TemporaryFolder) throws {
    let summary = try CSVFile(folder.path + "/results/latest/match-summary.csv")
    let scores = try CSVFile(folder.path + "/results/latest/scores.csv")
    for score in expected.scores.values {
      let row = try #require(summary.rows.first { $0["pgs_id"] == score.accession })
      #expect(row["rows"] == "\(score.rows)")
      #expect(row["matched"] == "\(score.matched)")
      #expect(row["excluded"] == "\(score.excluded)")
      #expect(row["unmatched"] == "\(score.unmatched)")
      for person in score.people {
        let row = try #require(
          scores.rows.first { $0["sample"] == person.sample && $0["pgs_id"] == score.accession })
        #expect(row["allele_count"] == "\(person.alleleCount)")
        #expect(row["denominator"] == "\(person.denominator)")
        #expect(Double(row["dosage_sum"] ?? "") == person.dosageSum)
        let sum = try #require(Double(row["score_sum"] ?? ""))
        #expect(abs(sum - person.scoreSum) <= 1e-12 * max(1, abs(person.scoreSum)))
      }
    }
  }

  private func checkIndicators(_ expected: Expected, _ folder: TemporaryFolder) throws {
    let table = try CSVFile(folder.path + "/results/latest/uptake.csv")
    #expect(table.rows.count == expected.indicators.cells.count)
    for cell in expected.indicators.cells {
      let row = try #require(
        table.rows.first {
          $0["indicator"] == cell.indicator && $0["period"] == cell.period
            && $0["geography"] == cell.geography && $0["sex"] == cell.sex ?? ""
        }, "\(cell)")
      #expect(row["conf_status"] == (cell.suppressed ? "A" : "F"))
      if cell.suppressed {
        for column in ["numerator", "denominator", "value", "lower", "upper"] {
          #expect(row[column]?.isEmpty == true)
        }
        continue
      }
      #expect(row["numerator"] == "\(cell.numerator)")
      #expect(row["denominator"] == "\(cell.denominator)")
      for (column, value) in [("value", cell.value), ("lower", cell.lower), ("upper", cell.upper)] {
        let found = try #require(Double(row[column] ?? ""))
        #expect(abs(found - value) <= 1e-12)
      }
    }
  }

  @Test("every broken record stands in quarantine with its file, line, offset and rule")
  func quarantine() throws {
    let folder = try TemporaryFolder()
    #expect(try run(folder).exitCode == 0)
    let expected = try Self.expected()
    let run = try RunFile.latestFolder(folder.path)
    let variants = try QuarantineFile(run + "/quarantine/genotypes.ndjson").entries
    #expect(variants.count == expected.variants.broken.count)
    for (entry, broken) in zip(variants, expected.variants.broken) {
      #expect(entry.file.hasSuffix("/cohort.vcf.gz"))
      #expect(entry.line == broken.line)
      #expect(entry.offset == broken.virtualOffset)
      #expect(entry.rule == broken.rule)
    }
    let resources = try QuarantineFile(run + "/quarantine/resources.ndjson").entries
    #expect(resources.count == expected.resources.broken.count)
    for broken in expected.resources.broken {
      let entry = try #require(resources.first { $0.file.hasSuffix(broken.file) })
      #expect(entry.line == broken.line)
      #expect(entry.offset == broken.byteOffset)
      #expect(entry.rule == broken.rule)
    }
    let mode =
      try FileManager.default.attributesOfItem(
        atPath: run + "/quarantine/genotypes.ndjson")[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("one worker and four workers publish the same bytes")
  func sameBytes() throws {
    let one = try TemporaryFolder()
    let four = try TemporaryFolder()
    #expect(try run(one, jobs: 1).exitCode == 0)
    #expect(try run(four, jobs: 4).exitCode == 0)
    let difference = try Program.run(
      "/usr/bin/diff", ["-r", one.path + "/results/latest/", four.path + "/results/latest/"],
      in: one.path)
    #expect(difference.exitCode == 0, "\(difference.output)")
  }

  @Test("a second run starts no task and leaves the release as it is")
  func secondRun() throws {
    let folder = try TemporaryFolder()
    #expect(try run(folder).exitCode == 0)
    let first = try FileManager.default.destinationOfSymbolicLink(
      atPath: folder.path + "/results/latest")
    let again = try run(folder)
    #expect(again.exitCode == 0)
    #expect(again.errors.contains(" 0 tasks to run"))
    let events = try String(
      contentsOfFile: RunFile.latestFolder(folder.path) + "/events.jsonl", encoding: .utf8)
    #expect(!events.contains("taskBegan"))
    let second = try FileManager.default.destinationOfSymbolicLink(
      atPath: folder.path + "/results/latest")
    #expect(first == second)
  }

  @Test("editing one scoring file repeats only what depends on it, and the plan says why")
  func editedScoringFile() throws {
    let folder = try TemporaryFolder()
    let inbox = folder.path + "/inbox"
    try FileManager.default.copyItem(atPath: SharedData.project("samples/registry"), toPath: inbox)
    #expect(try run(folder, inbox: inbox).exitCode == 0)
    let name = "PGS900001_hmPOS_GRCh38.txt.gz"
    let unzipped = try Program.run(
      "/bin/gzip", ["-dc", "\(inbox)/scores/\(name)"], in: folder.path)
    // One row fewer, and so without the line that says how many there are.
    let lines = unzipped.output.split(separator: "\n").dropLast().filter {
      !$0.hasPrefix("#variants_number")
    }
    let edited = lines.joined(separator: "\n") + "\n"
    let plain = try folder.write(edited, to: "edited.txt")
    #expect(try Program.run("/bin/gzip", ["-n", plain], in: folder.path).exitCode == 0)
    try FileManager.default.removeItem(atPath: "\(inbox)/scores/\(name)")
    try FileManager.default.moveItem(atPath: plain + ".gz", toPath: "\(inbox)/scores/\(name)")
    let plan = try Program.run(
      Program.path, ["plan", Self.definition, "--set", "inbox=\(inbox)"], in: folder.path)
    let toRun = plan.output.split(separator: "\n").filter { $0.hasPrefix("  run") }
    #expect(toRun.count == 2, "\(plan.output)")
    #expect(toRun.allSatisfy { $0.contains("scores") })
    #expect(plan.output.contains("scoringFiles \(name) of scores changed"))
    #expect(try run(folder, inbox: inbox).exitCode == 0)
    let record = try RunFile.latest(folder.path)
    #expect(record.tasks.count { $0.outcome == "run" } == 2)
  }

  @Test("no name of a person stands in logs, events, errors, the record or the report")
  func noNames() throws {
    let folder = try TemporaryFolder()
    let result = try run(folder)
    let runFolder = try RunFile.latestFolder(folder.path)
    var texts = [result.output, result.errors]
    for name in ["events.jsonl", "run.json", "report.html"] {
      texts.append(try String(contentsOfFile: "\(runFolder)/\(name)", encoding: .utf8))
    }
    for text in texts { #expect(!text.contains("SYN0")) }
  }
}
