import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

@Suite("The stretch a record is about")
struct SpanTests {
  @Test(
    "END, SVLEN and LEN, from 0 and half-open",
    arguments: [
      ("100 . ACG A . . .", 99..<102), ("100 . A C . . END=140", 99..<140),
      ("100 . A . . . DP=3;END=140;X", 99..<140), ("100 . ACGT C . . END=101", 99..<103),
      ("100 . A C . . END=.", 99..<100), ("100 . A C . . END=90", 99..<100),
      ("100 . A C . . CIEND=140;XEND=150", 99..<100), ("100 . A C . . END", 99..<100),
      ("100 . A <DEL> . . SVLEN=-50", 99..<150), ("100 . A <DEL:ME> . . SVLEN=50", 99..<150),
      ("100 . A <DUP>,<INS>,<CNV:TR> . . SVLEN=5,900,7", 99..<107),
      ("100 . A <INS> . . SVLEN=50", 99..<100), ("100 . A <DELLY> . . SVLEN=50", 99..<100),
      ("100 . A <INV> . . END=120;SVLEN=50", 99..<120), ("100 . A C . . SVLEN=50", 99..<100),
      ("100 . A <DEL>,C . . SVLEN=.,3", 99..<100), ("0 . N <DEL> . . SVLEN=10", 0..<10),
      ("100 . A <DEL> . . SVLEN=9223372036854775807", 99..<2_147_483_647),
      ("100 . A <DEL> . . SVLEN=-9223372036854775808", 99..<2_147_483_647),
      ("100 . A C . . END=99999999999", 99..<100),
    ])
  func spans(columns: String, expected: Range<Int>) throws {
    let record = try OneRecord("1 " + columns)
    #expect(record.bounds.span(in: record.batch.chunk.text.span) == expected)
  }

  @Test(
    "Reference blocks reach as far as their longest sample",
    arguments: [
      ("A <*> . . . GT:LEN 0/0:14 0/0:30", 99..<129, true),
      ("A <NON_REF> . . END=110 GT:LEN 0/0:14 0/0", 99..<113, true),
      ("A C,<*> . . . GT:LEN 0/1 0/0:5", 99..<104, false),
      ("A C . . . GT:LEN 0/1:50 0/0:5", 99..<100, false),
      ("A <*> . . . GT:LEN . .:x", 99..<100, true), ("A . . . END=110 GT . .", 99..<110, true),
      ("A . . . END=100 GT . .", 99..<100, false), ("A <DEL> . . . GT . .", 99..<100, false),
    ])
  func blocks(columns: String, expected: Range<Int>, isBlock: Bool) throws {
    let record = try OneRecord("1 100 . " + columns, samples: ["a", "b"])
    let text = record.batch.chunk.text.span
    #expect(record.bounds.span(in: text) == expected)
    #expect(record.bounds.isReferenceBlock(in: text) == isBlock)
  }

  @Test(
    "The end is the one bcftools reports, where it knows the fields",
    .enabled(if: hasBcftools, "needs bcftools"))
  func bcftoolsEnd() throws {
    let alternates = ["C", "G,T", "<DEL>", "<DUP>,C", ".", "<NON_REF>", "A[1:5[", "<*>"]
    var text = headerText(meta: ["##contig=<ID=1>", definition("INFO", "END", "1", "Integer")])
    for (index, alternate) in alternates.enumerated() {
      let position = 100 * (index + 1)
      text += "1\t\(position)\t.\tAC\t\(alternate)\t.\t.\tEND=\(position + 40)\n"
      text += "1\t\(position + 1)\t.\tACG\t\(alternate)\t.\t.\t.\n"
    }
    let file = try ScratchFile(text)
    let result = try Program.run(
      bcftools, ["query", "-f", "%END\\n", file.path], in: NSTemporaryDirectory())
    var ends: [String] = []
    for batch in try readBatches(file.path) {
      for record in batch.records {
        ends.append(String(record.span(in: batch.chunk.text.span).upperBound))
      }
    }
    #expect(result.output.split(separator: "\n").map(String.init) == ends)
  }
}
