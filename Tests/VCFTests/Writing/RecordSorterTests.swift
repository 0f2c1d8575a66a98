import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

/// Records put in order, in memory and by way of scratch files.
@Suite("Sorting records")
struct RecordSorterTests {
  private static let header = """
    ##fileformat=VCFv4.2
    ##contig=<ID=b>
    ##contig=<ID=a>
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO

    """

  @Test(
    "Contigs come as the header has them, then others; records of one place keep their order",
    arguments: [1 << 30, 20_000, 300])
  func order(runSize: Int) throws {
    var generator = SeededGenerator(seed: 5)
    let folder = try TemporaryFolder()
    var records: [(contig: String, position: Int, line: String)] = []
    for number in 0..<6000 {
      let contig = ["a", "b", "z", "y"].randomElement(using: &generator) ?? "a"
      let position = Int.random(in: 1...500, using: &generator)
      let rest = String(repeating: "x", count: Int.random(in: 1...30, using: &generator))
      records.append(
        (contig, position, "\(contig)\t\(position)\tv\(number)\tA\tC\t.\t.\t\(rest)\n"))
    }
    let header = try VCFFileReader(path: folder.write(Self.header, to: "h.vcf")).header
    var sorter = RecordSorter(header, folder: folder.path, runSize: runSize)
    for start in stride(from: 0, to: records.count, by: 7) {
      let text = Array(records[start..<min(start + 7, records.count)].map(\.line).joined().utf8)
      let batch = RecordBatch(
        header: header, chunk: TextChunk(index: 0, text: text, origins: []))
      try sorter.add(text, IndexedRecords(batch))
    }
    let others = records.map(\.contig).filter { $0 > "b" }
    let ranks = ["b": 0, "a": 1, others[0]: 2]
    let expected = records.enumerated().sorted { left, right in
      let one = (ranks[left.element.contig] ?? 3, left.element.position, left.offset)
      return one < (ranks[right.element.contig] ?? 3, right.element.position, right.offset)
    }.map(\.element.line).joined()
    var sorted = try sorter.sorted()
    var output: [UInt8] = []
    while let piece = try sorted.nextPiece() {
      #expect(piece.last == 0x0A)
      output += piece
    }
    #expect(String(decoding: output, as: UTF8.self) == expected)
    let scratch = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(scratch.contains { $0.hasPrefix("sorted-") } == (runSize < 1 << 20))
    // Many files become few.
    #expect(scratch.count < 140)
  }
}
