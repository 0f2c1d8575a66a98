import ByteIO
import TestSupport
import Testing
import VCF

/// A record with cells; ALT has that many alleles.
private func record(_ cells: [String], alternates: Int = 1, format: String) throws -> RecordBatch {
  let alternate = (0..<alternates).map { "A" + String(repeating: "C", count: $0 + 1) }
  let line = ["1", "5", ".", "A", alternate.joined(separator: ","), ".", ".", ".", format] + cells
  return try batch(line.joined(separator: "\t") + "\n", samples: cells.indices.map { "s\($0)" })
}

/// Decodes the only record of a batch.
private func decoded(
  _ batch: RecordBatch, _ field: AlleleDosages.Field, allele: Int = 1
) throws -> AlleleDosages {
  var dosages = AlleleDosages()
  try dosages.decode(
    batch.records[0], batch.chunk.text.span, field: field, alleleIndex: allele,
    sampleCount: batch.header.samples.count)
  return dosages
}

@Suite("Dosages from DS and GP")
struct AlleleDosagesTests {
  @Test("Random DS cells of one to three alternate alleles agree with splitting and adding")
  func randomDosages() throws {
    var random = SeededGenerator(seed: 12)
    for round in 0..<200 {
      let alternates = 1 + round % 3
      let cells = (0..<Int.random(in: 1...40, using: &random)).map { _ -> String in
        if Int.random(in: 0..<9, using: &random) == 0 { return "0|1:." }
        let values = (0..<alternates).map { _ in
          let value = Double.random(in: 0...(2 / Double(alternates)), using: &random)
          return Bool.random(using: &random) ? "\(value)" : "\((value * 1000).rounded() / 1000)"
        }
        return "0|1:" + values.joined(separator: ",") + (round % 2 == 0 ? ":9" : "")
      }
      let format = round % 2 == 0 ? "GT:DS:DP" : "GT:DS"
      let batch = try record(cells, alternates: alternates, format: format)
      for allele in 0...alternates {
        let dosages = try decoded(batch, .dosage, allele: allele)
        for (sample, cell) in cells.enumerated() {
          let values = cell.split(separator: ":")[1].split(separator: ",").map { Double($0) }
          guard let all = values as? [Double] else {
            #expect(dosages.values[sample].isNaN)
            continue
          }
          let expected = allele == 0 ? max(0, 2 - all.reduce(0, +)) : all[allele - 1]
          #expect(abs(dosages.values[sample] - expected) < 1e-15, "\(cell)")
        }
        #expect(dosages.ploidy.allSatisfy { $0 == 2 })
      }
    }
  }

  @Test("GP gives the expected number of copies in the order of genotypes of the specification")
  func probabilities() throws {
    let two = try record(
      ["0.25,0.5,0.25", "0,0,1", ".", "0.1,0.9", "1,0,0"], format: "GP")
    let dosages = try decoded(two, .probabilities)
    #expect(Array(dosages.values[0..<2]) == [1, 2] && dosages.values[2].isNaN)
    #expect(abs(dosages.values[3] - 0.9) < 1e-15 && dosages.ploidy == [2, 2, 2, 1, 2])
    // Genotypes of three alleles: 00, 01, 11, 02, 12, 22.
    let three = try record(["0,0.5,0,0,0.25,0.25"], alternates: 2, format: "GP")
    #expect(try decoded(three, .probabilities, allele: 0).values == [0.5])
    #expect(try decoded(three, .probabilities, allele: 1).values == [0.75])
    #expect(try decoded(three, .probabilities, allele: 2).values == [0.75])
    let rounded = try record(["0.33,0.33,0.33"], format: "GP")
    #expect(abs(try decoded(rounded, .probabilities).values[0] - 1) < 1e-15)
  }

  @Test("The ploidy comes from GT, and a haploid dosage is at most 1")
  func haploid() throws {
    let batch = try record(["0:0.25", "1/1:2", "|0|1:1", ".:."], format: "GT:DS")
    let dosages = try decoded(batch, .dosage)
    #expect(dosages.ploidy == [1, 2, 2, 1])
    #expect(Array(dosages.values[0..<3]) == [0.25, 2, 1] && dosages.values[3].isNaN)
    #expect(throws: VCFError.self) {
      try decoded(try record(["0:1.5"], format: "GT:DS"), .dosage)
    }
  }

  @Test("Numbers are read as the standard library reads them, whatever their length")
  func numbers() throws {
    for text in [
      "0", "1", "2", "0.1", "1.999999999999999", "0.123456789012345", "1e-05", "2.0E0", ".5", "1.",
      "0.00000000000000000001", "1.99999999999999999999",
    ] {
      let value = try decoded(try record([text], format: "DS"), .dosage).values[0]
      #expect(value == Double(text) ?? Double(text + "0"), "\(text)")
    }
    #expect(try decoded(try record(["2.01", "-0.01"], format: "DS"), .dosage).values == [2, 0])
  }

  @Test(
    "A cell that holds no dosage is refused with its column, not its content",
    arguments: [
      ("DS", "x"), ("DS", "0,5"), ("DS", "2.5"), ("DS", "-1"), ("DS", ""), ("DS", "nan"),
      ("GP", "0,30,60"), ("GP", "0.5,0.5,0.5"), ("GP", "0.2,0.2,0.2,0.4"), ("GP", "-1,1,1"),
      ("GP", "a,b,c"),
    ])
  func broken(format: String, cell: String) throws {
    let good = format == "DS" ? "1" : "0,1,0"
    let batch = try record([good, good, cell, good], format: format)
    let field = try #require(AlleleDosages.Field(rawValue: format))
    let error = try #require(throws: VCFError.self) { try decoded(batch, field) }
    #expect(error.field == "FORMAT/\(format)" && error.message.contains("column 12 "))
  }
}
