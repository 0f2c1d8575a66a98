import ByteIO
import TestSupport
import Testing
import VCF

/// Counts one allele the slow way: split, compare, count.
private func slowCounts(_ cells: [String], _ allele: Int) -> (copies: [UInt8], ploidy: [UInt8]) {
  var copies: [UInt8] = []
  var ploidy: [UInt8] = []
  for cell in cells {
    let genotype = cell.split(separator: ":", omittingEmptySubsequences: false)[0]
    let alleles = genotype.split(whereSeparator: { $0 == "/" || $0 == "|" })
    ploidy.append(UInt8(alleles.count))
    let count = alleles.filter { $0 == "\(allele)" }.count
    copies.append(alleles.contains(".") ? AlleleCarrier.missing : UInt8(count))
  }
  return (copies, ploidy)
}

private func record(_ cells: [String], alternates: Int, format: String = "GT") throws -> RecordBatch
{
  let alternate = (0..<alternates).map { "A" + String(repeating: "C", count: $0 + 1) }
  let line = ["1", "5", ".", "A", alternate.joined(separator: ","), ".", ".", ".", format] + cells
  return try batch(line.joined(separator: "\t") + "\n", samples: cells.indices.map { "s\($0)" })
}

extension AlleleCarriers {
  /// Copies and ploidy of every sample, carriers or not.
  func everySample(_ count: Int, allele: Int) -> (copies: [UInt8], ploidy: [UInt8]) {
    var copies = [UInt8](repeating: allele == 0 ? 2 : 0, count: count)
    var ploidy = [UInt8](repeating: 2, count: count)
    for carrier in all {
      copies[Int(carrier.sample)] = carrier.copies
      ploidy[Int(carrier.sample)] = carrier.ploidy
    }
    return (copies, ploidy)
  }
}

@Suite("Counting an allele in genotypes")
struct AlleleCarriersTests {
  @Test("Random rows of every mixture agree with the slow count")
  func randomRows() throws {
    var random = SeededGenerator(seed: 41)
    var carriers = AlleleCarriers()
    let common = [
      ["0|0"], ["0/0"], ["0|0", "0|0", "0|0", "0|0", "0|1"], ["0/0", "0|1", "1/2", "2|2"],
      ["0|0", ".|.", "0|1"], ["0/0", "./1", "1/1", "."], ["1", "0", "0|1"],
      ["0/1/1", "0|0|0|1", "0/0"], ["10/11", "0/10", "1|9", "3/3"], ["|0|1", "/1/1", "0|0"],
    ]
    for _ in 0..<400 {
      let kinds = common.randomElement(using: &random) ?? ["0|0"]
      let cells = (0..<Int.random(in: 1...300, using: &random)).map { _ in
        kinds.randomElement(using: &random) ?? "0|0"
      }
      let batch = try record(cells, alternates: 12)
      let few = try record(cells.map { $0.contains("1") ? "0|0" : $0 }, alternates: 4)
      for allele in [0, 1, 2, 10] {
        for batch in [batch, few]
        where allele < 5
          || batch.records[0].alleleCount(
            in: batch.chunk.text.span) > allele
        {
          let text = batch.chunk.text.span
          let row = string(text, batch.records[0].samples).split(separator: "\t").map(String.init)
          try carriers.decode(
            batch.records[0], text, alleleIndex: allele, sampleCount: cells.count)
          let expected = slowCounts(row, allele)
          #expect(
            carriers.everySample(cells.count, allele: allele) == expected, "\(row) \(allele)")
          #expect(carriers.missing == expected.copies.count { $0 == AlleleCarrier.missing })
          #expect(carriers.hasOtherPloidies == expected.ploidy.contains { $0 != 2 })
        }
      }
    }
  }

  @Test("Other keys around GT do not matter")
  func otherKeys() throws {
    var carriers = AlleleCarriers()
    let last = try record(["9:0/1", "8:.", "7", ".:1|1", "5:1"], alternates: 1, format: "DP:GT")
    try carriers.decode(last.records[0], last.chunk.text.span, alleleIndex: 1, sampleCount: 5)
    #expect(
      carriers.everySample(5, allele: 1) == ([1, 255, 255, 2, 1], [2, 1, 1, 2, 1]))
    let first = try record(["0/1:9", ".:8", "1/1"], alternates: 1, format: "GT:DP")
    try carriers.decode(first.records[0], first.chunk.text.span, alleleIndex: 1, sampleCount: 3)
    #expect(
      carriers.everySample(3, allele: 1) == ([1, 255, 2], [2, 1, 2]))
  }

  @Test("Without GT every sample is missing")
  func noGenotype() throws {
    var carriers = AlleleCarriers()
    let batch = try record(["9", "8"], alternates: 1, format: "DP")
    try carriers.decode(batch.records[0], batch.chunk.text.span, alleleIndex: 1, sampleCount: 2)
    #expect(
      carriers.everySample(2, allele: 1) == ([255, 255], [1, 1]))
  }

  @Test(
    "A cell that is no genotype is refused with its column",
    arguments: ["", "0/", "/", "a/b", "0/5", "2", "0-1", "0/1x", "0 1", "99999999999999999999"])
  func broken(cell: String) throws {
    var carriers = AlleleCarriers()
    for before in [0, 3, 20] {
      let cells = Array(repeating: "0/0", count: before) + [cell] + ["0/0"]
      let batch = try record(cells, alternates: 1)
      let error = try #require(throws: VCFError.self) {
        try carriers.decode(
          batch.records[0], batch.chunk.text.span, alleleIndex: 1, sampleCount: cells.count)
      }
      #expect(error.field == "FORMAT/GT" && error.message.contains("column \(before + 10) "))
    }
  }

  @Test("A wrong byte in a row of plain calls is never taken for a call")
  func everyWrongByte() throws {
    let cells = Array(repeating: "0|1", count: 17)
    let row = Array(cells.joined(separator: "\t").utf8)
    let header = try record(cells, alternates: 1).header
    var carriers = AlleleCarriers()
    for place in row.indices {
      for byte in UInt8(1)...255 where ![row[place], 0x0A, 0x0D].contains(byte) {
        var changed = row
        changed[place] = byte
        let line = Array("1\t5\t.\tA\tC\t.\t.\t.\tGT\t".utf8) + changed + [10]
        let origin = TextOrigin(textOffset: 0, virtualOffset: 0)
        let batch = RecordBatch(
          header: header,
          chunk: TextChunk(index: 0, text: line, origins: [origin]))
        guard let record = batch.records.first else { continue }
        do throws(VCFError) {
          try carriers.decode(record, line.span, alleleIndex: 1, sampleCount: cells.count)
          let good = "01.|/:\t".utf8.contains(byte)
          #expect(good, "byte \(byte) at \(place)")
        } catch {
          #expect(error.rule == .format)
        }
      }
    }
  }

  @Test("More or fewer cells than samples are refused")
  func wrongSampleCount() throws {
    let batch = try record(Array(repeating: "0|0", count: 20), alternates: 1)
    var carriers = AlleleCarriers()
    for samples in [1, 19, 21, 40] {
      #expect(throws: VCFError.self) {
        try carriers.decode(
          batch.records[0], batch.chunk.text.span, alleleIndex: 1, sampleCount: samples)
      }
    }
  }
}
