import ByteIO
import Foundation
import JSONText
import PipelineModel
import Stages
import Tables
import TestSupport
import Testing
import VCF

struct PRSScoreTests {
  private static let scoring = """
    #pgs_id=S
    #genome_build=GRCh38
    chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight
    1\t10\tG\tA\t0.5
    2\t20\tT\tC\t-1
    3\t30\tA\tT\t1

    """

  private static func vcf(_ samples: String, _ records: [String]) -> String {
    "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t\(samples)\n"
      + records.map { $0 + "\n" }.joined()
  }

  private func edge(_ bench: StageBench, build: String?) -> IncomingEdge {
    bench.edge(
      "variants",
      EdgeType(
        .variants, attributes: build.map { [EdgeAttribute.build: $0] } ?? [:],
        privacy: .identifiable))
  }

  private func stage(_ bench: StageBench, _ settings: String = "{\"scoringFiles\": \"s.txt\"}")
    throws -> PRSScore
  {
    var context = try bench.context(
      PRSScore.kind, settings, edges: [edge(bench, build: "GRCh38")])
    let stage = try PRSScore(&context)
    #expect(context.diagnostics.all.isEmpty)
    return stage
  }

  /// What a shard of its own comes to.
  private func partial(
    _ stage: PRSScore, _ path: String, _ resources: StageResources, _ log: inout RecordLog
  ) throws -> [UInt8] {
    func absorb<Shard: Sink>(_ sink: Shard) throws -> [UInt8] {
      let shard = RecordedOutput()
      let reader = try VCFFileReader(path: path)
      while let batch = try reader.nextBatch() {
        try sink.absorb(try sink.process(batch, &log), into: shard)
      }
      try sink.finish(into: shard)
      return shard.partial
    }
    return try absorb(try stage.makeSink(resources))
  }

  /// What the engine does with a combine: a sink a shard, then one merge.
  private func run(
    _ stage: PRSScore, shards: [String], _ resources: StageResources,
    onBad: ReaderContract.BadRecords = .fail
  ) throws -> (output: RecordedOutput, logs: [RecordLog]) {
    var partials: [[UInt8]] = []
    var logs: [RecordLog] = []
    for path in shards {
      var log = RecordLog(onBad: onBad)
      partials.append(try partial(stage, path, resources, &log))
      logs.append(log)
    }
    let output = RecordedOutput()
    try stage.merge(partials, resources, into: output)
    return (output, logs)
  }

  @Test("Shards are scored apart and merged into scores, matches and summary")
  func shards() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let scoring = try bench.file("s.txt", Self.scoring)
    let shards = [
      try bench.file("1.vcf", Self.vcf("p\tq", ["1\t10\t.\tA\tG\t.\t.\t.\tGT\t0/1\t1/1"])),
      try bench.file(
        "2.vcf",
        Self.vcf(
          "p\tq",
          ["chr2\t20\t.\tC\tT\t.\t.\t.\tGT\t0/1\t0/0", "3\t30\t.\tA\tT\t.\t.\t.\tGT\t0/1\t0/0"])),
    ]
    let resources = StageResources(
      files: ["scoringFiles": [scoring]], scratchFolder: bench.folder)
    let (output, logs) = try run(try stage(bench), shards: shards, resources)
    #expect(output.rows("scores") == "p,S,2,4,4,2.0,-0.5,-0.125\nq,S,2,4,4,2.0,1.0,0.25\n")
    #expect(
      output.rows("matches") == """
        S,0,1,10,G,A,0.5,additive,A,G,G,altref,matched,
        S,1,2,20,T,C,-1.0,additive,C,T,T,altref,matched,
        S,2,3,30,A,T,1.0,additive,A,T,A,refalt,excluded,ambiguous

        """)
    #expect(output.rows("summary").hasPrefix("S,3,2,1,0,0.6666666666666666,0.6,,false,0,0,0,0.0"))
    #expect(output.count("matches") == 3)
    #expect(logs.map(\.read) == [1, 2] && logs.allSatisfy { $0.isBalanced })
  }

  @Test("A record whose genotypes are broken is kept aside or fails, with line and field")
  func brokenGenotypes() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let scoring = try bench.file("s.txt", Self.scoring)
    let path = try bench.file(
      "1.vcf",
      Self.vcf("p", ["1\t10\t.\tA\tC\t.\t.\t.\tGT\t0/1", "1\t10\t.\tA\tG\t.\t.\t.\tGT\thorse"]))
    let resources = StageResources(
      files: ["scoringFiles": [scoring]], scratchFolder: bench.folder)
    let stage = try stage(bench)
    let (output, logs) = try run(stage, shards: [path], resources, onBad: .quarantine)
    #expect(logs[0].quarantined.count == 1 && logs[0].isBalanced)
    #expect(logs[0].quarantined[0].lineInChunk == 1)
    #expect(logs[0].quarantined[0].field == "FORMAT/GT")
    #expect(output.rows("summary").hasPrefix("S,3,0,0,3"))
    let error = #expect(throws: StageError.self) { try run(stage, shards: [path], resources) }
    #expect(error?.line == 1 && error?.field == "FORMAT/GT")
    #expect(error?.description.contains("horse") == false)
  }

  /// Refuses rows from the second block on.
  private final class FullOutput: TaskOutput {
    func declareTable(_ port: String, schema: TableSchema) {}
    func appendRows(_ rows: [UInt8], count: Int, to port: String) throws(StageError) {
      if !rows.starts(with: "p0,".utf8) { throw StageError(.io, "the disk is full") }
    }
    func append(_ bytes: [UInt8], to port: String, suffix: String) {}
    func write(_ bytes: [UInt8], named name: String, to port: String) {}
    func appendPartial(_ bytes: [UInt8]) {}
  }

  @Test("Rows of many people stand in order however many cores make them; a full disk ends it")
  func manyPeople() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let people = 100_000
    let names = (0..<people).map { "p\($0)" }
    let calls = (0..<people).map { $0 % 3 == 0 ? "0/1" : "0/0" }.joined(separator: "\t")
    let path = try bench.file(
      "1.vcf",
      Self.vcf(names.joined(separator: "\t"), ["1\t10\t.\tA\tG\t.\t.\t.\tGT\t\(calls)"]))
    let scoring = try bench.file("s.txt", Self.scoring)
    let stage = try stage(bench)
    for cores in [1, 2, 8] {
      let resources = StageResources(
        files: ["scoringFiles": [scoring]], scratchFolder: bench.folder, cores: cores,
        outputPorts: ["scores"])
      let (output, _) = try run(stage, shards: [path], resources)
      let rows = output.rows("scores").split(separator: "\n")
      #expect(output.count("scores") == people && rows.count == people)
      #expect(
        rows.enumerated().allSatisfy { number, row in
          row.hasPrefix("p\(number),S,1,2,2,\(number % 3 == 0 ? "1.0,0.5" : "0.0,0.0"),")
        })
      var log = RecordLog(onBad: .fail)
      let partial = try partial(stage, path, resources, &log)
      let error = #expect(throws: StageError.self) {
        try stage.merge([partial], resources, into: FullOutput())
      }
      #expect(error?.category == .io)
    }
  }

  @Test("Files about other samples fail the merge")
  func otherSamples() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let scoring = try bench.file("s.txt", Self.scoring)
    let shards = try ["p", "q"].map {
      try bench.file("\($0).vcf", Self.vcf($0, ["1\t9\t.\tA\tG\t.\t.\t.\tGT\t0/1"]))
    }
    let resources = StageResources(
      files: ["scoringFiles": [scoring]], scratchFolder: bench.folder)
    let error = #expect(throws: StageError.self) {
      try run(try stage(bench), shards: [shards[0]] + [shards[1]], resources)
    }
    #expect(error?.category == .input)
  }

  @Test(
    "A scoring file of another build is refused at the line of the edge; an unknown one is warned of"
  )
  func builds() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    for (build, rule, severity) in [
      ("GRCh37", "build-mismatch", Diagnostic.Severity.error),
      ("NCBI36", "build-mismatch", .error), ("NR", "build-unknown", .warning), ("hg38", nil, nil),
    ] as [(String, String?, Diagnostic.Severity?)] {
      let path = try bench.file(
        "s.txt", Self.scoring.replacing("build=GRCh38", with: "build=\(build)"))
      let found = try stage(bench).preflight(files: ["scoringFiles": [path]])
      #expect(found.first?.rule == rule)
      #expect(found.first?.severity == severity)
      #expect(rule == nil || found.first?.position?.line == 7)
    }
  }

  @Test("A file that is no scoring file is refused before the run, with its name")
  func notAScoringFile() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let path = try bench.file("s.txt", "#pgs_id=S\n")
    let found = try stage(bench).preflight(files: ["scoringFiles": [path, bench.folder + "/none"]])
    #expect(found.map(\.rule) == ["scoring-file", "scoring-file"])
    #expect(found.first?.file == path)
  }

  @Test("Choices that are not there are refused, not ignored")
  func refusedChoices() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    for setting in ["\"dosage\": \"HDS\"", "\"ambiguous\": \"guess\"", "\"minimumOverlap\": 2"] {
      let context = try bench.context(
        PRSScore.kind, "{\"scoringFiles\": \"s.txt\", \(setting)}")
      #expect(context.diagnostics.all.map(\.rule) == ["bad-value"])
    }
  }

  @Test(
    "PGS000586 through the stage: 845 matched, 140 excluded, 38 unmatched",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func knownAnswer() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let folder = "prs/pgsc_calc_v3/"
    let scoring = SharedData.file(folder + "PGS000586_hmPOS_GRCh38.txt.gz")
    let stage = try stage(bench)
    #expect(stage.preflight(files: ["scoringFiles": [scoring]]).isEmpty)
    let (output, logs) = try run(
      stage, shards: [SharedData.file(folder + "PGS000586_GRCh38.vcf.gz")],
      StageResources(files: ["scoringFiles": [scoring]], scratchFolder: bench.folder))
    #expect(output.rows("summary").hasPrefix("PGS000586_hmPOS_GRCh38,1023,845,140,38,"))
    #expect(output.rows("summary").hasSuffix(",,true,0,0,0,0.0\n"))
    #expect(output.count("scores") == 3202 && output.count("matches") == 1023)
    #expect(logs[0].isBalanced)
  }
}
