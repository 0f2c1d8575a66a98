import Testing
import VCF

@Suite("Strict rules of INFO")
struct StrictInfoTests {
  private static let meta = [
    "##INFO=<ID=I1,Number=1,Type=Integer,Description=\"\">",
    "##INFO=<ID=I2,Number=2,Type=Integer,Description=\"\">",
    "##INFO=<ID=IA,Number=A,Type=Integer,Description=\"\">",
    "##INFO=<ID=FR,Number=R,Type=Float,Description=\"\">",
    "##INFO=<ID=FG,Number=G,Type=Float,Description=\"\">",
    "##INFO=<ID=C1,Number=1,Type=Character,Description=\"\">",
    "##INFO=<ID=S1,Number=1,Type=String,Description=\"\">",
    "##INFO=<ID=SN,Number=.,Type=String,Description=\"\">",
    "##INFO=<ID=FLAG,Number=0,Type=Flag,Description=\"\">",
    "##INFO=<ID=a_key_longer_than_eight,Number=1,Type=Integer,Description=\"\">",
  ]

  @Test(
    "A field that breaks its definition is refused by rule and key",
    arguments: [
      ("I1=1,2", "number INFO/I1"), ("I1", "number INFO/I1"), ("I1=", "info INFO/I1"),
      ("I2=1", "number INFO/I2"), ("I2=1,", "info INFO/I2"), ("IA=1,2", "number INFO/IA"),
      ("FR=1", "number INFO/FR"), ("I1=1.0", "type INFO/I1"), ("I1=x", "type INFO/I1"),
      ("I1=2147483648", "type INFO/I1"), ("I1=-2147483641", "type INFO/I1"),
      ("I1=99999999999999999999", "type INFO/I1"), ("I1=-", "type INFO/I1"),
      ("FR=1,x", "type INFO/FR"), ("FR=1,2.", "type INFO/FR"), ("FR=1,1e5e", "type INFO/FR"),
      ("C1=ab", "type INFO/C1"), ("FLAG=2", "number INFO/FLAG"), ("FLAG=yes", "number INFO/FLAG"),
      ("a_key_longer_than_eight=x", "type INFO/a_key_longer_than_eight"),
      ("I1=1;I1=2", "info INFO"), ("x=1;y=2;x=3", "info INFO"), (";I1=1", "info INFO"),
      ("I1=1;", "info INFO"), ("", "info INFO"), ("1x=1", "info INFO"), ("a-b=1", "info INFO"),
      ("x=", "info INFO"), ("AC=-1", "info INFO/AC"), ("AF=1.5", "info INFO/AF"),
      ("AF=2e0", "info INFO/AF"), ("CIGAR=3", "info INFO/CIGAR"), ("AN=1.5", "type INFO/AN"),
      ("DB=5", "number INFO/DB"), ("SVTYPE=TRA", "info INFO/SVTYPE"), ("END=99", "info INFO/END"),
      ("SVLEN=3", "info INFO/SVLEN"), ("CIPOS=1", "number INFO/CIPOS"),
    ])
  func refused(info: String, expected: String) throws {
    let violations = try strictViolations("4.3", meta: Self.meta, [record(info: info)])
    #expect(summary(violations) == [expected])
  }

  @Test(
    "A field that keeps its definition is accepted",
    arguments: [
      "I1=1", "I1=+5", "I1=.", "I2=.", "I2=.,.", "IA=7", "FR=1,2e-3", "FR=NaN,-INF", "FG=1,2",
      "I1=-2147483640", "I1=2147483647", "C1=x", "C1=%3B", "C1=ö", "S1=a b", "S1=\"a,b\"",
      "SN=a,b,c",
      "FLAG", "FLAG=1", "a_key_longer_than_eight=5", "unknown", "unknown=a,b=c", "_x.y=1", "1000G",
      "AF=1.0", "AF=0", "AF=.5", "AF=1e-300", "CIGAR=1M2D", "CIGAR=.", "SVTYPE=DUP:TANDEM",
      "END=100",
      "SVLEN=0", "SB=0.15",
    ])
  func accepted(info: String) throws {
    #expect(summary(try strictViolations("4.3", meta: Self.meta, [record(info: info)])) == [])
  }

  @Test("Up to VCFv4.2 whitespace is refused and keys may repeat")
  func before43() throws {
    #expect(try strictViolations("4.2", [record(info: "S=a b")]).map(\.rule) == [.info])
    #expect(try strictViolations("4.2", [record(info: "a-b=1;x=1;x=2")]).isEmpty)
    #expect(try strictViolations("4.2", [record(info: "AN=-2147483648")]).map(\.rule) == [.info])
  }

  @Test("Without an alternate allele, one value for it may stand or be left out")
  func noAlternate() throws {
    let lines = ["AC=1", "AC=.", "FR=1", "FR=1,2"].enumerated().map {
      record(pos: 100 + $0.offset, alt: ".", info: $0.element)
    }
    #expect(try strictViolations("4.3", meta: Self.meta, lines).isEmpty)
    let wrong = try strictViolations("4.3", meta: Self.meta, [record(alt: ".", info: "FR=1,2,3")])
    #expect(summary(wrong) == ["number INFO/FR"])
  }

  @Test("Lengths of structural variants have the sign of their type up to VCFv4.3")
  func signedLengths() throws {
    let lines = [
      record(pos: 1, alt: "<DEL>", info: "SVLEN=5"), record(pos: 2, alt: "<INS>", info: "SVLEN=-5"),
      record(pos: 3, alt: "<DUP:TANDEM>", info: "SVLEN=-5"),
      record(pos: 4, alt: "CAT,<DEL>", info: "SVLEN=2,-7"),
      record(pos: 5, alt: "CAT,<DEL>", info: "SVLEN=3,-7"),
      record(pos: 6, alt: "<DEL>", info: "SVLEN=1,2"),
    ]
    #expect(try strictViolations("4.3", lines).map(\.line) == [3, 4, 5, 7])
  }
}
