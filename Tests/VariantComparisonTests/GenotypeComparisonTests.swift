import ReferenceGenome
import TestSupport
import Testing
import VariantComparison

/// Records with their genotypes. The cases are of the kinds that hap.py and rtg vcfeval are tested with.
struct GenotypeComparisonTests {
  /// `position REF ALT GT`, as in a VCF.
  private static func calls(_ lines: [String]) -> CallList {
    CallList(
      lines.map { line in
        let parts = line.split(separator: " ").map(String.init)
        let alleles = parts[2].split(separator: ",").map { Array($0.utf8) }
        let copies = parts[3].split(whereSeparator: { "/|".contains($0) }).map { Int($0) ?? 0 }
        let used = Set(copies).filter { $0 > 0 && !alleles[$0 - 1].contains(UInt8(ascii: "*")) }
          .sorted()
        return ComparedCall(
          position: Int(parts[0]) ?? 0, reference: Array(parts[1].utf8),
          alternatives: used.map { alleles[$0 - 1] },
          copies: copies.map { (used.firstIndex(of: $0) ?? -1) + 1 },
          isPhased: parts[3].contains("|"))
      }.filter { !$0.alternatives.isEmpty })
  }

  private static func compare(
    _ bases: String, _ truth: [String], _ query: [String], _ level: ComparisonLevel = .genotype
  ) throws -> (truth: String, query: String) {
    let folder = try TemporaryFolder()
    let genome = try ReferenceGenome(path: try folder.write(">c\n\(bases)\n", to: "c.fa"))
    var window = ReferenceWindow(genome)
    let name = Array("c".utf8)
    _ = window.select(name.span, 0..<1)
    let found = try SequenceComparison(
      truth: calls(truth), query: calls(query), level: level, &window)
    func letters(_ outcomes: [SequenceComparison.Outcome]) -> String {
      outcomes.map {
        switch $0 {
        case .matched(.exact): "e"
        case .matched(.normalised): "n"
        case .matched(.haplotype): "h"
        case .unmatched: "-"
        case .otherGenotype: "g"
        case .tooComplex: "?"
        }
      }.joined()
    }
    return (letters(found.truth), letters(found.query))
  }

  private static let repeats = "TTGACACACACACAGTTCCATGCAAGGTCATTCAGGATCCAATTGGCC"

  @Test("Another number of copies is another genotype, whose alleles are there")
  func zygosity() throws {
    let found = try Self.compare(Self.repeats, ["20 A T 0/1"], ["20 A T 1/1"])
    #expect(found == ("g", "g"))
    #expect(
      try Self.compare(Self.repeats, ["20 A T 0/1"], ["20 A T 1/1"], .haplotype) == ("e", "e"))
    // The order of copies and a single copy say nothing more.
    #expect(try Self.compare(Self.repeats, ["20 A T 0/1"], ["20 A T 1|0"]) == ("e", "e"))
    #expect(try Self.compare(Self.repeats, ["20 A T 1/1"], ["20 A T 1"]) == ("e", "e"))
    // A copy that is not known counts as unchanged.
    #expect(try Self.compare(Self.repeats, ["20 A T 0/1"], ["20 A T ./1"]) == ("e", "e"))
  }

  @Test("Two alleles of one place may stand in one record or in two, in any order")
  func twoAlleles() throws {
    let one = ["20 A C,T 1/2"]
    #expect(try Self.compare(Self.repeats, one, ["20 A T,C 2|1"]) == ("e", "e"))
    #expect(try Self.compare(Self.repeats, one, ["20 A C 0/1", "20 A T 1/0"]) == ("h", "hh"))
    #expect(try Self.compare(Self.repeats, one, ["20 A C,T 0/1"]) == ("g", "g"))
    #expect(try Self.compare(Self.repeats, one, ["20 A C,T 0/1"], .haplotype) == ("h", "h"))
    // An alternative that no copy has is not compared.
    #expect(try Self.compare(Self.repeats, ["20 A C,T 0/1"], ["20 A C,G 1/0"]) == ("e", "e"))
  }

  @Test("Deletions of either copy of a repeat, at once or in steps, are the same copies")
  func repeatsOfTwoCopies() throws {
    // Both copies lose one unit, one of them another.
    let truth = ["3 GAC G 1/1", "5 CAC C 0/1"]
    #expect(
      try Self.compare(Self.repeats, truth, ["3 GACAC G 0/1", "11 CAC C 1/0"]) == ("hn", "hn"))
    let joined = try Self.compare(Self.repeats, truth, ["3 GACAC G,GAC 1/2"])
    #expect(joined == ("hh", "h"), "\(joined)")
    #expect(try Self.compare(Self.repeats, truth, ["3 GACAC G 1/1"]).query != "h")
  }

  @Test("A deletion that began before changes nothing in the record that names it")
  func spanningDeletion() throws {
    let bases = "TTTCCATGTTTGTATTCTAAAGAGAACTGC"
    let truth = ["11 TG T 0|1", "12 G C,* 1|2"]
    #expect(try Self.compare(bases, truth, ["11 TG T,TC 2|1"]) == ("hh", "h"))
    #expect(try Self.compare(bases, truth, ["12 G C 0/1"]) == ("-e", "e"))
    let missing = ["11 TGTA T .|1", "12 GT C,* 1|2"]
    #expect(try Self.compare(bases, missing, ["11 TGTA T,TCA 2|1"]) == ("hh", "h"))
  }

  @Test("Records that overlap on one copy match as they are written, and only so")
  func overlapping() throws {
    let bases = "TCTATCTATCTATCTATCTATCTATCATCTATCTATCATCTCTCTCTCTCTCTCTCTCTC"
    let calls = ["31 ATCTATCATCTCTCTCTC A 0/1", "38 ATCTCTCTC ATCTC 0/1", "44 C A 0/1"]
    #expect(try Self.compare(bases, calls, calls) == ("eee", "eee"))
    #expect(try Self.compare(bases, calls, calls, .allele) == ("eee", "eee"))
  }

  @Test("Insertions about other changes are found where copies must be told apart")
  func tricky() throws {
    let bases = "AAATAAGCCTTTTTTTTAAAAAAAAAATAG"
    let truth = ["17 TAA T 1/1", "19 A ATTTT,ATTTTT,T 1/2"]
    #expect(try Self.compare(bases, truth, ["18 AA TTTT,TTTTT 2|1"]) == ("hh", "h"))
    let other = "AATAAAAAAAAAATTTTTTTAATTGATTAT"
    let two = ["13 ATT A 0/1", "14 T A 0/1", "15 T A,TAAA 2/1"]
    #expect(try Self.compare(other, two, ["3 T TA 1/0", "14 TT AA 1/1"]) == ("hhh", "hh"))
  }

  @Test("Changes of one side that undo each other match nothing, beside a match or alone")
  func undone() throws {
    let bases = "GATTACAGATTACAGGATCCTTAGCATGCAAGTCCATG"
    let truth = ["10 T TC 0/1", "12 A T 0/1"]
    // An insertion and the deletion of what it has put in.
    #expect(
      try Self.compare(bases, ["12 A T 0/1"], ["12 A T 0/1", "20 C CG 0/1"]) == ("e", "e-"))
    #expect(try Self.compare(bases, truth, ["12 A T 0/1"]) == ("-e", "e"))
    for level in ComparisonLevel.allCases {
      let nothing = try Self.compare(
        bases, ["30 A AG 0/1"], ["20 C CA 0/1", "22 TA T 0/1"], level)
      #expect(nothing.truth == "-")
    }
  }

  @Test("A file without genotypes may mean any")
  func unknown() throws {
    let folder = try TemporaryFolder()
    let genome = try ReferenceGenome(path: try folder.write(">c\n\(Self.repeats)\n", to: "c.fa"))
    var window = ReferenceWindow(genome)
    let name = Array("c".utf8)
    _ = window.select(name.span, 0..<1)
    let call = ComparedCall(position: 20, reference: [0x41], alternatives: [[0x54]])
    let found = try SequenceComparison(
      truth: Self.calls(["20 A T 1/1"]), query: CallList([call]), level: .genotype, &window)
    #expect(found.truth == [.matched(.exact)])
  }
}
