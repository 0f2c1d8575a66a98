import ByteIO
import Foundation
import Genomics
import TestSupport
import Testing
import VCF

@Suite("Records of a chunk")
struct RecordBatchTests {
  @Test("Fields are found without a copy")
  func fields() throws {
    let batch = try batch(
      "chr1\t100\trs1\tA\tC,<DEL>\t9.5\tq10;s50\tAF=0.5;DB;END=140\tGT:DP\t0/1:7\t1|1\n",
      samples: ["a", "b"])
    let text = batch.chunk.text.span
    let record = try #require(batch.records.first)
    let ranges = [
      record.chrom, record.pos, record.id, record.ref, record.alt, record.qual, record.filter,
      record.info, record.format, record.samples,
    ]
    var fields: [String] = []
    for range in ranges { fields.append(string(text, range)) }
    #expect(
      fields == [
        "chr1", "100", "rs1", "A", "C,<DEL>", "9.5", "q10;s50", "AF=0.5;DB;END=140", "GT:DP",
        "0/1:7\t1|1",
      ])
    #expect(record.position == 100 && record.alleleCount(in: text) == 3)
    #expect(record.allele(0, in: text) == record.ref)
    #expect(record.allele(1, in: text).map { $0.count } == 1)
    #expect(record.allele(2, in: text).map { $0.count } == 5)
    #expect(record.allele(3, in: text) == nil)
    #expect(record.quality(in: text) == 9.5)
    #expect(record.passes(in: text) == false)
    #expect(record.hasFilter(Array("s50".utf8), in: text) == true)
    #expect(record.hasFilter(Array("s5".utf8), in: text) == false)
    let frequency = record.infoValue(Array("AF".utf8), in: text)
    #expect(parseDouble(text, try #require(frequency)) == 0.5)
    #expect(record.infoValue(Array("DB".utf8), in: text)?.isEmpty == true)
    #expect(record.infoValue(Array("A".utf8), in: text) == nil)
    #expect(record.formatIndex(Array("DP".utf8), in: text) == 1)
    var cells = record.sampleCells
    let first = cells.next(in: text) ?? 0..<0
    let second = cells.next(in: text) ?? 0..<0
    #expect(first.count == 5 && second.count == 3)
    #expect(subfield(1, of: first, in: text).map { $0.count } == 1)
    #expect(subfield(1, of: second, in: text) == nil)
    #expect(cells.next(in: text) == nil)
    #expect(record.span(in: text) == 99..<140)
  }

  @Test("A symbolic allele ends where INFO/END says")
  func spans() throws {
    let batch = try batch("1\t100\t.\tA\t<DEL>\t.\tPASS\tEND=140\n1\t0\t.\tNN\t.\t.\t.\t.\n")
    let text = batch.chunk.text.span
    #expect(batch.records[0].span(in: text) == 99..<140)
    #expect(batch.records[0].passes(in: text) == true)
    #expect(batch.records[0].quality(in: text) == nil)
    #expect(batch.records[1].span(in: text) == 0..<2)
    #expect(batch.records[1].alleleCount(in: text) == 1)
    #expect(batch.records[1].allele(1, in: text) == nil)
  }

  @Test(
    "A line that is no record is refused under its rule",
    arguments: [
      ("", VCFError.Rule.blank, ""),
      ("1\t5\t.\tA\tC\t.\t.", .columns, ""),
      ("1\t5\t.\tA\tC\t.\t.\t.\tGT", .columns, ""),
      ("\t5\t.\tA\tC\t.\t.\t.", .chrom, "CHROM"),
      ("#CHROM\tPOS\t.\tA\tC\t.\t.\t.", .chrom, "CHROM"),
      ("1\tx\t.\tA\tC\t.\t.\t.", .pos, "POS"),
      ("1\t-5\t.\tA\tC\t.\t.\t.", .pos, "POS"),
      ("1\t\t.\tA\tC\t.\t.\t.", .pos, "POS"),
      ("1\t2147483648\t.\tA\tC\t.\t.\t.", .pos, "POS"),
      ("1\t99999999999999999999999\t.\tA\tC\t.\t.\t.", .pos, "POS"),
      ("1\t5\t.\t\tC\t.\t.\t.", .ref, "REF"),
      ("1\t5\t.\tA!\tC\t.\t.\t.", .ref, "REF"),
      ("1\t5\t.\t.\tC\t.\t.\t.", .ref, "REF"),
      ("1\t5\t.\tA\t\t.\t.\t.", .alt, "ALT"),
      ("1\t5\t.\tA\tC\thigh\t.\t.", .qual, "QUAL"),
      ("1\t5\t.\tA\tC\t\t.\t.", .qual, "QUAL"),
    ])
  func refused(line: String, rule: VCFError.Rule, field: String) throws {
    let good = "1\t4\t.\tA\tC\t.\t.\t.\n"
    let batch = try batch(good + line + "\n" + good)
    #expect(batch.records.map(\.line) == [0, 2] && batch.lineCount == 3)
    let rejected = try #require(batch.rejected.first)
    #expect(batch.rejected.count == 1 && rejected.rule == rule && rejected.field == field)
    #expect(rejected.line == 1 && rejected.virtualOffset == UInt64(good.utf8.count))
    #expect(string(batch.chunk.text.span, rejected.range) == line)
    #expect(!rejected.message.isEmpty)
  }

  @Test(
    "A line at the edge of the rules is a record",
    arguments: [
      "1\t0\t.\tN\t.\t.\t.\t.", "1\t2147483647\t.\tacgtnRYK\tC\t1e3\t.\t.",
      "1\t5\t.\tA\tC\tNaN\t.\t.", "1\t5\t.\tA\tC\t-inf\t.\t.", "1\t5\t.\tA\tC\t0\t.\t.\r",
    ])
  func accepted(line: String) throws {
    let batch = try batch(line + "\n" + line)
    #expect(batch.records.count == 2 && batch.rejected.isEmpty)
  }

  @Test("Writing gives the lines back byte for byte, without those dropped")
  func writing() throws {
    let lines = (0..<6).map { "1\t\($0)\t.\tA\tC\t.\t.\t." + ($0 % 2 == 0 ? "\r\n" : "\n") }
    let batch = try batch(lines.joined().dropLast() + "")
    var output: [UInt8] = []
    VCFWriter.append(batch, to: &output)
    #expect(output == Array(lines.joined().utf8))
    output = []
    VCFWriter.append(batch.keeping([1, 2, 4, 5].map { batch.records[$0] }), to: &output)
    #expect(String(decoding: output, as: UTF8.self) == lines[1] + lines[2] + lines[4] + lines[5])
  }

  @Test("Plain, gzip and BGZF copies of a file give the same records and the right places")
  func packings() throws {
    var text = headerText(samples: ["a"])
    for position in 1...40_000 {
      text += "1\t\(position / 2)\t.\tA\tC\t.\t.\tDP=\(position)\tGT\t0/1\n"
    }
    let bytes = Array(text.utf8)
    var blocked: [UInt8] = []
    let blocks = try BGZFCompressor(level: 1).compress(bytes.span, appendingTo: &blocked)
    let plain = try ScratchFile(bytes)
    let packed = try ScratchFile(blocked + BGZFCompressor.endOfFile)
    let (left, right) = (try readBatches(plain.path), try readBatches(packed.path))
    #expect(left.flatMap(\.chunk.text) == right.flatMap(\.chunk.text))
    #expect(left.map(\.records.count).reduce(0, +) == 40_000)
    for batch in right {
      for record in [batch.records.first, batch.records.last] {
        let record = try #require(record)
        let place = batch.chunk.virtualOffset(of: Int(record.start))
        var blockStart = 0
        var textStart = 0
        for block in blocks where blockStart < place >> 16 {
          blockStart += Int(block.compressedSize)
          textStart += Int(block.textSize)
        }
        #expect(blockStart == place >> 16)
        let start = textStart + Int(place & 0xFFFF)
        let line = Array(batch.chunk.text[Int(record.start)..<Int(record.end)])
        #expect(Array(bytes[start..<start + line.count]) == line)
      }
      let positions = batch.records.map(\.position)
      #expect(positions.count % 2 == 0 || positions.contains(0) || positions.contains(20_000))
    }
  }

  @Test(
    "The files of the polygenic score data are read whole",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"),
    arguments: [
      ("prs/pgsc_calc_v3/PGS000586_GRCh38.vcf.gz", 3202), ("prs/pygscatalog/tiny1000G.vcf.gz", 0),
      ("prs/pgs-calc_java/single.vcf", 0), ("prs/pgs-calc_java/small.vcf", 0),
    ])
  func realFiles(name: String, samples: Int) throws {
    let batches = try readBatches(SharedData.file(name))
    var carriers = AlleleCarriers()
    var records = 0
    for batch in batches {
      #expect(batch.rejected.isEmpty)
      if samples > 0 { #expect(batch.header.samples.count == samples) }
      records += batch.records.count
      for record in batch.records.prefix(20) where batch.header.hasGenotypes {
        try carriers.decode(
          record, batch.chunk.text.span, alleleIndex: 1,
          sampleCount: batch.header.samples.count)
      }
    }
    #expect(records > 0)
  }
}
