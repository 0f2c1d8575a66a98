import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

@Suite("Records with some of the samples")
struct RecordRewriterTests {
  private func rewritten(
    _ path: String, columns: [Int]?, contigNames: [String: String] = [:]
  ) throws -> [String] {
    var output: [UInt8] = []
    for batch in try readBatches(path) {
      let rewriter = try RecordRewriter(
        batch.header, columns: columns, contigNames: contigNames)
      let changed = rewriter.rewrite(batch)
      #expect(changed.records.map(\.line) == batch.records.map(\.line))
      #expect(changed.records.map(\.position) == batch.records.map(\.position))
      VCFWriter.append(changed, to: &output)
    }
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func lines(bcftools arguments: [String]) throws -> [String] {
    let result = try Program.run(bcftools, arguments, in: NSTemporaryDirectory())
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init)
  }

  /// A line without the missing values that bcftools writes for fields a cell leaves out.
  private func withoutFilling(_ line: String) -> String {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
    let cells = columns.dropFirst(9).map { $0.hasSuffix(":.") ? $0.dropLast(2) : $0 }
    return (columns.prefix(9) + cells).joined(separator: "\t")
  }

  /// Records that have AC and AN, right or wrong, and calls of every kind.
  private func randomFile(_ generator: inout SeededGenerator, samples: [String]) -> String {
    var text = headerText(
      samples: samples,
      meta: [
        "##contig=<ID=1>", definition("INFO", "AC", "A", "Integer"),
        definition("INFO", "AN", "1", "Integer"), definition("INFO", "AF", "A", "Float"),
        definition("INFO", "DP", "1", "Integer"), definition("FORMAT", "GT", "1", "String"),
        definition("FORMAT", "DP", "1", "Integer"), definition("FORMAT", "AD", "R", "Integer"),
      ])
    for position in 1...60 {
      let alternates =
        ["C", "C,G", ".", "C,G,T,AC,AG,AT,CA,CG,CT,GA,GC"]
        .randomElement(using: &generator) ?? "C"
      let count = alternates == "." ? 0 : alternates.split(separator: ",").count
      let numbers = (0..<count).map { _ in Int.random(in: 0...9, using: &generator) }
      let counts = numbers.map(String.init).joined(separator: ",")
      // bcftools refuses records whose old counts contradict each other.
      let total = numbers.reduce(0, +) + Int.random(in: 0...9, using: &generator)
      var info = ["DP=5", "AN=\(total)"]
      if count > 0 { info += ["AC=" + counts, "AF=" + counts] }
      info.shuffle(using: &generator)
      let hasCalls = position % 7 != 0
      text += "1\t\(position)\t.\tA\t\(alternates)\t.\t.\t\(info.joined(separator: ";"))\t"
      text += hasCalls ? "GT:DP" : "DP:AD"
      for _ in samples {
        let ploidy = [1, 2, 2, 2, 2, 3].randomElement(using: &generator) ?? 2
        let separator = Bool.random(using: &generator) ? "/" : "|"
        let call = (0..<ploidy).map { _ in
          Int.random(in: 0...5, using: &generator) == 0
            ? "." : String(Int.random(in: 0...count, using: &generator))
        }
        let rest = Bool.random(using: &generator) ? ":3" : ""
        text += "\t" + (hasCalls ? call.joined(separator: separator) + rest : "4")
      }
      text += "\n"
    }
    return text
  }

  @Test(
    "AC and AN are counted as bcftools view -s counts them",
    .enabled(if: hasBcftools, "needs bcftools"))
  func randomSubsets() throws {
    var generator = SeededGenerator(seed: 11)
    for round in 0..<8 {
      let samples = (0..<Int.random(in: 2...12, using: &generator)).map { "s\($0)" }
      let file = try ScratchFile(randomFile(&generator, samples: samples))
      let columns = Array(
        samples.indices.shuffled(using: &generator)
          .prefix(Int.random(in: 1..<samples.count, using: &generator)))
      let list = columns.map { samples[$0] }.joined(separator: ",")
      let expected = try lines(bcftools: ["view", "-H", "--no-version", "-s", list, file.path])
      let found = try rewritten(file.path, columns: columns)
      #expect(found.count == expected.count)
      for (mine, theirs) in zip(found, expected) {
        #expect(mine == withoutFilling(theirs), "round \(round)")
      }
    }
  }

  @Test(
    "The samples of the registry, one and several of them",
    .enabled(if: hasBcftools, "needs bcftools"), arguments: [[0], [5, 2, 9]])
  func registry(columns: [Int]) throws {
    let file = try recordsAlone(SharedData.project("samples/registry/cohort.vcf.gz"))
    let header = try VCFFileReader(path: file.path).header
    let list = columns.map { header.samples[$0] }.joined(separator: ",")
    // Without -I bcftools adds AC and AN to records that have none.
    let hasCounts = header.infos["AC"] != nil
    let options = hasCounts ? [] : ["-I"]
    let expected = try lines(
      bcftools: ["view", "-H", "--no-version", "-s", list, file.path] + options)
    let found = try rewritten(file.path, columns: columns)
    #expect(found.count == expected.count)
    for (mine, theirs) in zip(found, expected) { #expect(mine == withoutFilling(theirs)) }
  }

  @Test(
    "Counts stand where they stood; records without them, without calls or with wrong calls stay")
  func counts() throws {
    let records = [
      ("DP=5;AC=3;AN=6;AF=0.5", "GT\t0/1\t1/1\t0/0", "DP=5;AC=1;AN=4;AF=0.5"),
      ("AC=9", "GT:DP\t1|.:1\t1/1\t.", "AC=1"), ("AN=9;X", "DP:GT\t1:1\t1:1/1\t.", "AN=1;X"),
      ("DP=5", "GT\t0/1\t1/1\t0/0", "DP=5"), (".", "GT\t0/1\t1/1\t0/0", "."),
      ("AC=3;AN=6", "DP\t1\t2\t3", "AC=3;AN=6"), ("AC=3;AN=6", "GT\t0/1\t1/1\t0/7", "AC=3;AN=6"),
      ("MAC=3;AC;ANN=6;AN=3", "GT\t0/1\t1/1\t0/0", "MAC=3;AC;ANN=6;AN=4"),
    ]
    var text = headerText(samples: ["a", "b", "c"])
    for (info, calls, _) in records { text += "1\t5\t.\tA\tC\t.\t.\t\(info)\t\(calls)\n" }
    text += "1\t5\t.\tA\t.\t.\t.\tAC=0\tGT\t0/0\t0/0\t0/0\n"
    let file = try ScratchFile(text)
    let found = try rewritten(file.path, columns: [0, 2])
    let infos = found.map { String($0.split(separator: "\t")[7]) }
    #expect(infos == records.map { $0.2 } + ["."])
    let all = try rewritten(file.path, columns: [2, 1, 0])
    #expect(all.map { String($0.split(separator: "\t")[7]) } == records.map { $0.0 } + ["AC=0"])
  }

  @Test("Line ends are kept, and contigs are renamed wherever a record names them")
  func renaming() throws {
    let text =
      headerText(samples: ["a", "b"])
      + "1\t5\t.\tA\tA]1:7]\t.\t.\t.\tGT\t0\t1\r\n2\t5\t.\tA\tA[2:7[,C\t.\t.\t.\tGT\t0\t1\n"
      + "1\t6\t.\tA\tC\t.\t.\t.\tGT\t0\t1"
    let file = try ScratchFile(text)
    let found = try rewritten(file.path, columns: [1], contigNames: ["1": "chr1"])
    #expect(
      found.joined(separator: "\n")
        == "chr1\t5\t.\tA\tA]chr1:7]\t.\t.\t.\tGT\t1\r\n2\t5\t.\tA\tA[2:7[,C\t.\t.\t.\tGT\t1\n"
        + "chr1\t6\t.\tA\tC\t.\t.\t.\tGT\t1")
  }
}
