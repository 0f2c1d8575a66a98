import Nomenclature
import Testing

struct NameTests {
  @Test(
    "Names of DNA are read in every spelling, and written as the nomenclature recommends",
    arguments: [
      ("c.2573T>G", "c.2573T>G"), ("C.2573 t->g", "c.2573T>G"), ("c.(2573T>G)", "c.2573T>G"),
      ("c.2235_2249del15", "c.2235_2249del"), ("c.2235_2249delGGAATTAAGAGAAGC", "c.2235_2249del"),
      ("c.20dupT", "c.20dup"), ("c.76_77insG", "c.76_77insG"), ("c.-14G>C", "c.-14G>C"),
      ("c.88+2T>G", "c.88+2T>G"), ("c.89-1G>T", "c.89-1G>T"), ("c.*46T>A", "c.*46T>A"),
      ("c.112_117delinsTG", "c.112_117delinsTG"), ("c.112_117delAGGTCAinsTG", "c.112_117delinsTG"),
      ("c.35delGinsA", "c.35G>A"), ("c.35_36inv", "c.35_36inv"), ("c.35G>G", "c.35="),
      ("c.35=", "c.35="), ("g.55191822T>G", "g.55191822T>G"), ("n.14G>C", "n.14G>C"),
      ("m.3243A>G", "m.3243A>G"), ("c.*32_*35dup", "c.*32_*35dup"),
      ("c.1521_1523delctt", "c.1521_1523del"), ("c.5697dupu", "c.5697dup"),
    ])
  func nucleotides(text: String, written: String) {
    #expect(NucleotideName(text)?.text == written)
  }

  @Test(
    "What is no name of DNA is none",
    arguments: [
      "c.", "c.T>G", "c.35G>", "c.76insG", "c.0A>G", "c.35_36G>A>T", "p.L858R", "c.35delX",
      "g.12", "c.(35G>A", "",
    ])
  func noNucleotides(text: String) {
    #expect(NucleotideName(text) == nil)
  }

  @Test(
    "Names of proteins are read with one letter or three a residue, in any case, seen or deduced",
    arguments: [
      ("p.Leu858Arg", "p.L858R"), ("p.(Leu858Arg)", "p.L858R"), ("p.l858r", "p.L858R"),
      ("P.LEU858ARG", "p.L858R"), ("p.Glu746_Ala750del", "p.E746_A750del"),
      ("p.E746_A750delELREA", "p.E746_A750del"), ("p.Trp24Ter", "p.W24*"),
      ("p.(W24*)", "p.W24*"), ("p.W24X", "p.W24*"), ("p.Ala3dup", "p.A3dup"),
      ("p.Ala767_Val769dup", "p.A767_V769dup"), ("p.H773_V774insNPH", "p.H773_V774insNPH"),
      ("p.His773_Val774insAsnProHis", "p.H773_V774insNPH"),
      ("p.L747_P753delinsS", "p.L747_P753delinsS"), ("p.L747_P753>S", ""),
      ("p.Arg97ProfsTer23", "p.R97Pfs*23"), ("p.R97Pfs*23", "p.R97Pfs*23"),
      ("p.(Arg97ProfsX23)", "p.R97Pfs*23"), ("p.Arg97fs", "p.R97fs"),
      ("p.Met1ext-5", "p.M1ext-5"), ("p.Ter110GlnextTer17", "p.*110Qext*17"),
      ("p.*110Gext*17", "p.*110Gext*17"), ("p.(Leu858=)", "p.L858="), ("p.L858L", "p.L858="),
      ("p.=", "p.="), ("p.0", "p.0"), ("p.?", "p.?"), ("p.Met1?", "p.M1?"),
      ("p.Gly12delinsAsp", "p.G12D"), ("p.Ile327Argfs*?", "p.I327Rfs"), ("p.858", ""),
      ("p.Leu858", ""), ("p.Zzz858Arg", ""), ("p.LR858", ""),
    ])
  func proteins(text: String, written: String) {
    #expect((ProteinName(text)?.text ?? "") == written)
  }

  @Test("A short name of a new frame is the same as a long one of it, two long ones differ")
  func frames() throws {
    let short = try #require(ProteinName("p.Arg97fs"))
    let long = try #require(ProteinName("p.(Arg97ProfsTer23)"))
    let other = try #require(ProteinName("p.Arg97ProfsTer5"))
    #expect(short.isSame(as: long) && long.isSame(as: short))
    #expect(!long.isSame(as: other))
    #expect(ProteinName("p.Arg98fs")?.isSame(as: short) == false)
    #expect(long.longText == "p.Arg97ProfsTer23")
  }

  @Test(
    "A variant is one however gene, transcript, DNA and protein are put",
    arguments: [
      ("EGFR c.2573T>G p.(Leu858Arg)", "egfr c.2573t>g p.l858r"),
      ("EGFR:c.2573T>G (p.Leu858Arg)", "egfr c.2573t>g p.l858r"),
      ("EGFR c.2573T>G(p.Leu858Arg)", "egfr c.2573t>g p.l858r"),
      ("EGFR c.2573T>G, p.L858R", "egfr c.2573t>g p.l858r"),
      ("egfr  p. L858R", "egfr p.l858r"),
      ("NM_005228.5(EGFR):c.2573T>G", "egfr nm_005228.5:c.2573t>g"),
      ("EGFR exon 19 deletion", "egfr exon 19 deletion"),
    ])
  func variants(text: String, spelling: String) {
    let variant = NamedVariant(text)
    #expect(variant.spelling == spelling)
    #expect(!variant.isMalformed)
    #expect(NamedVariant(spelling).spelling == spelling)
  }

  @Test("A word that begins like a name and is none makes the variant malformed")
  func malformed() {
    #expect(NamedVariant("EGFR p.858").isMalformed)
    #expect(NamedVariant("KRAS c.35GA").isMalformed)
  }
}
