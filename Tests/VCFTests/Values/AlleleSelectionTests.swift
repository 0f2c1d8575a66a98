import ByteIO
import TestSupport
import Testing
import VCF

@Suite("Values of one allele")
struct AlleleSelectionTests {
  @Test(
    "Genotypes are listed in the order of the specification",
    arguments: [
      (2, 2, ["00", "01", "11"]), (3, 2, ["00", "01", "11", "02", "12", "22"]),
      (3, 3, ["000", "001", "011", "111", "002", "012", "112", "022", "122", "222"]),
      (3, 1, ["0", "1", "2"]), (1, 4, ["0000"]),
    ])
  func order(alleles: Int, ploidy: Int, expected: [String]) {
    let genotypes = GenotypeOrder.genotypes(alleles: alleles, ploidy: ploidy)
    #expect(genotypes.map { $0.map(String.init).joined() } == expected)
    #expect(genotypes.map(GenotypeOrder.index) == Array(expected.indices))
  }

  @Test("Absurd numbers of alleles are refused, not listed")
  func absurdCounts() throws {
    let alleles = (1...300).map { _ in "C" }.joined(separator: ",")
    let call = Array(repeating: "0", count: 5_000).joined(separator: "/")
    let record = try OneRecord(
      "1 5 . A \(alleles) . . . GT:LAA:LPL:PL \(call):1:0:0 0/0/0/0:1:1,2,3,4,5:.",
      meta: [definition("FORMAT", "PL", "G", "Integer")], samples: ["a", "b"])
    #expect(try record.format("PL") == .integers([0]))
    #expect(throws: VCFError.self) { try record.format("PL", 1) }
    var owned = record.owned
    #expect(throws: VCFError.self) { try owned.keepAlleles([1], dropped: .missing) }
  }

  @Test("A, R and G lists give one allele its values; other numbers do not depend on it")
  func infoSelection() throws {
    let record = try OneRecord(
      "1 5 . A C,G . . AF=0.1,0.2;AD=7,8,9;GX=0,1,2,3,4,5;DP=4;HX=1,2,3",
      meta: [definition("INFO", "GX", "G", "Integer"), definition("INFO", "HX", "G", "Integer")])
    let context = AlleleContext(alleles: 3)
    func value(_ key: String, _ allele: Int) throws -> FieldValue? {
      let codec = FieldCodec(.info, key: key, header: record.header)
      return try codec.value(try #require(try record.info(key)), forAllele: allele, context)
    }
    #expect(try value("AF", 2) == .float(0.2) && value("AF", 0) == nil)
    #expect(try value("AD", 0) == .integer(7) && value("AD", 2) == .integer(9))
    #expect(try value("GX", 2) == .integers([0, 3, 5]) && value("GX", 1) == .integers([0, 1, 2]))
    #expect(try value("GX", 0) == .integers([0]))
    #expect(try value("HX", 2) == .integers([1, 3]), "haploid: one for each allele")
    #expect(try value("DP", 1) == .integer(4))
    let codec = FieldCodec(.info, key: "AF", header: record.header)
    #expect(try codec.value(.missing, forAllele: 1, context) == .missing)
    let error = try #require(throws: VCFError.self) {
      try codec.value(.floats([1]), forAllele: 1, context)
    }
    #expect(error.field == "INFO/AF" && error.message.contains("Number=A"))
  }

  @Test("Values over local alleles are spread over all, as in the specification's examples")
  func localAlleles() throws {
    let lines = [
      (
        "1 1 . G A,C,T,<*> . . . GT:LAA:LAD:LPL 2/4:2,4:20,30,10:90,80,0,100,110,120",
        "20,.,30,.,10", "90,.,.,80,.,0,.,.,.,.,100,.,110,.,120"
      ),
      (
        "1 2 . A C,G,T,<*> . . . GT:LAA:LAD:LPL 0/3:3:15,25:40,0,80",
        "15,.,.,25,.", "40,.,.,.,.,.,0,.,.,80,.,.,.,.,."
      ),
      (
        "1 3 . C G,T,<*> . . . GT:LAA:LAD:LPL 0/0:3:30,1:0,30,80",
        "30,.,.,1", "0,.,.,.,.,.,30,.,.,80"
      ),
      (
        "1 4 . G A,T,<*> . . . GT:LAA:LAD:LPL 0/0::30:0",
        "30,.,.,.", "0,.,.,.,.,.,.,.,.,."
      ),
      (
        "1 5 . G A,T,<*> . . . GT:LAA:LAD:LPL 0/0:.:30:0",
        "30,.,.,.", "0,.,.,.,.,.,.,.,.,."
      ),
    ]
    let meta = [
      definition("FORMAT", "AD", "R", "Integer"), definition("FORMAT", "PL", "G", "Integer"),
    ]
    for (line, depths, likelihoods) in lines {
      let record = try OneRecord(line, meta: meta, samples: ["a"])
      for (key, expected) in [("AD", depths), ("PL", likelihoods)] {
        let numbers = expected.split(separator: ",").map { Int($0) }
        #expect(try record.format(key) == .integers(numbers), "\(line) \(key)")
      }
    }
  }

  @Test("Local values of one allele; an allele that is not local has none")
  func localSelection() throws {
    let record = try OneRecord(
      "1 1 . G A,C,T . . . GT:LAA:LAD:LEC:LPL 1/3:3,1:5,6,7:8,9:0,1,2,3,4,5",
      meta: [definition("FORMAT", "LPL", "LG", "Integer")], samples: ["a"])
    let context = AlleleContext(alleles: 4, ploidy: 2, localAlternates: [3, 1])
    func value(_ key: String, _ allele: Int) throws -> FieldValue? {
      let codec = FieldCodec(.format, key: key, header: record.header)
      return try codec.value(try #require(try record.format(key)), forAllele: allele, context)
    }
    #expect(try value("LAD", 0) == .integer(5) && value("LAD", 3) == .integer(6))
    #expect(try value("LAD", 1) == .integer(7) && value("LAD", 2) == nil)
    #expect(try value("LEC", 3) == .integer(8) && value("LEC", 2) == nil && value("LEC", 0) == nil)
    #expect(try value("LPL", 1) == .integers([0, 3, 5]) && value("LPL", 2) == nil)
    #expect(try record.format("LAA") == .integers([3, 1]))
    let broken = try OneRecord(
      "1 1 . G A . . . LAA:LAD 2:1,2", meta: [definition("FORMAT", "AD", "R", "Integer")],
      samples: ["a"])
    #expect(throws: VCFError.self) { try broken.format("AD") }
  }

  @Test("Zero, missing and left-out local alleles differ where the file makes a difference")
  func zeroLocalAlleles() throws {
    let meta = [
      definition("FORMAT", "LAA", ".", "Integer"), definition("FORMAT", "LEC", "LA", "Integer"),
    ]
    for (cell, local, counts) in [
      (":", FieldValue.integers([]), FieldValue.integers([])), (":.", .integers([]), .missing),
      (".", .missing, .missing), (".:.", .missing, .missing), (".:", .missing, .integers([])),
    ] {
      let record = try OneRecord(
        "1 1 . C T . . . LAA:LEC \(cell)", meta: meta, samples: ["a"])
      #expect(try record.format("LAA") == local && record.format("LEC") == counts, "\(cell)")
    }
  }

  @Test("Base modifications belong to the bases of the call's alleles")
  func modifiableBases() throws {
    func places(_ line: String, _ key: String) throws -> [Int] {
      let record = try OneRecord(line, samples: ["a"])
      let alleles = (0..<record.owned.alleleCount).compactMap { record.owned.allele($0) }
      let bases = ModifiableBases(key, try #require(record.genotype()), alleles: alleles)
      return try #require(bases).places.map(\.count)
    }
    // The four examples of VCFv4.5 §1.4.4.
    #expect(try places("1 10 . C A . . . GT 0/1", "M5mC") == [1, 0])
    #expect(try places("1 20 . C CTAG . . . GT 0/1", "M5mC") == [1, 2])
    #expect(try places("1 30 . C . . . . GT 0|0", "M5hmC") == [1, 1])
    #expect(
      try places("1 40 . C A,T,G,ACG . . . GT /3|1/0|4|0/0/3/1", "M5mC")
        == [1, 0, 1, 2, 1, 0, 0, 0])
    #expect(try places("1 50 . CT <*> . . . GT 0/1", "MXaoN") == [4, 0])
    #expect(try places("1 60 . CTA G . . . GT ./0", "M5hmU") == [0, 2])
    #expect(ModifiableBases("DP", Genotype([0], isPhased: true), alleles: []) == nil)
  }
}
