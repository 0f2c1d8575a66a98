import Testing
import VCF

@Suite("Strict rules of FORMAT and the samples")
struct StrictSampleTests {
  private static let meta = [
    "##FORMAT=<ID=IG,Number=G,Type=Integer,Description=\"\">",
    "##FORMAT=<ID=IA,Number=A,Type=Integer,Description=\"\">",
    "##FORMAT=<ID=S1,Number=1,Type=String,Description=\"\">",
  ]

  private func check(
    _ version: String, _ format: String, _ cells: [String], alt: String = "T", ref: String = "C"
  ) throws -> [String] {
    let names = cells.indices.map { "S\($0)" }
    return summary(
      try strictViolations(
        version, meta: Self.meta, samples: names,
        [record(ref: ref, alt: alt, format: format, cells)]))
  }

  @Test(
    "A FORMAT or a cell that is wrong is refused by rule and key",
    arguments: [
      ("4.3", "DP:GT", "1:0/1", "format FORMAT"), ("4.3", "GT:DP:DP", "0/1:1:1", "format FORMAT"),
      ("4.3", "GT::DP", "0/1:1:1", "format FORMAT"), ("4.2", "GT:A_B", "0/1:1", "format FORMAT"),
      ("4.3", "GT:1A", "0/1:1", "format FORMAT"), ("4.3", "GT", "0/1:1", "format FORMAT"),
      ("4.3", "GT", "0/2", "format FORMAT/GT"), ("4.3", "GT", "/0/1", "format FORMAT/GT"),
      ("4.4", "GT", "0//1", "format FORMAT/GT"), ("4.4", "GT", "0/1/", "format FORMAT/GT"),
      ("4.4", "GT", "|", "format FORMAT/GT"), ("4.3", "GT", "0\\1", "format FORMAT/GT"),
      ("4.3", "GT:DP", ":5", "format FORMAT/GT"), ("4.3", "GT:DP", "0/1:", "format FORMAT/DP"),
      ("4.3", "DP", "", "format FORMAT/DP"), ("4.3", "GT:DP", "0/1:x", "type FORMAT/DP"),
      ("4.3", "GT:DP", "0/1:-1", "format FORMAT/DP"),
      ("4.3", "GT:GP", "0/1:0,1.1,0", "format FORMAT/GP"),
      ("4.3", "GT:AD", "0/1:1", "number FORMAT/AD"),
      ("4.3", "GT:PL", "0/1:1,2", "number FORMAT/PL"),
      ("4.3", "PL", "1,2", "number FORMAT/PL"), ("4.3", "GT:IG", "0:1,2,3", "number FORMAT/IG"),
      ("4.3", "GT:IG", "0/0/1:1,2,3", "number FORMAT/IG"),
      ("4.3", "GT:IA", "0/1:1,2", "number FORMAT/IA"),
      ("4.3", "GT:S1", "0/1:a,b", "number FORMAT/S1"),
      ("4.3", "GT:HQ", "0/1:1", "number FORMAT/HQ"),
    ])
  func refused(version: String, format: String, cell: String, expected: String) throws {
    #expect(try check(version, format, [cell]) == [expected])
  }

  @Test(
    "Cells of any ploidy, phased or not, missing or cut short, are accepted",
    arguments: [
      ("4.1", "GT", "0"), ("4.1", "GT", "."), ("4.1", "GT", "./."), ("4.1", "GT", "0|./1"),
      ("4.3", "GT:IG", "0/0/1:1,2,3,4"), ("4.3", "GT:IG", "0:1,2"), ("4.3", "IG", "1,2,3"),
      ("4.3", "GT:IG", ".:1,2,3"), ("4.3", "GT:IG:IA", "0/1"), ("4.3", "GT:IG:IA", "0/1:.:."),
      ("4.3", "GT:IG", "0/1:.,.,."), ("4.4", "GT", "|0/1"), ("4.4", "GT", "/0|1"),
      ("4.4", "GT", "|0"),
      ("4.3", "GT:GP:S1", "0|1:0,1,0:a b"), ("4.3", "GT:unknown", "0/1:a,b,c"), ("4.3", ".", "."),
      ("4.2", "GT:GP", "0/1:5,10.5,99"), ("4.3", "GT:IG", "0/0/0/0/1/1:1,2,3,4,5,6,7"),
    ])
  func accepted(version: String, format: String, cell: String) throws {
    #expect(try check(version, format, [cell, cell]) == [])
  }

  @Test("Allele numbers of more digits and more alleles are counted")
  func manyAlleles() throws {
    let alt = (0..<11).map { "C" + String(repeating: "A", count: $0 + 1) }.joined(separator: ",")
    #expect(try check("4.3", "GT", ["10/11"], alt: alt) == [])
    #expect(try check("4.3", "GT", ["10|12"], alt: alt) == ["format FORMAT/GT"])
    let values = (0..<78).map(String.init).joined(separator: ",")
    #expect(try check("4.3", "GT:PL", ["0/11:" + values], alt: alt) == [])
  }

  @Test("The error names the column, not the content of the cell")
  func column() throws {
    let violations = try strictViolations(
      "4.3", samples: ["secret1", "secret2"], [record(format: "GT", ["0/1", "private"])])
    let error = try #require(violations.first)
    #expect(error.message.contains("column 11") && error.line == 3)
    #expect(!error.description.contains("secret") && !error.description.contains("private"))
  }

  @Test("Phase sets are stated for phased alleles, and by PS or PSL")
  func phaseSets() throws {
    for (cell, expected) in [
      ("0|1:a,b", []), ("0/1:.,.", []), ("/0|0|1:.,b,c", []), ("|0/1:a,.", []), ("0:a", []),
      ("/0:.", []), ("0/1:.", []), ("0/1:a,b", ["format FORMAT/PSL"]),
      ("/0:a", ["format FORMAT/PSL"]), ("0|1/1:a,b,.", ["format FORMAT/PSL"]),
      ("0|1:a", ["number FORMAT/PSL"]),
    ] {
      #expect(try check("4.4", "GT:PSL", [cell]) == expected, "\(cell)")
    }
    #expect(try check("4.4", "GT:PS:PSL", ["0|1:5:a,b"]) == ["format FORMAT/PSL"])
    #expect(try check("4.4", "GT:PS:PSL", ["0|1:.:a,b", "0|1:5:."]) == [])
    #expect(try check("4.4", "GT:PSL:PSO:PSQ", ["0|1:a,b:1,2:.,3"]) == [])
    #expect(try check("4.4", "GT:PSL:PSO", ["0|1:a,b:1"]) == ["number FORMAT/PSO"])
  }

  @Test("Local alleles: LAA gives the number of values, in the specification's examples")
  func localAlleles() throws {
    let alt = "A,C,T,<*>"
    for (cell, expected) in [
      ("2/4:2,4:20,30,10:90,80,0,100,110,120", []), ("0/3:3:15,25:40,0,80", []),
      ("0/0::30:0", []), ("0/0:.:30:0", []), ("0/0:3", []), ("0/0:3:.:.", []),
      ("0/0:3:30:0,30,80", ["number FORMAT/LAD"]), ("0/0:3:30,1:0,30", ["number FORMAT/LPL"]),
      ("0/0:5:1,2:1,2,3", ["format FORMAT/LAA"]), ("0/0:0:1,2:1,2,3", ["format FORMAT/LAA"]),
      ("0/0:2,2:1,2,3:.", ["format FORMAT/LAA"]), ("0:3:30,1:0,30", []),
      ("0/0/0:3:30,1:0,30,80,9", []),
    ] {
      #expect(try check("4.5", "GT:LAA:LAD:LPL", [cell], alt: alt, ref: "G") == expected, "\(cell)")
    }
    #expect(try check("4.5", "GT:LAD:LAA", ["0/0:1:."]) == ["format FORMAT"])
    #expect(try check("4.5", "LAD", ["1"]) == ["format FORMAT"])
    #expect(try check("4.5", "LAA:LEC", ["1:1", "", ":", ".:", ":."]) == [])
    #expect(try check("4.5", "GT:DP", ["0/1:"]) == ["number FORMAT/DP"])
  }

  @Test("Base modifications have a value for each base that can bear them")
  func baseModifications() throws {
    for (ref, alt, format, cell, expected) in [
      ("C", "A", "GT:M5mC", "0/1:0.95", []), ("C", "CTAG", "GT:M5mC", "0/1:0,0.5,0.7", []),
      ("C", ".", "GT:M5mC:M5hmC", "0|0:0.9,0:0,0.1", []),
      ("C", "A,T,G,ACG", "GT:M5mC", "/3|1/0|4|0/0/3/1:0.25,0.1,0.5,0.6,.", []),
      ("C", "A", "GT:M5mC", "0/1:0.95,1", ["number FORMAT"]),
      ("C", "A", "GT:DPM27551C", "0/0:3", []),
      ("C", "A", "GT:DPM27551C", "0|0:3", ["number FORMAT"]),
      ("C", "A", "GT:ADM5mC", "0/0:x", ["type FORMAT"]), ("A", "C", "GT:MXaoN", "0/0:0.5,0.1", []),
      ("T", "C", "GT:M5hmU", "0/0:0.5", []),
    ] as [(String, String, String, String, [String])] {
      #expect(try check("4.5", format, [cell], alt: alt, ref: ref) == expected, "\(format) \(cell)")
    }
  }
}
