import Testing
import VCF

@Suite("Strict rules of the header")
struct StrictHeaderTests {
  private func check(_ version: String, _ meta: [String]) throws -> [VCFError] {
    try strictViolations(version, meta: meta, [])
  }

  @Test(
    "A meta line that the specification forbids is refused with its line",
    arguments: [
      ("4.3", "##INFO=<ID=X,Number=1,Type=Float>", "INFO"),
      ("4.3", "##INFO=<ID=1X,Number=1,Type=Float,Description=\"\">", "INFO"),
      ("4.2", "##INFO=<ID=X Y,Number=1,Type=Float,Description=\"\">", "INFO"),
      ("4.3", "##INFO=<ID=X,Number=1,Type=Float,Description=\"\",Source=dbsnp>", "INFO"),
      ("4.3", "##INFO=<ID=X,Number=P,Type=Float,Description=\"\">", "INFO"),
      ("4.3", "##FORMAT=<ID=X,Number=P,Type=Float,Description=\"\">", "FORMAT"),
      ("4.4", "##FORMAT=<ID=X,Number=LA,Type=Float,Description=\"\">", "FORMAT"),
      ("4.4", "##INFO=<ID=X,Number=P,Type=Float,Description=\"\">", "INFO"),
      ("4.1", "##FORMAT=<ID=X,Number=R,Type=Float,Description=\"\">", "FORMAT"),
      ("4.3", "##FORMAT=<ID=X,Number=0,Type=Flag,Description=\"\">", "FORMAT"),
      ("4.3", "##FORMAT=<ID=X,Number=-1,Type=String,Description=\"\">", "FORMAT"),
      ("4.5", "##FORMAT=<ID=LAD,Number=R,Type=Integer,Description=\"\">", "FORMAT/LAD"),
      ("4.5", "##FORMAT=<ID=M5mC,Number=1,Type=Float,Description=\"\">", "FORMAT/M5mC"),
      ("4.4", "##INFO=<ID=SVLEN,Number=1,Type=Integer,Description=\"\">", "INFO/SVLEN"),
      ("4.4", "##FORMAT=<ID=PSL,Number=.,Type=String,Description=\"\">", "FORMAT/PSL"),
      ("4.3", "##FILTER=<ID=0,Description=\"\">", "FILTER"), ("4.3", "##FILTER=<ID=q>", "FILTER"),
      ("4.3", "##FILTER=<ID=q;s,Description=\"\">", "FILTER"),
      ("4.2", "##FILTER=<Description=\"\",ID=q>", "FILTER"),
      ("4.4", "##ALT=<ID=BND,Description=\"\">x", "ALT"),
      ("4.4", "##ALT=<ID=BND:X,Description=\"\">", "ALT"),
      ("4.2", "##ALT=<ID=FOO,Description=\"\">", "ALT"),
      ("4.3", "##contig=<ID=a,length=x>", "contig"), ("4.3", "##contig=<ID=a[b>", "contig"),
      ("4.3", "##contig=<ID=DEL>", "contig"), ("4.5", "##contig=<ID=*x>", "contig"),
      ("4.3", "##contig=<ID=1,length=-5>", "contig"), ("4.3", "##mine=<key=value>", "mine"),
      ("4.3", "##mine=<ID=a,ID=b>", "mine"), ("4.2", "##mine=<ID>", "mine"),
      ("4.3", "##fileformat=VCFv4.3", "fileformat"), ("4.3", "##x=", "x"),
      ("4.3", "##assembly=file.fa", "assembly"),
      ("4.3", "##pedigreeDB=<http://1:2/x>", "pedigreeDB"),
      ("4.3", "##PEDIGREE=<ID=a>", "PEDIGREE"), ("4.3", "##PEDIGREE=<ID=a,Uncle=b>", "PEDIGREE"),
      ("4.3", "##META=<ID=a,Number=.,Type=String,Values=b>", "META"),
      ("4.3", "##source=a\u{1}b", "source"),
    ])
  func refused(version: String, line: String, field: String) throws {
    let violations = try check(version, ["##source=a", line])
    #expect(violations.count == 1, "\(violations)")
    #expect(violations.first?.field == field && violations.first?.line == 3)
  }

  @Test(
    "A meta line that the specification allows is accepted",
    arguments: [
      ("4.4", "##INFO=<Description=\"a, \\\"b\\\"\",Type=Float,Number=1,ID=X>"),
      ("4.4", "##FORMAT=<ID=X,Number=P,Type=Float,Description=\"\">"),
      ("4.5", "##FORMAT=<ID=X,Number=LG,Type=Float,Description=\"\">"),
      ("4.5", "##FORMAT=<ID=M5mC,Number=M,Type=Float,Description=\"\">"),
      (
        "4.5",
        "##FORMAT=<ID=LPL,Number=LG,Type=Integer,Description=\"\",Source=\"x\",Version=\"1\">"
      ),
      ("4.2", "##ALT=<ID=NON_REF,Description=\"\">"), ("4.2", "##ALT=<ID=R,Description=\"\">"),
      ("4.3", "##ALT=<ID=BND:X,Description=\"\">"), ("4.4", "##ALT=<ID=CNV:TR,Description=\"\">"),
      ("4.4", "##contig=<ID=HLA-A*01:01,length=5,md5=aa,species=\"a, b\">"),
      ("4.3", "##META=<ID=Assay,Type=String,Number=.,Values=[WholeGenome, Exome]>"),
      ("4.3", "##assembly=https://user@host.example:8080/a?b#c"),
      ("4.3", "##assembly=file:///a/b.fa"),
      ("4.3", "##pedigreeDB=<http://host/x>"), ("4.3", "##PEDIGREE=<ID=a,Mother=b,Father=c>"),
      ("4.4", "##PEDIGREE=<ID=a+1,Uncle=b>"), ("4.2", "##PEDIGREE=<Name_0=a,Name_1=b>"),
      ("4.2", "##command=<\"any, thing\">"), ("4.3", "##command=bcftools view -i 'AF<0.1'"),
      ("4.2", "##INFO=<ID=MQ,Number=1,Type=Integer,Description=\"\">"),
    ])
  func accepted(version: String, line: String) throws {
    #expect(try check(version, [line]).isEmpty)
  }

  @Test("An ID stands once for each kind of line from VCFv4.3 on")
  func duplicateIDs() throws {
    let lines = [
      "##FILTER=<ID=a,Description=\"\">", "##INFO=<ID=a,Number=1,Type=Float,Description=\"\">",
      "##FILTER=<ID=a,Description=\"\">", "##mine=<ID=a>", "##mine=<ID=a>",
    ]
    #expect(try check("4.3", lines).map(\.line) == [4, 6])
    #expect(try check("4.2", lines).isEmpty)
  }

  @Test("Duplicate samples are a rule of their own, and their names are not repeated")
  func duplicateSamples() throws {
    let violations = try strictViolations("4.3", samples: ["secret", "b", "secret"], [])
    #expect(violations.map(\.rule) == [.duplicateSample] && violations[0].line == 2)
    #expect(violations[0].message.contains("10 and 12"))
    #expect(!violations[0].description.contains("secret"))
  }
}
