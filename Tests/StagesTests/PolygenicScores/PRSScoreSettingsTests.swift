import JSONText
import PipelineModel
import Stages
import Tables
import TestSupport
import Testing
import VCF

/// Settings, ports and files of `prs.score`, through the stage.
struct PRSScoreSettingsTests {
  private static let scoring = """
    #pgs_id=S
    #genome_build=GRCh38
    chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect
    1\t10\tG\tA\t0.5\t0.4
    1\t20\tT\tA\t1\t0.2

    """

  private static let variants =
    "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tSECRET1\tSECRET2\n"
    + "1\t10\t.\tA\tG\t.\t.\t.\tGT\t0/1\t./.\n1\t20\t.\tA\tT\t.\t.\t.\tGT\t0/1\t1/1\n"

  private func context(_ bench: StageBench, _ settings: String, _ edges: [IncomingEdge] = [])
    throws -> StageContext
  {
    try bench.context(
      PRSScore.kind, "{\"scoringFiles\": \"s.txt\"\(settings)}",
      edges: [
        bench.edge(
          "variants",
          EdgeType(
            .variants, attributes: [EdgeAttribute.build: "GRCh38"], privacy: .identifiable))
      ] + edges)
  }

  /// Runs the stage on the two people.
  private func run(
    _ bench: StageBench, _ settings: String, tables: [(name: String, table: TableArtifact)] = [],
    files: [String: [String]] = [:]
  ) throws -> RecordedOutput {
    var context = try context(bench, settings)
    let stage = try PRSScore(&context)
    #expect(context.diagnostics.all.isEmpty)
    let path = try bench.file("v.vcf", Self.variants)
    let resources = StageResources(
      files: ["scoringFiles": [try bench.file("s.txt", Self.scoring)]].merging(files) { $1 },
      inputs: TaskInputs(tables: tables, documents: [:]), scratchFolder: bench.folder)
    func absorb(_ sink: some Sink) throws -> [UInt8] {
      let shard = RecordedOutput()
      let reader = try VCFFileReader(path: path)
      var log = RecordLog(onBad: .fail)
      while let batch = try reader.nextBatch() {
        try sink.absorb(try sink.process(batch, &log), into: shard)
      }
      try sink.finish(into: shard)
      return shard.partial
    }
    let partial = try absorb(try stage.makeSink(resources))
    let output = RecordedOutput()
    try stage.merge([partial], resources, into: output)
    return output
  }

  @Test("Frequencies come in as a table, and serve imputation, strands and quality")
  func frequencies() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let table = try bench.table(
      TableSchema([
        Column("chrom", .string), Column("pos", .integer), Column("ref", .string),
        Column("alt", .string), Column("frequency", .number),
      ]), ["chr1,10,A,G,0.25\n1,20,A,T,0.9\n", "2,5,A,T,0.5\nMT,5,A,T,7\n"])
    let output = try run(
      bench, ", \"ambiguous\": \"resolve\"", tables: [("frequencies", table)])
    #expect(
      output.rows("scores") == "SECRET1,S,2,4,4,2.0,1.5,0.375\nSECRET2,S,2,2,4,0.0,0.25,0.0625\n")
    #expect(output.rows("quality").contains("S,0,1,10,G,0.5,0.25,0.25,true,0.5,,"))
    #expect(output.rows("matches").contains("refalt_flip,matched,ambiguous"))
  }

  @Test("A table of frequencies that cannot be right is refused with its row")
  func brokenFrequencies() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let schema = TableSchema([
      Column("chrom", .string), Column("pos", .integer), Column("ref", .string),
      Column("alt", .string), Column("frequency", .number),
    ])
    for rows in ["1,10,A,G,1.5\n", "1,0,A,G,0.5\n", "1,10,A,G,0.5\n1,10,A,G,0.5\n"] {
      let table = try bench.table(schema, [rows])
      let error = #expect(throws: StageError.self) {
        try run(bench, "", tables: [("frequencies", table)])
      }
      #expect(error?.category == .input && error?.message.contains("row") == true)
    }
    var context = try context(
      bench, "",
      [
        bench.edge(
          "frequencies", .table(TableSchema([Column("chrom", .string)]), privacy: .released))
      ])
    _ = try PRSScore(&context)
    #expect(context.diagnostics.all.count == 4)
    #expect(context.diagnostics.all.allSatisfy { $0.rule == "missing-column" })
  }

  @Test("A control sample outside its limit fails the run, and its name stands in no message")
  func control() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let path = try bench.file(
      "c.csv", "sample,pgs_id,expected,limit\nSECRET1,S,0.5,0.01\nSECRET2,S,9,0.5\n")
    let error = #expect(throws: StageError.self) {
      try run(bench, ", \"control\": \"c.csv\"", files: ["control": [path]])
    }
    #expect(error?.category == .contract)
    #expect(error?.description.contains("S of a control sample is 8.5 away") == true)
    let reported = try run(
      bench, ", \"control\": \"c.csv\", \"onControl\": \"report\"", files: ["control": [path]])
    #expect(
      reported.rows("control")
        == "SECRET1,S,0.5,0.5,0.0,0.01,true\nSECRET2,S,9.0,0.5,-8.5,0.5,false\n")
    for text in [
      "sample,pgs_id,expected\nSECRET1,S,1\n", "sample,pgs_id,expected,limit\n",
      "sample,pgs_id,expected,limit\nSECRET1,S,x,1\n",
      "sample,pgs_id,expected,limit\nSECRET1,S,1,-1\n",
      "sample,pgs_id,expected,limit\nSECRET9,S,1,1\n", "sample,pgs_id,expected,limit\nSECRET1\n",
    ] {
      let path = try bench.file("c.csv", text)
      let error = #expect(throws: StageError.self) {
        try run(bench, ", \"control\": \"c.csv\"", files: ["control": [path]])
      }
      #expect(error?.description.contains("SECRET") == false && error?.remedy != nil)
    }
  }

  @Test("Too little overlap is reported, or fails the run")
  func overlap() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    #expect(try run(bench, "").rows("summary").hasPrefix("S,2,1,1,0,0.5,"))
    let error = #expect(throws: StageError.self) { try run(bench, ", \"belowOverlap\": \"fail\"") }
    #expect(error?.category == .contract && error?.message.contains("1 of 2") == true)
    #expect(throws: StageError.self) { try run(bench, ", \"compatibility\": \"pgsc_calc\"") }
    let ours = try run(bench, ", \"compatibility\": \"pgsc_calc\", \"minimumOverlap\": 0.5")
    #expect(ours.rows("scores") == "SECRET1,S,1,2,2,1.0,0.5,0.25\nSECRET2,S,0,0,0,0.0,0.0,\n")
  }

  @Test("Settings that do not fit together are refused where they stand")
  func conflicts() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    for (settings, count) in [
      (", \"absent\": \"covered\"", 1), (", \"absent\": \"homref\"", 1),
      (", \"coverage\": \"c.bed\"", 1),
      (", \"compatibility\": \"pgsc_calc\", \"absent\": \"mean\"", 1),
      (
        ", \"compatibility\": \"pgsc_calc\", \"ambiguous\": \"resolve\", \"duplicates\": \"sum\"", 2
      ),
      (", \"compatibility\": \"pgsc_calc\", \"reference\": \"r.fa\", \"minimumR2\": 0.3", 2),
    ] {
      var context = try context(bench, settings)
      _ = try PRSScore(&context)
      #expect(context.diagnostics.all.count == count, "\(settings)")
      #expect(context.diagnostics.all.allSatisfy { $0.remedy != nil })
    }
  }

  @Test("A header that calls its weights ratios gives a warning")
  func ratios() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try context(bench, "")
    let stage = try PRSScore(&context)
    let path = try bench.file("s.txt", "#weight_type=OR\n" + Self.scoring)
    let found = stage.preflight(files: ["scoringFiles": [path]])
    #expect(found.map(\.rule) == ["weights-are-ratios"] && found[0].severity == .warning)
  }
}
