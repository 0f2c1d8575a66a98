import Genomics
import Testing

@Suite("Names of contigs")
struct ContigTests {
  @Test(
    "Every spelling of a chromosome has one canonical form",
    arguments: [
      ("chr1", "1"), ("1", "1"), ("CHR22", "22"), ("X", "X"), ("chrX", "X"), ("chrY", "Y"),
      ("M", "MT"), ("chrM", "MT"), ("MT", "MT"), ("chrMT", "MT"), ("NC_000001.11", "1"),
      ("NC_000023.11", "X"), ("NC_012920.1", "MT"), ("NC_000024.10", "Y"),
      ("chr1_KI270706v1_random", "chr1_KI270706v1_random"), ("23", "23"), ("0", "0"),
      ("01", "01"), ("chr", "chr"), ("NC_000001.10", "NC_000001.10"), ("", ""),
    ])
  func canonical(name: String, expected: String) {
    #expect(Assembly.grch38.canonicalName(of: name) == expected)
  }

  @Test("Accessions belong to their build")
  func accessions() {
    #expect(Assembly.grch37.canonicalName(of: "NC_000001.10") == "1")
    #expect(Assembly.grch37.canonicalName(of: "NC_000024.9") == "Y")
    #expect(Assembly.t2t.canonicalName(of: "NC_060925.1") == "1")
    #expect(Assembly.t2t.canonicalName(of: "NC_060948.1") == "Y")
    #expect(Assembly.t2t.canonicalName(of: "NC_000001.11") == "NC_000001.11")
  }

  @Test("A chromosome's length tells the build")
  func lengths() {
    #expect(Assembly.builds(chromosome: "chr1", length: 248_956_422) == [.grch38])
    #expect(Assembly.builds(chromosome: "1", length: 249_250_621) == [.grch37])
    #expect(Assembly.builds(chromosome: "X", length: 154_259_566) == [.t2t])
    #expect(Assembly.builds(chromosome: "MT", length: 16_569) == [])
    #expect(Assembly.grch38.length(of: "chr21") == 46_709_983)
  }

  @Test("A table numbers chromosomes alike whatever the spelling, other contigs in order")
  func table() {
    var table = ContigTable(assembly: .grch38, aliases: ["scaffold_7": "chr7", "chrPlasmid": "pA"])
    #expect(table.add("chrUn_1") == 26)
    #expect(table.add("chr2") == 1)
    let text = Array("chr1 1 NC_000002.12 chrUn_1 scaffold_7 pA chrPlasmid nope X".utf8)
    var fields: [Int?] = []
    var start = 0
    for piece in text.split(separator: 32) {
      fields.append(table.number(of: text.span, start..<start + piece.count))
      start += piece.count + 1
    }
    #expect(fields == [0, 0, 1, 26, 6, 25, 25, nil, 22])
    #expect(table.names[26] == "chrUn_1")
  }

  @Test("An alias may rename a chromosome itself")
  func aliasOfChromosome() {
    let table = ContigTable(assembly: .grch37, aliases: ["23": "X", "24": "Y", "1": "2"])
    #expect(table.number(of: "23") == 22)
    #expect(table.number(of: "1") == 1)
    #expect(table.number(of: "chr1") == 0)
  }
}
