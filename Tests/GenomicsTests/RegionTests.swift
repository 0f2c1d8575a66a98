import Genomics
import TestSupport
import Testing

@Suite("Regions")
struct RegionTests {
  @Test(
    "Regions count from 1 and include both ends",
    arguments: [
      ("chr1", "chr1", Region.wholeContig), ("1:100-200", "1", 99..<200), ("X:5", "X", 4..<5),
      ("1:1,000-2,000", "1", 999..<2000), ("1:7-", "1", 6..<Int(Int32.max)),
      ("HLA*01:01:01-02", "HLA*01:01", 0..<2),
    ])
  func parsing(text: String, contig: String, positions: Range<Int>) throws {
    #expect(try Region(parsing: text) == Region(contig: contig, positions: positions))
  }

  @Test(
    "What is no region is refused",
    arguments: ["", "1:0-5", "1:5-4", "1:a-b", "1:", ":5", "1:1-2-3", "1:-5", "1:99999999999"])
  func malformed(text: String) {
    #expect(throws: RegionError.self) { try Region(parsing: text) }
  }

  @Test("BED lines count from 0 and exclude the end; a bad line is named")
  func bed() throws {
    let regions = try Region.readBED("# c\ntrack x\nchr1\t0\t10\tname\r\n\nchr2 5 6\n")
    #expect(
      regions == [
        Region(contig: "chr1", positions: 0..<10), Region(contig: "chr2", positions: 5..<6),
      ])
    let error = try #require(throws: RegionError.self) { try Region.readBED("1\t0\t5\n1\t9\t3\n") }
    #expect(error.line == 2)
  }

  @Test("A set answers as a walk over its regions does")
  func randomSets() {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<50 {
      var table = ContigTable(assembly: .grch38)
      let regions = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        let start = Int.random(in: 0...80, using: &random)
        return Region(
          contig: ["1", "chr1", "X", "other"].randomElement(using: &random) ?? "1",
          positions: start..<start + Int.random(in: 0...15, using: &random))
      }
      let set = RegionSet(regions, numberedBy: &table)
      #expect(set.isEmpty == regions.allSatisfy(\.positions.isEmpty))
      for name in ["1", "X", "other", "absent"] {
        guard let contig = table.number(of: name) else { continue }
        let mine = regions.filter { table.number(of: $0.contig) == contig }
        for start in 0..<100 {
          #expect(
            set.contains(contig: contig, position: start)
              == mine.contains { $0.positions.contains(start) })
          #expect(
            set.overlaps(contig: contig, start..<start + 4)
              == mine.contains { !$0.positions.isEmpty && $0.positions.overlaps(start..<start + 4) }
          )
        }
      }
    }
  }
}

@Suite("Alleles")
struct AlleleTests {
  @Test(
    "The type of an alternate allele",
    arguments: [
      ("A", "C", VariantType.snv), ("AC", "GT", .mnv), ("A", "AT", .insertion),
      ("AT", "A", .deletion), ("AT", "CGG", .complex), ("ATG", "ACG", .snv), ("a", "A", .reference),
      ("A", "<DEL>", .symbolic), ("A", "<*>", .reference), ("A", "<NON_REF>", .reference),
      ("A", "*", .overlappingDeletion), ("A", ".", .reference), ("G", "G]17:198982]", .breakend),
      ("T", "[chr2:5[T", .breakend), ("G", "G.", .breakend), ("G", ".G", .breakend),
      ("CAA", "CA", .deletion), ("A", "<CN0>", .symbolic), ("GAT", "TAG", .mnv),
    ])
  func types(reference: String, alternate: String, expected: VariantType) {
    let text = Array((reference + alternate).utf8)
    let middle = reference.utf8.count
    #expect(
      VariantType.classify(text.span, reference: 0..<middle, alternate: middle..<text.count)
        == expected)
  }

  @Test("The complement keeps the order and leaves what is not ACGT")
  func complement() {
    #expect(Allele.complemented(Array("ACGT".utf8)) == Array("TGCA".utf8))
    #expect(Allele.complemented(Array("ACN".utf8)) == Array("ACN".utf8))
    let text = Array("ACGTN".utf8)
    #expect(Allele.isACGT(text.span, 0..<4) == true)
    #expect(Allele.isACGT(text.span, 0..<5) == false)
    #expect(Allele.isACGT(text.span, 2..<2) == false)
  }
}
