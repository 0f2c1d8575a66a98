import Nomenclature
import TestSupport
import Testing

struct TranscriptTests {
  /// Five bases, a coding sequence of 12 codons, and a tail with another stop:
  /// ATG GCA GCA CAG TTG TTG GAA AAA CCC CCA TGG TAA.
  private static let coding = "ATGGCAGCACAGTTGTTGGAAAAACCCCCATGGTAA"
  private static let transcript = Transcript(
    id: "NM_000001.2", gene: "GENE", sequence: Array(("GGCAC" + coding + "CAGTAGATAGCC").utf8),
    coding: 5..<5 + coding.utf8.count, placement: nil)
  private static let names = NameComparison(transcripts: [transcript])

  private static func normalised(_ text: String) throws -> String {
    try transcript.normalised(try #require(NucleotideName(text))).text
  }

  @Test(
    "Changes are moved to the end of a repeat and named in the simplest way",
    arguments: [
      // GCA GCA: bases 4 to 9.
      ("c.4_6del", "c.7_9del"), ("c.5_7del", "c.7_9del"), ("c.6_7insGCA", "c.7_9dup"),
      ("c.4_6dup", "c.7_9dup"), ("c.3_4insGCA", "c.7_9dup"), ("c.13_14insT", "c.14dup"),
      ("c.13dup", "c.14dup"), ("c.19_21delinsGAC", "c.21A>C"), ("c.19delinsC", "c.19G>C"),
      ("c.4_9delinsGCA", "c.7_9del"), ("c.19_20delinsTC", "c.19_20inv"),
      ("c.-1C>T", "c.-1C>T"), ("c.*1C>A", "c.*1C>A"), ("c.2T>T", "c.2="),
      ("c.26_27inv", "c.26_27inv"), ("c.10_11insTTT", "c.10_11insTTT"),
    ])
  func normalises(text: String, wanted: String) throws {
    #expect(try Self.normalised(text) == wanted)
  }

  @Test(
    "What changes at the end of an exon is not moved into the next one, where exons are known",
    arguments: [
      ("c.13_15del", "c.16_18del", "c.13_15del"), ("c.13_15dup", "c.16_18dup", "c.13_15dup"),
      ("c.15_16insTTG", "c.16_18dup", "c.13_15dup"), ("c.16_18del", "c.16_18del", "c.16_18del"),
      ("c.13del", "c.14del", "c.14del"), ("c.14_16del", "c.16_18del", "c.14_16del"),
      ("c.4_6del", "c.7_9del", "c.7_9del"), ("c.20_21insA", "c.24dup", "c.24dup"),
    ])
  func exons(text: String, without: String, with: String) throws {
    var placed = Self.transcript
    // The first exon ends with base 15: TTG|TTG.
    placed.placement = .init(
      contig: "chr1", isReverse: false, exons: [100..<120, 300..<300 + placed.sequence.count - 20])
    let name = try #require(NucleotideName(text))
    #expect(try placed.normalised(name).text == with)
    #expect(try Self.transcript.normalised(name).text == without)
    #expect(try placed.protein(name)?.text == Self.transcript.protein(name)?.text)
  }

  @Test(
    "A name that does not fit its transcript is refused with the reason",
    arguments: [
      ("c.4T>A", "other-bases"), ("c.200A>G", "position-outside"), ("c.4_6delTTT", "other-bases"),
      ("c.6_4del", "not-neighbours"), ("c.4_6insT", "not-neighbours"),
    ])
  func misfits(text: String, reason: String) throws {
    let check = Self.names.check(NamedVariant("GENE " + text))
    #expect(check.verdict == .malformed)
    #expect(check.misfit?.rawValue == reason)
  }

  @Test(
    "What a change of DNA does to the protein follows from the transcript",
    arguments: [
      ("c.14T>G", "p.L5W"), ("c.15G>A", "p.L5="), ("c.19G>T", "p.E7*"), ("c.1A>G", "p.M1?"),
      ("c.4_6del", "p.A3del"), ("c.7_9dup", "p.A3dup"), ("c.13_18del", "p.L5_L6del"),
      ("c.13_15dup", "p.L6dup"), ("c.12_13insCCC", "p.Q4_L5insP"),
      ("c.10_15delinsTGG", "p.Q4_L5delinsW"), ("c.19del", "p.E7Kfs*?"),
      ("c.34T>C", "p.*12Qext*2"), ("c.36A>C", "p.*12Yext*2"), ("c.36A>G", "p.*12="),
      ("c.-2A>G", "p.="),
      ("c.*3G>A", "p.="), ("c.20_21delinsGC", "p.E7G"),
    ])
  func proteins(text: String, wanted: String) throws {
    let name = try #require(NucleotideName(text))
    let found = try #require(try Self.transcript.protein(name))
    let expected = try #require(ProteinName(wanted))
    #expect(found.isSame(as: expected), "\(found.text) is not \(wanted)")
  }

  @Test("Names of DNA and protein are held against each other")
  func verdicts() {
    func verdict(_ text: String) -> NameComparison.Verdict {
      Self.names.check(NamedVariant(text)).verdict
    }
    #expect(verdict("GENE c.14T>G p.(Leu5Trp)") == .consistent)
    #expect(verdict("NM_000001.2(GENE):c.14T>G p.L5R") == .contradiction)
    #expect(verdict("GENE c.14T>G") == .notChecked)
    #expect(verdict("OTHER c.14T>G p.L5R") == .notChecked)
    #expect(verdict("GENE c.14T>G p.Leu") == .malformed)
  }

  @Test("Two names are one variant where the transcript says so, whatever they name")
  func same() {
    func isSame(_ one: String, _ other: String) -> Bool {
      Self.names.isSame(NamedVariant(one), NamedVariant(other))
    }
    #expect(isSame("GENE c.4_6del", "GENE c.7_9del"))
    #expect(isSame("GENE c.14T>G", "GENE p.Leu5Trp"))
    #expect(isSame("NM_000001.1:c.14T>G", "GENE c.14T>G p.L5W"))
    #expect(!isSame("GENE c.14T>G", "GENE p.Leu5Arg"))
    #expect(!isSame("GENE c.14T>G", "OTHER c.14T>G"))
    #expect(!isSame("GENE c.14T>G p.L5W", "GENE c.15G>A p.L5W"))
    // Without a transcript c. and p. names are not translated.
    let none = NameComparison()
    #expect(!none.isSame(NamedVariant("GENE c.14T>G"), NamedVariant("GENE p.L5W")))
    #expect(none.isSame(NamedVariant("GENE c.14T>G p.L5W"), NamedVariant("GENE p.(Leu5Trp)")))
    #expect(none.isSame(NamedVariant("X c.5delA"), NamedVariant("X c.5del")))
  }

  @Test("5,000 random edits keep their sequence when they are normalised, named and read again")
  func random() throws {
    var random = SeededGenerator(seed: 52)
    let transcript = Self.transcript
    let bases = transcript.sequence
    for _ in 0..<5_000 {
      let start = Int.random(in: 1..<bases.count - 6, using: &random)
      let lost = Int.random(in: 0...5, using: &random)
      let put = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        "ACGT".utf8.randomElement(using: &random) ?? 0x41
      }
      let edit = SequenceEdit(start, start + lost, put)
      let wanted = edit.applied(to: bases)
      let normalised = edit.normalised(in: bases)
      #expect(normalised.applied(to: bases) == wanted)
      let name = NucleotideName.name(
        of: normalised, in: bases, .coding, position: transcript.position)
      // Behind the last base there is none to name.
      guard normalised.end < bases.count else { continue }
      let read = try #require(NucleotideName(name.text), "\(name.text)")
      let again = try #require(try transcript.edit(read))
      #expect(again.applied(to: bases) == wanted, "\(name.text)")
    }
  }
}
