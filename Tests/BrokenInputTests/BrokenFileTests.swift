import Foundation
import TestSupport
import Testing

/// A file that is broken as a whole.
struct BrokenFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let pipeline: TinyPipeline
  /// The bytes of the file; nil where there is none.
  let bytes: [UInt8]?
  var exitCode: Int32 = 1
  /// What the message must say; `FILE` stands for the file's path.
  let says: [String]

  init(
    _ title: String, _ input: TinyPipeline.Input, _ file: String, _ bytes: [UInt8]?,
    exitCode: Int32 = 1, _ says: String...
  ) {
    testDescription = title
    pipeline = TinyPipeline(input: input, file: file)
    self.bytes = bytes
    self.exitCode = exitCode
    self.says = says
  }

  init(
    _ title: String, _ input: TinyPipeline.Input, _ file: String, _ text: String,
    exitCode: Int32 = 1, _ says: String...
  ) {
    testDescription = title
    pipeline = TinyPipeline(input: input, file: file)
    bytes = Array(text.utf8)
    self.exitCode = exitCode
    self.says = says
  }

  static let containers: [BrokenFile] = {
    let gzip = TinyFiles.gzip(TinyFiles.variants)
    let bgzf = TinyFiles.bgzf(TinyFiles.variants)
    let again = "copy the file again"
    return [
      BrokenFile(
        "gzip, cut in half", .variants, "in.vcf.gz", Array(gzip.prefix(gzip.count / 2)),
        "FILE: the file ends within its gzip data", again),
      BrokenFile(
        "gzip, cut in its checksum", .variants, "in.vcf.gz", Array(gzip.dropLast(5)),
        "FILE: the file ends within its gzip data", again),
      BrokenFile(
        "gzip, wrong checksum", .variants, "in.vcf.gz", broken(gzip, gzip.count - 8),
        "FILE: the gzip data or its checksum is wrong", again),
      BrokenFile(
        "gzip, one byte changed", .variants, "in.vcf.gz", broken(gzip, gzip.count / 2),
        "FILE: the gzip data or its checksum is wrong", again),
      BrokenFile(
        "gzip with something behind it", .variants, "in.vcf.gz", gzip + Array("more".utf8),
        "FILE: bytes follow the end of the gzip data"),
      BrokenFile(
        "BGZF without its end", .variants, "in.vcf.gz",
        TinyFiles.bgzf(TinyFiles.variants, hasEnd: false),
        "FILE: the file ends without the BGZF end-of-file marker", again),
      BrokenFile(
        "BGZF, cut in a block", .variants, "in.vcf.gz", Array(bgzf.dropLast(60)),
        "FILE: the file ends within the BGZF block", again),
      BrokenFile(
        "BGZF, wrong checksum", .variants, "in.vcf.gz", broken(bgzf, TinyFiles.blockText + 31 - 8),
        "FILE: the data of the BGZF block", again),
      BrokenFile(
        "BGZF, one byte changed", .variants, "in.vcf.gz", broken(bgzf, 200),
        "FILE: the data of the BGZF block", again),
      BrokenFile(
        "NDJSON in gzip, cut", .resources, "in.ndjson.gz",
        Array(TinyFiles.gzip(TinyFiles.patients).dropLast(12)),
        "FILE: the file ends within its gzip data", again),
      BrokenFile(
        "CSV in gzip, cut", .table, "in.csv.gz",
        Array(TinyFiles.gzip(TinyFiles.people).dropLast(12)),
        "FILE: the file ends within its gzip data", again),
      BrokenFile(
        "scoring file in gzip, cut", .scoringFile, "s.txt.gz",
        Array(TinyFiles.gzip(TinyFiles.score).dropLast(12)), exitCode: 2,
        "FILE: error:", "the file ends within its gzip data", again),
      BrokenFile(
        "scoring file that is gzip by its first bytes only", .scoringFile, "s.txt.gz",
        [0x1F, 0x8B, 8, 0] + Array("no gzip".utf8), exitCode: 2, "FILE: error:", "gzip data"),
    ]
  }()

  static let headers: [BrokenFile] = {
    let first = "the first line must be ##fileformat=VCFv4.x; is this a VCF file?"
    let columns = "the column line must begin with #CHROM, POS"
    let header = TinyFiles.header
    let withoutColumnLine = String(
      header[..<(header.range(of: "#CHROM")?.lowerBound ?? header.endIndex)])
    return [
      BrokenFile("an empty VCF file", .variants, "in.vcf", "", "FILE: the file is empty"),
      BrokenFile(
        "text that is no VCF", .variants, "in.vcf", "Dear all,\n", "FILE:1:fileformat: \(first)"),
      BrokenFile(
        "bytes that are no text", .variants, "in.vcf", Array(repeating: 0, count: 999),
        "FILE:1:fileformat: \(first)"),
      BrokenFile(
        "a header without its first line", .variants, "in.vcf",
        header.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n",
        "FILE:1:fileformat: \(first)"),
      BrokenFile(
        "a header without its column line", .variants, "in.vcf",
        withoutColumnLine + TinyFiles.record(), "FILE:4:#CHROM: the header has no #CHROM line",
        "the column line ends it"),
      BrokenFile(
        "a header that is cut off", .variants, "in.vcf", withoutColumnLine,
        "FILE:3:#CHROM: the file ends within its header", "cut off?"),
      BrokenFile(
        "a column line with spaces", .variants, "in.vcf", header.replacing("\t", with: " "),
        "FILE:4:#CHROM: \(columns)", "tabs"),
      BrokenFile(
        "a column line without INFO", .variants, "in.vcf", header.replacing("\tINFO", with: ""),
        "FILE:4:#CHROM: \(columns)"),
      BrokenFile(
        "two samples of one name", .variants, "in.vcf",
        header.replacing("MUSTERMANN", with: "MUSTERFRAU"),
        "FILE:4:#CHROM: columns 10 and 11 bear the same sample name"),
      BrokenFile(
        "contigs of another build", .variants, "in.vcf",
        header.replacing("248956422", with: "249250621"),
        "FILE:2:contig: ", "GRCh37", "the definition says GRCh38", "correct 'build' or lift"),
      BrokenFile("an empty NDJSON file", .resources, "in.ndjson", "", "FILE: the file is empty"),
      BrokenFile("an empty Bundle", .resources, "in.json", "", "FILE: the file is empty"),
      BrokenFile(
        "a Bundle that is cut off", .resources, "in.json",
        #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"pat-4711""#,
        "FILE:1: the record is not JSON", "it may be truncated"),
      BrokenFile("an empty CSV file", .table, "in.csv", "", "FILE: the file is empty"),
      BrokenFile(
        "a CSV header without a column", .table, "in.csv", "id,sex\npat-4711,f\n", exitCode: 3,
        "FILE:1: the header has no column \"age\"", "compare the header with \"columns\""),
      BrokenFile(
        "a CSV header that names a column twice", .table, "in.csv", "id,age,age\npat-4711,1,2\n",
        exitCode: 3, "FILE:1: the header names \"age\" 2 times"),
      BrokenFile(
        "a CSV file with another delimiter", .table, "in.csv", "id;age\npat-4711;1\n", exitCode: 3,
        "FILE:1: the header has no column \"id\"", "delimiter"),
    ]
  }()

  static let scoringFiles: [BrokenFile] = {
    let flags = TinyFiles.scoreColumns + "\tis_dominant\tis_recessive"
    return [
      BrokenFile(
        "an empty scoring file", .scoringFile, "s.txt", "", exitCode: 2, "FILE: error:",
        "the file is empty"),
      BrokenFile(
        "a scoring file without columns", .scoringFile, "s.txt", "#pgs_id=PGS000001\n", exitCode: 2,
        "FILE: error:", "no line of column names"),
      BrokenFile(
        "a scoring file that is none", .scoringFile, "s.txt", "Dear all,\n", exitCode: 1,
        "FILE:1:chr_name: the column is missing", "harmonised"),
      BrokenFile(
        "a scoring file without weights", .scoringFile, "s.txt",
        TinyFiles.score(
          columns: "chr_name\tchr_position\teffect_allele\tother_allele", "1\t100\tG\tA"),
        "FILE:3:effect_weight: "),
      BrokenFile(
        "a weight that is no number", .scoringFile, "s.txt",
        TinyFiles.score("1\t100\tG\tA\t0.5", "1\t101\tG\tA\theavy"),
        "FILE:5:effect_weight: the value is not a finite number"),
      BrokenFile(
        "a weight that is infinite", .scoringFile, "s.txt", TinyFiles.score("1\t100\tG\tA\tinf"),
        "FILE:4:effect_weight: the value is not a finite number"),
      BrokenFile(
        "a position that is no number", .scoringFile, "s.txt", TinyFiles.score("1\tx\tG\tA\t0.5"),
        "FILE:4:chr_position: the position is not a whole number from 1"),
      BrokenFile(
        "a row without its last cell", .scoringFile, "s.txt", TinyFiles.score("1\t100\tG\tA"),
        "FILE:4:effect_weight: the row has no weight"),
      BrokenFile(
        "a row that is dominant and recessive", .scoringFile, "s.txt",
        TinyFiles.score(columns: flags, "1\t100\tG\tA\t0.5\tTrue\tTrue"),
        "FILE:4:is_dominant, is_recessive: ", "only one can be true"),
      BrokenFile(
        "a column that stands twice", .scoringFile, "s.txt",
        TinyFiles.score(
          columns: TinyFiles.scoreColumns + "\teffect_weight", "1\t100\tG\tA\t0.5\t1"),
        exitCode: 2, "FILE:3:1: error: the column stands twice"),
      BrokenFile(
        "a scoring file of another build", .scoringFile, "s.txt",
        TinyFiles.score(build: "GRCh37", "1\t100\tG\tA\t0.5"), exitCode: 2,
        "tiny.json:4:42: error: scoring file s.txt has positions of GRCh37, but in.variants has",
        "harmonised to GRCh38", "[build-mismatch]"),
    ]
  }()

  static let absent: [BrokenFile] = TinyPipeline.Input.allCases.flatMap { input in
    let place = input == .scoringFile ? "tiny.json:4:" : "tiny.json:3:"
    return [
      BrokenFile(
        "no file (\(input))", input, "nowhere/in.txt", nil, exitCode: 2, place,
        "finds no file FILE; check the path"),
      BrokenFile(
        "no file like a pattern (\(input))", input, "nowhere-*.txt", nil, exitCode: 2, place,
        "finds no file like FILE"),
    ]
  }

  private static func broken(_ bytes: [UInt8], _ index: Int) -> [UInt8] {
    var bytes = bytes
    bytes[index] ^= 0x20
    return bytes
  }
}

@Suite("Broken files")
struct BrokenFileTests {
  @Test(
    "A file that is broken is refused by its name and place, and nothing is published",
    arguments: BrokenFile.containers + BrokenFile.headers + BrokenFile.scoringFiles
      + BrokenFile.absent)
  func refused(_ file: BrokenFile) throws {
    let name = file.pipeline.file
    try check(file.pipeline, exitCode: file.exitCode, says: file.says) { folder in
      if let bytes = file.bytes { try folder.write(bytes, to: name) }
    }
  }

  @Test("A folder is no file", arguments: TinyPipeline.Input.allCases)
  func folder(_ input: TinyPipeline.Input) throws {
    let pipeline = TinyPipeline(input: input, file: "folder")
    try check(pipeline, exitCode: 2, says: ["FILE", "the files in a folder are named as"]) {
      folder in
      try folder.write("", to: "folder/file")
    }
  }

  @Test("A file that cannot be read is named", arguments: TinyPipeline.Input.allCases)
  func unreadable(_ input: TinyPipeline.Input) throws {
    // The memory of the process is a file that even the superuser cannot read from its beginning.
    let pipeline = TinyPipeline(input: input, file: "memory.txt")
    try check(pipeline, exitCode: 2, says: ["FILE: error: ", "read"]) { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/memory.txt", withDestinationPath: "/proc/self/mem")
    }
  }

  @Test("A scoring file of another build is refused before the variants are looked for")
  func buildBeforeInput() throws {
    let folder = try TemporaryFolder()
    let pipeline = TinyPipeline(input: .scoringFile, file: "s.txt")
    try folder.write(pipeline.definition, to: "tiny.json")
    try folder.write(TinyFiles.score(build: "GRCh37", "1\t100\tG\tA\t0.5"), to: "s.txt")
    let result = try Program.run("validate", "tiny.json", in: folder.path)
    #expect(result.exitCode == 2)
    #expect(
      result.errors.contains("tiny.json:4:42: error: scoring file s.txt has positions of GRCh37"))
    #expect(!result.errors.contains("no-such-file"))
  }

  @Test("A VCF file without samples cannot be scored")
  func withoutSamples() throws {
    let sites = TinyFiles.variants.split(separator: "\n").map { line in
      line.split(separator: "\t").prefix(8).joined(separator: "\t") + "\n"
    }
    try check(
      TinyPipeline(input: .scoringFile, file: "s.txt"), exitCode: 1,
      says: ["/in.vcf:", "#CHROM: ", "has no samples"]
    ) { folder in
      try folder.write(sites.joined(), to: "in.vcf")
      try folder.write(TinyFiles.score, to: "s.txt")
    }
  }

  @Test("One broken file among good ones is named, with its own lines", arguments: [1, 2, 3])
  func amongGoodOnes(_ number: Int) throws {
    for (input, ending, good, bad, line) in [
      (.variants, "vcf", TinyFiles.variants, TinyFiles.record("x"), 8),
      (.resources, "ndjson", TinyFiles.patients, "{\n", 4),
      (.table, "csv", "id,age\n", "x,old\n", 2),
    ] as [(TinyPipeline.Input, String, String, String, Int)] {
      try check(
        TinyPipeline(input: input, file: "part*.\(ending)"), exitCode: 1,
        says: ["/part\(number).\(ending):\(line):"]
      ) { folder in
        for part in 1...3 {
          try folder.write(good + (part == number ? bad : ""), to: "part\(part).\(ending)")
        }
      }
    }
  }

  /// Runs a pipeline that must fail, and checks what it says and leaves.
  private func check(
    _ pipeline: TinyPipeline, exitCode: Int32, says: [String],
    _ prepare: (TemporaryFolder) throws -> Void
  ) throws {
    var path = ""
    let outcome = try pipeline.run { folder in
      path = folder.path + "/" + pipeline.file
      try prepare(folder)
    }
    #expect(outcome.exitCode == exitCode, "\(outcome.errors)")
    for words in says {
      #expect(outcome.errors.contains(words.replacing("FILE", with: path)), "\(outcome.errors)")
    }
    #expect(outcome.published == nil)
    #expect(outcome.leaks.isEmpty, "\(outcome.leaks)")
  }
}
