import ByteIO
import TestSupport
import Testing
import VCF

@Suite("Genotypes")
struct GenotypeTests {
  private func read(_ text: String) -> Genotype? {
    let bytes = Array(text.utf8)
    return Genotype(bytes.span, 0..<bytes.count)
  }

  @Test(
    "Alleles and phases of a call",
    arguments: [
      ("0/1", [0, 1], [false, false]), ("0|1", [0, 1], [true, true]),
      ("/0/1", [0, 1], [false, false]), ("|0|1", [0, 1], [true, true]),
      ("|0/1/2", [0, 1, 2], [true, false, false]), ("0/1|2", [0, 1, 2], [false, false, true]),
      ("/0|1", [0, 1], [false, true]), ("1", [1], [true]), ("/1", [1], [false]),
      (".", [nil], [true]),
      ("./.", [nil, nil], [false, false]), ("0/.", [0, nil], [false, false]),
      (".|12", [nil, 12], [true, true]), ("0/0/0/1", [0, 0, 0, 1], [false, false, false, false]),
    ] as [(String, [Int?], [Bool])])
  func calls(text: String, numbers: [Int?], phases: [Bool]) throws {
    let call = try #require(read(text))
    #expect(call.alleles.map(\.number) == numbers && call.alleles.map(\.isPhased) == phases)
    #expect(call.ploidy == numbers.count)
    #expect(call.isMissing == numbers.allSatisfy { $0 == nil })
    #expect(call.isHalfMissing == (numbers.contains(nil) && numbers.contains { $0 != nil }))
    #expect(call.copies(of: 1) == (numbers.contains(nil) ? nil : numbers.count { $0 == 1 }))
  }

  @Test(
    "What is no call is none",
    arguments: [
      "", "/", "0/", "//0", "0//1", "a", "0/b", "-1/0", "0\\1", "..", "0/.1", "+1", "0:1",
    ])
  func malformed(text: String) {
    #expect(read(text) == nil)
  }

  @Test("A call is written with a mark before the first allele only where it says something")
  func writing() throws {
    for (text, expected) in [
      ("0/1", "0/1"), ("/0/1", "0/1"), ("|0|1", "0|1"), ("|0/1", "|0/1"), ("/0|1", "/0|1"),
      ("0/1|2", "0/1|2"), ("1", "1"), ("|1", "1"), ("/1", "/1"), ("./.", "./."),
    ] {
      var bytes: [UInt8] = []
      try #require(read(text)).append(to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == expected)
      #expect(read(expected) == read(text))
    }
  }

  @Test("Random calls give the same call again")
  func random() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<5_000 {
      let call = Genotype(
        (0..<Int.random(in: 1...6, using: &generator)).map { _ in
          Genotype.Allele(
            Bool.random(using: &generator) ? nil : Int.random(in: 0...300, using: &generator),
            isPhased: Bool.random(using: &generator))
        })
      var bytes: [UInt8] = []
      call.append(to: &bytes)
      #expect(Genotype(bytes.span, 0..<bytes.count) == call)
    }
  }

  @Test("The decoder of whole rows counts alleles as the plain reading does")
  func decoder() throws {
    var generator = SeededGenerator(seed: 77)
    let cells = ["0/0", "0|1", "1/1", "./.", "0/.", ".", "1", "2|1", "|0/1", "0/1/2", "10/2", "0"]
    for round in 0..<40 {
      let samples = (0..<Int.random(in: 1...40, using: &generator)).map { "s\($0)" }
      let row = samples.map { _ in
        round < 10 ? "0/0" : cells.randomElement(using: &generator) ?? "."
      }
      let alternates = Array(repeating: "C", count: 10).joined(separator: ",")
      let record = try OneRecord(
        "1 5 . A \(alternates) . . . GT " + row.joined(separator: " "), samples: samples)
      var carriers = AlleleCarriers()
      for allele in 0...2 {
        try carriers.decode(
          record.bounds, record.batch.chunk.text.span, alleleIndex: allele,
          sampleCount: samples.count)
        try check(carriers, record, allele)
      }
    }
  }

  private func check(_ carriers: AlleleCarriers, _ record: OneRecord, _ allele: Int) throws {
    var found: [Int: AlleleCarrier] = [:]
    for carrier in carriers.all { found[Int(carrier.sample)] = carrier }
    for sample in record.header.samples.indices {
      let call = try #require(record.genotype(sample))
      let copies = call.copies(of: allele).map { UInt8($0) } ?? AlleleCarrier.missing
      let carrier = found[sample]
      #expect((carrier?.copies ?? (allele == 0 ? 2 : 0)) == copies)
      #expect(Int(carrier?.ploidy ?? 2) == call.ploidy)
    }
  }
}
