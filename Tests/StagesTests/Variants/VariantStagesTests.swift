import Foundation
import PipelineModel
import Stages
import Tables
import TestSupport
import Testing

private let cohort = """
  ##fileformat=VCFv4.2
  ##contig=<ID=chr1,length=248956422>
  ##contig=<ID=chr2>
  ##INFO=<ID=AF,Number=A,Type=Float,Description="f">
  ##INFO=<ID=SCORE,Number=1,Type=Float,Description="s">
  ##FORMAT=<ID=GT,Number=1,Type=String,Description="g">
  #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tanna\tbert\tcleo
  chr1\t10\trs1\tA\tC\t50\tPASS\tAF=0.5;DP=40;SCORE=1e-3\tGT:DP:AD\t0|0:9:9,0\t0|1:8:4,4\t./.
  chr1\t20\t.\tAT\tA,ATT\t.\tq10;s5\tDB;DP=.\tGT:DP\t1/2:3\t0/0:.\t0/1:4
  chr1\tx\t.\tA\tC\t.\t.\t.\tGT\t0|0\t0|0\t0|0
  chr2\t5\t.\tG\tT\t9\t.\tSCORE=bad\tGT\t0|0\t0|0\t1|1
  chr2\t7\t.\tG\t<DEL>\t99\tPASS\tEND=30\tGT\t0|0\t0|0\t1|1

  """

private func reader(_ more: String = "") throws -> VCFRead {
  try VariantChain.stage(VCFRead.self, "{\"files\": \"x.vcf\", \"build\": \"GRCh38\"\(more)}")
}

private let quarantining = ", \"onBad\": \"quarantine\""

private func positions(_ output: VariantChain.MemoryOutput) -> [String] {
  output.rows("table").split(separator: "\n").map(String.init)
}

private func table(_ columns: String...) throws -> VariantsTable {
  let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
  return try VariantChain.stage(VariantsTable.self, "{\"columns\": [\(list)]}")
}

@Suite("vcf.read")
struct VCFReadTests {
  @Test(
    "Bad records are kept aside with line, offset, rule and the raw line; all are accounted for")
  func quarantine() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let (output, logs) = try VariantChain.runChain(
      try reader(quarantining), file.path, try table("CHROM", "POS"))
    #expect(positions(output) == ["chr1,10", "chr1,20", "chr2,5", "chr2,7"])
    let log = VariantChain.LogTotal(logs, stage: 0)
    #expect(log.isBalanced && VariantChain.LogTotal(logs, stage: 1).isBalanced)
    #expect(log.read == 5 && log.kept == 4)
    let bad = try #require(log.quarantined.first)
    #expect(bad.lineInChunk == 2 && bad.rule == "pos" && bad.field == "POS")
    let line = try #require(cohort.range(of: "chr1\tx"))
    #expect(
      bad.offset == UInt64(cohort.utf8.distance(from: cohort.startIndex, to: line.lowerBound)))
    #expect(
      String(decoding: bad.raw, as: UTF8.self) == "chr1\tx\t.\tA\tC\t.\t.\t.\tGT\t0|0\t0|0\t0|0")
  }

  @Test("By default the first bad record fails the run, without naming its content")
  func failing() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let error = try #require(throws: StageError.self) {
      try VariantChain.runChain(try reader(), file.path, try table("POS"))
    }
    #expect(error.category == .input && error.line == 2 && error.field == "POS")
  }

  @Test("Regions keep what overlaps them, however contigs are spelt", arguments: [true, false])
  func regions(isListed: Bool) throws {
    let file = try VariantChain.ScratchFile(cohort)
    let bed = try VariantChain.ScratchFile("1\t20\t25\nNC_000002.12\t25\t26\n", name: ".bed")
    let choice = isListed ? "[\"1:21-25\", \"NC_000002.12:26\"]" : "\"\(bed.path)\""
    let (output, logs) = try VariantChain.runChain(
      try reader(quarantining + ", \"regions\": \(choice)"), file.path, try table("CHROM", "POS"),
      files: ["regions": [bed.path]])
    #expect(positions(output) == ["chr1,20", "chr2,7"])
    let log = VariantChain.LogTotal(logs, stage: 0)
    #expect(log.dropped == ["regions": 2] && log.isBalanced)
  }

  @Test("Samples are chosen in the order asked for, contigs renamed, places kept")
  func rewriting() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let (output, _) = try VariantChain.runChain(
      try reader(
        quarantining + ", \"samples\": [\"cleo\", \"anna\"], \"rename\": {\"chr2\": \"two\"}"),
      file.path, try VariantChain.stage(VCFWrite.self, "{\"compression\": \"none\"}"))
    let lines = String(decoding: output.document("file"), as: UTF8.self).split(separator: "\n")
    #expect(lines[2] == "##contig=<ID=two>")
    #expect(lines[6].hasSuffix("FORMAT\tcleo\tanna"))
    #expect(lines[7].hasSuffix("GT:DP:AD\t./.\t0|0:9:9,0"))
    #expect(lines[9] == "two\t5\t.\tG\tT\t9\t.\tSCORE=bad\tGT\t1|1\t0|0")
    let rejecting = try VariantChain.runChain(
      try reader(quarantining + ", \"samples\": \"bert\""), file.path, try table("INFO/SCORE"))
    let bad = try #require(VariantChain.LogTotal(rejecting.logs, stage: 1).quarantined.first)
    let line = try #require(cohort.range(of: "chr2\t5"))
    #expect(bad.lineInChunk == 3 && bad.rule == "info" && bad.field == "INFO/SCORE")
    #expect(
      bad.offset == UInt64(cohort.utf8.distance(from: cohort.startIndex, to: line.lowerBound)))
  }

  @Test("A sample the file does not have is refused by its entry, not its name")
  func missingSample() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let error = try #require(throws: StageError.self) {
      try VariantChain.runChain(
        try reader(", \"samples\": [\"anna\", \"dora\"]"), file.path, try table("POS"))
    }
    #expect(error.message.contains("entries 2") && !error.description.contains("dora"))
    #expect(error.file == file.path && error.line == 7)
  }

  @Test("A file of another build is refused")
  func wrongBuild() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let stage = try VariantChain.stage(
      VCFRead.self, "{\"files\": \"x.vcf\", \"build\": \"GRCh37\"}")
    let error = try #require(throws: StageError.self) {
      try VariantChain.runChain(stage, file.path, try table("POS"))
    }
    #expect(error.message.contains("GRCh38") && error.line == 2 && error.file == file.path)
  }

  @Test("A file without records gives an empty table and a file of its header")
  func noRecords() throws {
    let header = cohort.split(separator: "\n").prefix(7).joined(separator: "\n") + "\n"
    let file = try VariantChain.ScratchFile(header)
    let rows = try VariantChain.runChain(try reader(), file.path, try table("POS")).output
    #expect(rows.rowCount == 0 && rows.schemas["table"] != nil)
    let written = try VariantChain.runChain(
      try reader(), file.path, try VariantChain.stage(VCFWrite.self, "{\"compression\": \"none\"}"))
    #expect(String(decoding: written.output.document("file"), as: UTF8.self) == header)
    #expect(written.logs.count == 1)
  }

  @Test(
    "Settings that are wrong are refused",
    arguments: [
      ("{\"build\": \"GRCh38\", \"files\": \"x\", \"regions\": \"1:9-3\"}", "ends before"),
      ("{\"build\": \"GRCh38\", \"files\": \"x\", \"regions\": [\"1\", 5]}", "a string"),
      ("{\"build\": \"hg38\", \"files\": \"x\"}", "GRCh38"),
      ("{\"build\": \"GRCh38\", \"files\": \"x\", \"samples\": [\"a\", \"a\"]}", "twice"),
      ("{\"build\": \"GRCh38\", \"files\": \"x\", \"validation\": \"severe\"}", "strict"),
      ("{\"build\": \"GRCh38\", \"files\": \"x\", \"rename\": {\"a\": 5}}", "contig name"),
      ("{\"build\": \"GRCh38\", \"files\": \"x\", \"rename\": [\"a\"]}", "object"),
      ("{\"build\": \"GRCh38\", \"files\": \"x\", \"onBad\": \"skip\"}", "quarantine"),
    ])
  func refused(settings: String, word: String) throws {
    let complaints = try VariantChain.complaints(VCFRead.self, settings)
    #expect(complaints.count == 1 && complaints[0].contains(word), "\(complaints)")
  }
}

@Suite("variants.filter")
struct VariantsFilterTests {
  @Test(
    "Each condition drops records under its name",
    arguments: [
      ("\"passOnly\": true", ["10", "7"], "passOnly"),
      ("\"filters\": [\"s5\", \".\"]", ["20", "5"], "filters"),
      ("\"minimumQuality\": 50", ["10", "7"], "minimumQuality"),
      ("\"types\": \"snv\"", ["10", "5"], "types"),
      ("\"types\": [\"insertion\", \"symbolic\"]", ["20", "7"], "types"),
      ("\"regions\": \"1\"", ["10", "20"], "regions"),
      ("\"minimumDepth\": 7", ["10", "20"], "minimumDepth"),
      ("\"minimumAltReads\": 4", ["10"], "minimumAltReads"),
    ])
  func conditions(settings: String, kept: [String], rule: String) throws {
    let file = try VariantChain.ScratchFile(cohort)
    let filter = try VariantChain.stage(VariantsFilter.self, "{\(settings)}")
    let (output, logs) = try VariantChain.runChain(
      try reader(quarantining), file.path, try table("POS"), through: [filter])
    #expect(positions(output) == kept)
    let log = VariantChain.LogTotal(logs, stage: 1)
    #expect(log.dropped == [rule: 4 - kept.count] && log.isBalanced)
  }

  @Test("Without conditions everything is kept, and the edge keeps its build")
  func nothing() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let filter = try VariantChain.stage(VariantsFilter.self)
    #expect(filter.outputs["variants"]?.attributes == [EdgeAttribute.build: "GRCh38"])
    let (output, _) = try VariantChain.runChain(
      try reader(quarantining), file.path, try table("POS"), through: [filter])
    #expect(output.rowCount == 4)
  }
}

@Suite("variants.table")
struct VariantsTableTests {
  @Test("Fields are typed by the specification and the header; missing values are null")
  func perRecord() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let end = try table(
      "CHROM", "POS", "ID", "ALT", "QUAL", "FILTER", "INFO/AF", "INFO/DP", "INFO/DB", "INFO/SCORE")
    let (output, logs) = try VariantChain.runChain(try reader(quarantining), file.path, end)
    #expect(
      output.schemas["table"]?.columns.map(\.type)
        == [
          .string, .integer, .string, .string, .number, .string, .string, .integer, .boolean,
          .number,
        ])
    #expect(
      positions(output) == [
        "chr1,10,rs1,C,50.0,PASS,0.5,40,false,0.001",
        "chr1,20,,\"A,ATT\",,q10;s5,,,true,",
        "chr2,7,,<DEL>,99.0,PASS,,,false,",
      ])
    #expect(VariantChain.LogTotal(logs, stage: 1).quarantined.map(\.rule) == ["info"])
  }

  @Test("With a FORMAT column there is a row for each sample")
  func perSample() throws {
    let file = try VariantChain.ScratchFile(cohort)
    let (output, _) = try VariantChain.runChain(
      try reader(quarantining + ", \"regions\": \"chr1\""), file.path,
      try table("POS", "SAMPLE", "FORMAT/GT", "FORMAT/DP"))
    #expect(
      positions(output) == [
        "10,anna,0|0,9", "10,bert,0|1,8", "10,cleo,./.,", "20,anna,1/2,3", "20,bert,0/0,",
        "20,cleo,0/1,4",
      ])
    #expect(output.rowCount == 6)
  }

  @Test("A row per sample without the sample's name is warned of; unknown columns are refused")
  func columns() throws {
    #expect(
      try VariantChain.complaints(VariantsTable.self, "{\"columns\": [\"FORMAT/GT\"]}").count == 1)
    for (column, word) in [
      ("POSS", "POS"), ("INFO/", "known are"), ("info/AF", "INFO/AF"), ("X/AF", "known are"),
    ] {
      let complaints = try VariantChain.complaints(
        VariantsTable.self, "{\"columns\": [\"\(column)\"]}")
      #expect(complaints.count == 1 && complaints[0].contains(word), "\(complaints)")
    }
    #expect(
      try VariantChain.complaints(VariantsTable.self, "{\"columns\": [\"POS\", \"POS\"]}").count
        == 1)
  }
}

@Suite("vcf.write")
struct VCFWriteTests {
  private func manyRecords(_ contigs: [String]) -> String {
    var text = "##fileformat=VCFv4.2\n##contig=<ID=chr1>\n##contig=<ID=chr2>\n"
    text += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    for contig in contigs {
      for index in 0..<30_000 {
        text += "\(contig)\t\(1 + index * 2_500)\t.\tA\tC\t.\t.\tN=\(index)\n"
      }
    }
    return text
  }

  @Test("A plain file comes back byte for byte")
  func plain() throws {
    let text = manyRecords(["chr1"])
    let file = try VariantChain.ScratchFile(text)
    let (output, _) = try VariantChain.runChain(
      try reader(), file.path, try VariantChain.stage(VCFWrite.self, "{\"compression\": \"none\"}"))
    #expect(output.document("file") == Array(text.utf8))
    #expect(output.document("file.tbi").isEmpty)
  }

  @Test(
    "bcftools finds every record through the index",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/bcftools"), "needs bcftools"),
    arguments: ["tbi", "csi"])
  func index(kind: String) throws {
    let text = manyRecords(["chr1", "chr2"])
    let file = try VariantChain.ScratchFile(text)
    let (output, _) = try VariantChain.runChain(
      try reader(), file.path, try VariantChain.stage(VCFWrite.self, "{\"index\": \"\(kind)\"}"))
    let written = try VariantChain.ScratchFile(output.document("file"), name: ".vcf.gz")
    let index = written.path + "." + kind
    try Data(output.document("file." + kind)).write(to: URL(filePath: index))
    defer { try? FileManager.default.removeItem(atPath: index) }
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    var random = SeededGenerator(seed: 19)
    for (contig, start, end) in [
      ("chr1", 1, 1), ("chr1", 1, 75_000_000), ("chr2", 1, 75_000_000), ("chr2", 2_501, 2_501),
      ("chr1", 74_997_501, 80_000_000), ("chr2", 100_000, 3_000_000), ("chr1", 2, 2_500),
    ]
      + (0..<8).map({ _ in
        let start = Int.random(in: 1...75_000_000, using: &random)
        return ("chr1", start, start + Int.random(in: 0...200_000, using: &random))
      })
    {
      let expected = lines.filter { line in
        let fields = line.split(separator: "\t", maxSplits: 2)
        guard let position = Int(fields[1]) else { return false }
        return fields[0] == contig && position >= start && position <= end
      }
      let found = try run(["bcftools", "view", "-H", written.path, "\(contig):\(start)-\(end)"])
      #expect(found.split(separator: "\n") == expected, "\(contig):\(start)-\(end)")
    }
    #expect(try run(["bcftools", "index", "-n", written.path]) == "60000\n")
    let whole = try run(["bcftools", "view", "--no-version", "-H", written.path])
    #expect(whole.split(separator: "\n").count == 60_000)
  }

  @Test("Records that are not sorted cannot be indexed, but written without an index")
  func unsorted() throws {
    let file = try VariantChain.ScratchFile(manyRecords(["chr1", "chr2", "chr1"]))
    let error = try #require(throws: StageError.self) {
      try VariantChain.runChain(try reader(), file.path, try VariantChain.stage(VCFWrite.self))
    }
    #expect(error.message.contains("not sorted"))
    let (output, _) = try VariantChain.runChain(
      try reader(), file.path, try VariantChain.stage(VCFWrite.self, "{\"index\": \"none\"}"))
    #expect(!output.document("file").isEmpty)
  }

  @Test("An index or a level of a plain file is refused")
  func contradictions() throws {
    let settings = "{\"compression\": \"none\", \"index\": \"tbi\", \"level\": 3}"
    #expect(try VariantChain.complaints(VCFWrite.self, settings).count == 2)
  }

  private func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
