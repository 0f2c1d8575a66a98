import TestSupport
import Testing
import VCF

@Suite("What lenient reading counts")
struct LenientRemarksTests {
  private static let meta = [
    "##contig=<ID=1,length=1000>", "##contig=<ID=2>", "##FILTER=<ID=q10,Description=\"\">",
    "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"\">",
    "##INFO=<ID=a_long_key_of_INFO,Number=0,Type=Flag,Description=\"\">",
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"\">",
  ]

  private func batches(_ lines: [String]) throws -> [RecordBatch] {
    let file = try ScratchFile(
      headerText(samples: ["S1"], meta: Self.meta) + lines.joined(separator: "\n") + "\n")
    return try readBatches(file.path)
  }

  private func counts(_ remarks: LenientRemarks) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: remarks.counts.map { ("\($0.rule.rawValue) \($0.field)", $0.count) })
  }

  @Test("Undeclared keys and filters, unknown contigs, positions past the end and disorder")
  func each() throws {
    let lines = [
      record(info: "DP=5;a_long_key_of_INFO", format: "GT", ["0/1"]),
      record(pos: 200, filter: "q10;s50", info: "DP=5;AF=1", format: "GT:DP", ["0/1:1"]),
      record(pos: 150, filter: ".", info: "a_long_key_of_INFX", format: "GT", ["0/1"]),
      record(pos: 1001, info: ".", format: "GT", ["0/1"]),
      record(pos: 1002, info: "=;DP", format: "GT", ["0/1"]),
      record(chrom: "3", format: "GT", ["0/1"]), record(chrom: "3", format: "GT", ["0/1"]),
      record(chrom: "2", pos: 9_999_999, format: ".", ["."]),
    ]
    let batches = try batches(lines)
    let header = batches[0].header
    var remarks = LenientRemarks(header: header)
    for batch in batches { remarks.add(batch) }
    let expected = [
      "undeclared INFO": 3, "undeclared FORMAT": 1, "undeclared FILTER": 1,
      "unknown-contig CHROM": 2, "past-contig-end POS": 1, "order POS": 1,
    ]
    #expect(counts(remarks) == expected)
    var twice = LenientRemarks(header: header)
    for batch in batches { twice.add(batch) }
    twice.merge(remarks)
    #expect(counts(twice) == expected.mapValues { $0 * 2 })
  }

  @Test("Nothing is counted where everything is declared")
  func clean() throws {
    let batch = try #require(try batches([record(info: "DP=1", format: "GT", ["0/1"])]).first)
    var remarks = LenientRemarks(header: batch.header)
    remarks.add(batch)
    #expect(remarks.counts.isEmpty)
  }

  @Test("Random keys are counted as by comparing strings")
  func random() throws {
    var generator = SeededGenerator(seed: 3)
    let keys = ["DP", "DQ", "D", "DPP", "a_long_key_of_INFO", "a_long_k", "a_long_key", "x"]
    let declared: Set = ["DP", "a_long_key_of_INFO"]
    var expected = 0
    let lines = (0..<200).map { index in
      let chosen = (0...Int.random(in: 0...3, using: &generator)).map { _ in
        keys.randomElement(using: &generator) ?? ""
      }
      if !chosen.allSatisfy(declared.contains) { expected += 1 }
      let info = chosen.map { Bool.random(using: &generator) ? $0 : $0 + "=some=value" }
      return record(pos: 100 + index, info: info.joined(separator: ";"), format: "GT", ["0/1"])
    }
    let batches = try batches(lines)
    var remarks = LenientRemarks(header: batches[0].header)
    for batch in batches { remarks.add(batch) }
    #expect(expected > 20 && counts(remarks) == ["undeclared INFO": expected])
  }
}
