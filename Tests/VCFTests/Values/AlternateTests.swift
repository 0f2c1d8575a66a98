import ByteIO
import Genomics
import TestSupport
import Testing
import VCF

@Suite("Alternate alleles")
struct AlternateTests {
  @Test(
    "An allele is what it is written as",
    arguments: [
      ("ACGTN", Alternate.bases(Array("ACGTN".utf8))), ("acg", .bases(Array("acg".utf8))),
      ("*", .overlappingDeletion), (".", .missing), ("<*>", .unspecified(.star)),
      ("<NON_REF>", .unspecified(.nonReference)), ("<DEL>", .symbolic("DEL")),
      ("<DUP:TANDEM>", .symbolic("DUP:TANDEM")), ("<ctg1>", .symbolic("ctg1")),
    ])
  func kinds(text: String, expected: Alternate) {
    #expect(Alternate(Array(text.utf8)) == expected)
    var bytes: [UInt8] = []
    expected.append(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test(
    "What is no allele is none",
    arguments: [
      "", "<>", "<DEL", "DEL>", "<A<B>>", "A!", "A*", "..", "[1:2[", "A[1:2]", "A[1:2", "A[1[",
      "A[:2[",
      "A[1:x[", "A[1:-2[", "A]1:2]C", ".A.", "[1:2[[1:3[A", "A[1:[",
    ])
  func malformed(text: String) {
    #expect(Alternate(Array(text.utf8)) == nil)
  }

  @Test("Types and subtypes of symbolic alleles")
  func structuralTypes() {
    let repeats = Alternate(Array("<CNV:TR>".utf8))
    #expect(repeats?.structuralType == .copyNumber && repeats?.types == ["CNV", "TR"])
    #expect(Alternate(Array("<INS:ME>".utf8))?.structuralType?.spansReference == false)
    #expect(Alternate(Array("<DEL:ME>".utf8))?.structuralType?.spansReference == true)
    #expect(Alternate(Array("<ctg1>".utf8))?.structuralType == nil)
    #expect(Alternate(Array("<*>".utf8))?.structuralType == nil)
  }

  @Test(
    "Breakends of VCFv4.5 §5.4: bases, side, mate, direction, inserted bases",
    arguments: [
      ("G]17:198982]", "G", "G", true, "17", 198_982, false, true, ""),
      ("]13:123456]T", "T", "T", false, "13", 123_456, false, false, ""),
      ("C[2:321682[", "C", "C", true, "2", 321_682, true, false, ""),
      ("[17:198983[A", "A", "A", false, "17", 198_983, true, true, ""),
      (
        "]13:123456]AGTNNNNNCAT", "T", "AGTNNNNNCAT", false, "13", 123_456, false, false,
        "AGTNNNNNCA"
      ),
      (
        "CAGTNNNNNCA[2:321682[", "C", "CAGTNNNNNCA", true, "2", 321_682, true, false,
        "AGTNNNNNCA"
      ),
      ("C[HLA-A*01:01:01:01:7[", "C", "C", true, "HLA-A*01:01:01:01", 7, true, false, ""),
      ("A]1:0]", "A", "A", true, "1", 0, false, true, ""),
    ]
      as [(String, String, String, Bool, String, Int, Bool, Bool, String)])
  func breakends(
    text: String, reference: String, bases: String, isAfter: Bool, contig: String, position: Int,
    extendsRight: Bool, isReverseComplement: Bool, inserted: String
  ) throws {
    guard case .breakend(let breakend)? = Alternate(Array(text.utf8)) else {
      Issue.record("\(text) is no breakend")
      return
    }
    let mate = try #require(breakend.mate)
    #expect(breakend.bases == Array(bases.utf8) && (breakend.side == .after) == isAfter)
    #expect(mate.contig == contig && mate.position == position && !mate.isInAssembly)
    #expect(mate.extendsRight == extendsRight)
    #expect(breakend.isReverseComplement == isReverseComplement)
    #expect(breakend.insertedBases(reference: Array(reference.utf8)) == Array(inserted.utf8))
    var bytes: [UInt8] = []
    breakend.append(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test("Single breakends, telomeres and contigs of an assembly file")
  func otherBreakends() throws {
    for (text, bases, side) in [
      ("G.", "G", Breakend.Side.after), (".A", "A", .before), ("TCC.", "TCC", .after),
      (".CCCCCCG", "CCCCCCG", .before),
    ] {
      guard case .breakend(let breakend)? = Alternate(Array(text.utf8)) else {
        Issue.record("\(text) is no breakend")
        continue
      }
      #expect(breakend.mate == nil && breakend.isReverseComplement == nil)
      #expect(breakend.bases == Array(bases.utf8) && breakend.side == side)
    }
    guard case .breakend(let telomere)? = Alternate(Array(".[13:123457[".utf8)),
      case .breakend(let assembly)? = Alternate(Array("]<ctg1>:329]A".utf8))
    else {
      Issue.record("no breakends")
      return
    }
    #expect(telomere.bases.isEmpty && telomere.side == .after && telomere.mate?.contig == "13")
    #expect(assembly.mate?.isInAssembly == true && assembly.mate?.contig == "ctg1")
    #expect(assembly.insertedBases(reference: Array("C".utf8)) == nil)
    var bytes: [UInt8] = []
    telomere.append(to: &bytes)
    assembly.append(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == ".[13:123457[]<ctg1>:329]A")
  }

  @Test("Random alleles give their text back, and agree with the type of the variant")
  func random() {
    var generator = SeededGenerator(seed: 20)
    let letters = Array("ACGT.*<>[]:1DEL".utf8)
    var known = 0
    for _ in 0..<50_000 {
      let text = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
        letters.randomElement(using: &generator) ?? 0
      }
      guard let allele = Alternate(text) else { continue }
      known += 1
      var bytes: [UInt8] = []
      allele.append(to: &bytes)
      if case .breakend = allele {
        // Positions may have zeros in front.
      } else {
        #expect(bytes == text)
      }
      let whole = [UInt8(ascii: "N")] + text
      let type = VariantType.classify(whole.span, reference: 0..<1, alternate: 1..<whole.count)
      switch allele {
      case .breakend: #expect(type == .breakend)
      case .symbolic: #expect(type == .symbolic)
      case .missing, .unspecified: #expect(type == .reference)
      case .overlappingDeletion: #expect(type == .overlappingDeletion)
      case .bases: #expect(type == .snv || type == .complex || type == .insertion)
      }
    }
    #expect(known > 1_000)
  }
}
