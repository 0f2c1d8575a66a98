import Foundation
import TestSupport
import Testing

/// Strict reading, reading by an index, and dosages, through the door that a user takes.
struct VariantReadingTests {
  private static let header = """
    ##fileformat=VCFv4.2
    ##contig=<ID=chr1,length=248956422>
    ##contig=<ID=chr2,length=242193529>
    ##FILTER=<ID=q10,Description="Low quality">
    ##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">
    ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tanna\tbert\n
    """

  private static func line(_ columns: String...) -> String {
    (columns + ["GT", "0/1", "1|1"]).joined(separator: "\t") + "\n"
  }

  /// Runs `vcf.read` into `vcf.write`; the written file is `out.vcf`.
  private func copy(
    _ folder: TemporaryFolder, _ file: String, build: String = "GRCh38", settings: String = ""
  ) throws -> Program.Result {
    try folder.write(
      """
      { "pipeline": "copy", "stages": {
          "variants": { "use": "vcf.read",
            "with": { "files": "\(file)", "build": "\(build)"\(settings) } },
          "copy": { "use": "vcf.write", "from": "variants", "with": { "compression": "none" } } },
        "publish": { "out.vcf": { "from": "copy", "privacy": "identifiable" } } }
      """, to: "copy.json")
    return try Program.run("run", "copy.json", in: folder.path)
  }

  @Test("Strict reading keeps records aside under the name of the rule that each breaks")
  func strictRules() throws {
    let folder = try TemporaryFolder()
    let good = [
      Self.line("chr1", "100", ".", "A", "C", "10", "PASS", "AF=0.5;DP=7"),
      Self.line("chr1", "300", "rs2", "A", "C,T", ".", "q10", "AF=0.5,0.1"),
      Self.line("chr2", "5", ".", "A", "<DEL>", ".", ".", "."),
    ]
    let bad = [
      ("number", Self.line("chr1", "310", ".", "A", "C", ".", "PASS", "AF=0.5,0.1")),
      ("type", Self.line("chr1", "320", ".", "A", "C", ".", "PASS", "DP=many")),
      ("order", Self.line("chr1", "200", ".", "A", "C", ".", "PASS", ".")),
      ("unknown-contig", Self.line("chr9", "1", ".", "A", "C", ".", "PASS", ".")),
      ("past-contig-end", Self.line("chr2", "242193999", ".", "A", "C", ".", "PASS", ".")),
      ("columns", "chr2\t242193400\t.\tA\tC\n"),
    ]
    let text =
      Self.header + good[0] + good[1] + bad.prefix(3).map(\.1).joined() + bad[3].1
      + good[2] + bad[4].1 + bad[5].1
    try folder.write(text, to: "in.vcf")
    let result = try copy(
      folder, "in.vcf", settings: ", \"validation\": \"strict\", \"onBad\": \"quarantine\"")
    #expect(result.exitCode == 0, "\(result.errors)")
    let stage = try RunFile.latest(folder.path).stages[0]
    #expect(
      stage.quarantinedByRule == Dictionary(uniqueKeysWithValues: bad.map { ($0.0, 1) }))
    #expect(stage.read == 9 && stage.kept == 3)
    #expect(try folder.read("results/latest/out.vcf") == Self.header + good.joined())
    let entries = try QuarantineFile(
      try RunFile.latestFolder(folder.path) + "/quarantine/variants.ndjson"
    ).entries
    #expect(entries.map(\.line) == [11, 12, 13, 14, 16, 17])
  }

  @Test("Lenient reading lets the same records pass, counts them, and says so")
  func lenientCounts() throws {
    let folder = try TemporaryFolder()
    let text =
      Self.header
      + Self.line("chr1", "100", ".", "A", "C", "10", "PASS", "XX=1")
      + Self.line("chr9", "5", ".", "A", "C", "10", "unheard", "XX=1;DP=1")
      + Self.line("chr9", "3", ".", "A", "C", "10", "PASS", ".")
    try folder.write(text, to: "in.vcf")
    let result = try copy(folder, "in.vcf")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try folder.read("results/latest/out.vcf") == text)
    let run = try RunFile.latest(folder.path)
    #expect(
      run.stages[0].tolerated == [
        "undeclared INFO": 2, "undeclared FILTER": 1, "unknown-contig CHROM": 2, "order POS": 1,
      ])
    #expect(run.warnings.contains { $0.contains("2 × undeclared INFO") })
    #expect(result.errors.contains("let pass") || result.output.contains("let pass"))
  }

  @Test("A header that breaks a rule fails strict reading with file, line and field, and no name")
  func strictHeader() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.header.replacingOccurrences(of: "bert", with: "anna"), to: "twins.vcf")
    try folder.write(
      Self.header.replacingOccurrences(of: "Number=A,", with: ""), to: "number.vcf")
    for (file, place, settings) in [
      ("twins.vcf", "twins.vcf:8", ""),
      ("number.vcf", "number.vcf:5:INFO", ", \"validation\": \"strict\""),
    ] {
      let result = try copy(folder, file, settings: settings)
      #expect(result.exitCode == 1)
      #expect(result.errors.contains(place), "\(result.errors)")
      #expect(!result.errors.contains("anna"))
    }
  }

  @Test(
    "Every file that the specification's own tests accept is read strictly and written back",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func conformance() throws {
    let folder = try TemporaryFolder()
    let root = SharedData.file("vcf/hts-specs")
    var count = 0
    for version in ["4.1", "4.2", "4.3", "4.5"] {
      let passed = "\(root)/\(version)/passed"
      for name in try FileManager.default.contentsOfDirectory(atPath: passed).sorted()
      where name.hasSuffix(".vcf") {
        let path = "\(passed)/\(name)"
        let result = try copy(
          folder, path, build: "GRCh37", settings: ", \"validation\": \"strict\"")
        #expect(result.exitCode == 0, "\(version)/\(name): \(result.errors)")
        let written = try Data(contentsOf: URL(filePath: folder.path + "/results/latest/out.vcf"))
        var expected = try Data(contentsOf: URL(filePath: path))
        if expected.last != 10 { expected.append(10) }
        #expect(written == expected, "\(version)/\(name)")
        count += 1
      }
    }
    #expect(count > 20)
  }

  /// A sorted file of many records, packed by bgzip and indexed by tabix.
  private func indexedCohort(_ folder: TemporaryFolder) throws -> String {
    var random = SeededGenerator(seed: 21)
    var text = Self.header
    let calls = ["0|0", "0|1", "1|1"]
    for contig in ["chr1", "chr2"] {
      for number in 1...20_000 {
        let pair = (0..<2).map { _ in calls[Int.random(in: 0..<3, using: &random)] }
        text +=
          "\(contig)\t\(number * 1000)\trs\(number)\tA\tG\t.\tPASS\tDP=\(number)\tGT\t"
          + pair.joined(separator: "\t") + "\n"
      }
    }
    try folder.write(text, to: "cohort.vcf")
    for command in [["bgzip", "cohort.vcf"], ["tabix", "-p", "vcf", "cohort.vcf.gz"]] {
      let result = try Program.run("/usr/bin/env", command, in: folder.path)
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    return folder.path + "/cohort.vcf.gz"
  }

  /// Scores three positions of the cohort.
  private func score(_ folder: TemporaryFolder, _ settings: String = "") throws -> Program.Result {
    try folder.write(
      "#pgs_id=S\n#genome_build=GRCh38\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n"
        + "1\t7000\tG\tA\t0.5\n2\t19000000\tA\tG\t0.25\n2\t3000\tG\tA\t-1\n", to: "score.txt")
    try folder.write(
      """
      { "pipeline": "score", "stages": {
          "variants": { "use": "vcf.read",
            "with": { "files": "cohort.vcf.gz", "build": "GRCh38"\(settings) } },
          "passed": { "use": "variants.filter", "from": "variants", "with": { "passOnly": true } },
          "scores": { "use": "prs.score", "from": "passed", "with": { "scoringFiles": "score.txt" } } },
        "publish": { "scores.csv": { "from": "scores.scores", "privacy": "identifiable" },
          "matches.csv": "scores.matches" } }
      """, to: "score.json")
    return try Program.run("run", "score.json", in: folder.path)
  }

  @Test("A score reads by the index what it needs, with the same result, and every record counted")
  func scoreByIndex() throws {
    let folder = try TemporaryFolder()
    let path = try indexedCohort(folder)
    let indexed = try score(folder)
    #expect(indexed.exitCode == 0, "\(indexed.errors)")
    let results = ["scores.csv", "matches.csv"]
    let first = try results.map { try folder.read("results/latest/\($0)") }
    let reader = try RunFile.latest(folder.path).stages[0]
    #expect(reader.read == 40_000)
    #expect((reader.dropped["not-wanted"] ?? 0) > 30_000)
    #expect(reader.kept == 40_000 - (reader.dropped["not-wanted"] ?? 0))

    for (change, remark) in [
      ({ (_: TemporaryFolder) throws in }, nil as String?),
      (
        { (folder: TemporaryFolder) throws in
          // A file that was written after its index.
          let later = Date.now.addingTimeInterval(60)
          try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: path)
        }, "older than the file"
      ),
      (
        { (folder: TemporaryFolder) throws in
          try FileManager.default.removeItem(atPath: path + ".tbi")
        }, nil
      ),
    ] {
      try change(folder)
      try FileManager.default.removeItem(atPath: folder.path + "/.pcmflow")
      let whole = remark == nil && FileManager.default.fileExists(atPath: path + ".tbi")
      // A promise about the whole input is a reason to read all of it.
      let result = try score(folder, whole ? ", \"minimumRows\": 40000" : "")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try results.map { try folder.read("results/latest/\($0)") } == first)
      let run = try RunFile.latest(folder.path)
      #expect(run.stages[0].read == 40_000 && run.stages[0].kept == 40_000)
      #expect(run.warnings.contains { $0.contains(remark ?? "older") } == (remark != nil))
    }
  }

  @Test("What an index lets go unread is no part of a task's key")
  func keyOfWhatIsRead() throws {
    let folder = try TemporaryFolder()
    let path = try indexedCohort(folder)
    #expect(try score(folder).exitCode == 0)
    let first = try folder.read("results/latest/scores.csv")
    var bytes = try Data(contentsOf: URL(filePath: path))
    let unread = bytes.count / 5 * 4
    bytes[unread] ^= 0xFF
    try bytes.write(to: URL(filePath: path))
    let later = Date.now.addingTimeInterval(60)
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: path + ".tbi")
    let again = try score(folder)
    #expect(again.exitCode == 0 && again.errors.contains("0 tasks to run"), "\(again.errors)")
    #expect(try folder.read("results/latest/scores.csv") == first)
    // The header is always read.
    bytes[40] ^= 0xFF
    try bytes.write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: path + ".tbi")
    #expect(try score(folder).exitCode != 0)
  }

  @Test("Since the last run, a file that an index has let go unread is read once all the same")
  func sinceByIndex() throws {
    let folder = try TemporaryFolder()
    _ = try indexedCohort(folder)
    let since = ", \"since\": \"last-run\""
    #expect(try score(folder, since).exitCode == 0)
    let reader = try RunFile.latest(folder.path).stages[0]
    #expect((reader.dropped["not-wanted"] ?? 0) > 30_000)
    let again = try score(folder, since)
    #expect(again.exitCode == 0 && again.errors.contains("no file is new"), "\(again.errors)")
  }

  @Test("A large file is read in parts, each a task, with the same tables")
  func parts() throws {
    let folder = try TemporaryFolder()
    let path = try indexedCohort(folder)
    try FileManager.default.removeItem(atPath: path + ".tbi")
    #expect(try score(folder).exitCode == 0)
    let whole = try folder.read("results/latest/matches.csv")
    try FileManager.default.removeItem(atPath: folder.path + "/.pcmflow")
    let result = try score(folder, ", \"shardSize\": \"64kB\"")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try folder.read("results/latest/matches.csv") == whole)
    #expect(
      result.errors.contains("cohort.vcf.gz 1/") && result.errors.contains("cohort.vcf.gz 3/"))
    let reader = try RunFile.latest(folder.path).stages[0]
    #expect(reader.read == 40_000 && reader.kept == 40_000)
    // A document cannot be put together from parts, so its file stays whole.
    let copied = try copy(folder, path, settings: ", \"shardSize\": \"64kB\"")
    #expect(copied.exitCode == 0 && !copied.errors.contains("cohort.vcf.gz 1/"))
  }

  @Test("Regions give the same records with an index and without")
  func regionsByIndex() throws {
    let folder = try TemporaryFolder()
    let path = try indexedCohort(folder)
    let regions = ", \"regions\": [\"chr1:5000-9000\", \"2:19999001-20000000\", \"chr2:1-1\"]"
    #expect(try copy(folder, path, settings: regions).exitCode == 0)
    let indexed = try folder.read("results/latest/out.vcf")
    let stage = try RunFile.latest(folder.path).stages[0]
    #expect(stage.kept == 6 && stage.read == 40_000 && stage.dropped == ["regions": 39_994])
    try FileManager.default.removeItem(atPath: path + ".tbi")
    try FileManager.default.removeItem(atPath: folder.path + "/.pcmflow")
    #expect(try copy(folder, path, settings: regions).exitCode == 0)
    #expect(try folder.read("results/latest/out.vcf") == indexed)
    #expect(try RunFile.latest(folder.path).stages[0].dropped == ["regions": 39_994])
    let tabix = indexed.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(tabix.count == 6 && tabix[0].hasPrefix("chr1\t5000\t"))
  }

  @Test("A damaged index is refused by name, never read as another")
  func damagedIndex() throws {
    let folder = try TemporaryFolder()
    let path = try indexedCohort(folder)
    let index = try Data(contentsOf: URL(filePath: path + ".tbi"))
    try index.prefix(index.count / 2).write(to: URL(filePath: path + ".tbi"))
    let result = try copy(folder, path, settings: ", \"regions\": \"chr1:5000-9000\"")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("cohort.vcf.gz.tbi"), "\(result.errors)")
  }
}
