import Testing
import VCF

@Suite("Strict rules of structural variants and repeats since VCFv4.4")
struct StructuralVariantTests {
  private func check(_ alt: String, _ info: String, version: String = "4.4") throws -> [String] {
    summary(try strictViolations(version, [record(alt: alt, info: info)]))
  }

  @Test(
    "What a structural variant must state, and may",
    arguments: [
      ("<DEL>", "SVCLAIM=D", "info INFO/SVLEN"), ("<DEL>", "SVLEN=5", "info INFO/SVCLAIM"),
      ("<DUP:TANDEM>", "END=200", "info INFO/SVCLAIM"), ("<INV>", ".", "info INFO/SVLEN"),
      ("<DEL>", "SVLEN=5;SVCLAIM=X", "info INFO/SVCLAIM"),
      ("<DEL>", "SVLEN=5;SVCLAIM=JD", "info INFO/SVCLAIM"),
      ("<CNV>", "SVLEN=5;SVCLAIM=J", "info INFO/SVCLAIM"),
      ("<INV>", "SVLEN=5;SVCLAIM=D", "info INFO/SVCLAIM"),
      ("C[1:5[", "SVCLAIM=D", "info INFO/SVCLAIM"),
      ("<DEL>", "SVLEN=5;SVCLAIM=.", "info INFO/SVCLAIM"),
      ("<CNV>,<CNV>", "SVLEN=5,5;SVCLAIM=D", "number INFO/SVCLAIM"),
      ("<INV>", "SVLEN=5;CIPOS=0", "number INFO/CIPOS"),
      ("<INV>", "SVLEN=5;CIPOS=1,2", "info INFO/CIPOS"),
      ("<INV>", "SVLEN=5;CIEND=-2,-1", "info INFO/CIEND"),
      ("<INV>,<INV>", "SVLEN=5,6;CILEN=1,2", "number INFO/CILEN"),
      ("<INS:ME>", "SVLEN=5;MEINFO=a,1,2", "number INFO/MEINFO"),
      ("<CNV:TR>", "SVLEN=5", "info INFO/RUS"),
      ("<CNV:TR>", "SVLEN=5;RN=1;RUS=CAG,CA", "number INFO/RUS"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG,CA", "number INFO/RUS"),
      ("<CNV:TR>", "SVLEN=5;RUS=C1G", "info INFO/RUS"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;RUL=2", "info INFO/RUL"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;RUC=2;CIRUC=-1", "number INFO/CIRUC"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;CIRUC=-1,1", "info INFO/CIRUC"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;RB=.;CIRB=0,0", "info INFO/CIRB"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;RUC=2;CIRUC=1,2", "info INFO/CIRUC"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;RUC=2.5;RUB=3,3", "info INFO/RUC"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;RUC=2;RUB=3", "number INFO/RUB"),
      ("<CNV:TR>", "SVLEN=5;RUS=CAG;RUB=3", "info INFO/RUB"),
    ])
  func refused(alt: String, info: String, expected: String) throws {
    #expect(try check(alt, info) == [expected])
  }

  @Test(
    "Examples of the specification are accepted",
    arguments: [
      ("<CNV:TR>,<CNV:TR>", "SVLEN=30,30;CN=3,0.9666;RUS=CAG,CAG,CA,CAG;RN=1,3;RB=90,15,2,12"),
      ("<CNV:TR>", "SVLEN=30;RUL=3;RUC=10;RUB=3,3,3,3,3,3,3,3,3,3;CIRUC=-1,.;RB=30;CIRB=-3,3"),
      ("<CNV>,<CNV>", "SVLEN=30,30;CN=1,2"), ("<DEL>,T,<DUP>", "SVLEN=1,.,2;SVCLAIM=D,.,DJ"),
      ("<INS>", "SVLEN=5;SVCLAIM=."), ("C[1:5[", "SVCLAIM=J;EVENT=a"),
      ("<DEL>", "END=150;SVCLAIM=J"),
      ("<INV>", "SVLEN=5;CIPOS=-5,5;CIEND=0,0;CILEN=-1,1"), ("<*>", "END=150"),
      ("<DELTA>", "SVCLAIM=."),
      ("<DEL>", "SVLEN=-5;SVCLAIM=D"), ("T", "SVLEN=.;SVCLAIM=."),
    ])
  func accepted(alt: String, info: String) throws {
    for version in ["4.4", "4.5"] { #expect(try check(alt, info, version: version) == []) }
  }
}
