import Testing
import VCF

@Suite("Strict rules of the fixed columns")
struct StrictColumnTests {
  @Test(
    "A column that the specification forbids is refused by rule and field",
    arguments: [
      ("4.3", record(chrom: "chr:1"), "chrom CHROM"),
      ("4.3", record(chrom: "*1"), "chrom CHROM"),
      ("4.4", record(chrom: "=1"), "chrom CHROM"),
      ("4.5", record(chrom: "a{b"), "chrom CHROM"),
      ("4.2", record(chrom: "<1"), "chrom CHROM"),
      ("4.3", record(id: "rs1;rs1"), "id ID"),
      ("4.2", record(id: ""), "id ID"),
      ("4.2", record(id: "a b"), "id ID"),
      ("4.2", record(ref: "R"), "ref REF"),
      ("4.2", record(alt: "C"), "alt ALT"),
      ("4.2", record(alt: "c"), "alt ALT"),
      ("4.2", record(alt: "T,t"), "alt ALT"),
      ("4.2", record(alt: "T,."), "alt ALT"),
      ("4.2", record(alt: "R"), "alt ALT"),
      ("4.2", record(alt: "<>"), "alt ALT"),
      ("4.2", record(alt: "<DEL"), "alt ALT"),
      ("4.3", record(alt: "<A B>"), "alt ALT"),
      ("4.3", record(alt: "<FOO:BAR>"), "alt ALT"),
      ("4.4", record(alt: "<BND:X>"), "alt ALT"),
      ("4.3", record(alt: "[1:5["), "alt ALT"),
      ("4.3", record(alt: "C[1:5]"), "alt ALT"),
      ("4.3", record(alt: "C[1:5[T"), "alt ALT"),
      ("4.3", record(alt: "C[1:x["), "alt ALT"),
      ("4.3", record(alt: "C[5["), "alt ALT"),
      ("4.3", record(alt: "C..T"), "alt ALT"),
      ("4.2", record(qual: "-1"), "qual QUAL"),
      ("4.3", record(qual: "5."), "qual QUAL"),
      ("4.3", record(qual: "1e"), "qual QUAL"),
      ("4.3", record(qual: "-inf"), "qual QUAL"),
      ("4.2", record(filter: "0"), "filter FILTER"),
      ("4.2", record(filter: "q10;."), "filter FILTER"),
      ("4.2", record(filter: ""), "filter FILTER"),
      ("4.3", record(filter: "q10;s50;q10"), "filter FILTER"),
      ("4.3", record(id: "a\u{7}"), "encoding"),
      ("4.4", record(info: "X=a\rb"), "encoding"),
    ])
  func refused(version: String, line: String, expected: String) throws {
    #expect(summary(try strictViolations(version, [line])) == [expected])
  }

  @Test(
    "What the specification allows is accepted",
    arguments: [
      ("4.2", record(chrom: "1.*")), ("4.4", record(chrom: "HLA-A*01:01:01:01")),
      ("4.5", record(chrom: "<ctg_1>")), ("4.2", record(id: "rs1;rs1")),
      ("4.2", record(filter: "q10;q10")), ("4.3", record(alt: "<NON_REF>")),
      ("4.5", record(alt: "*,<*>")), ("4.1", record(alt: "<BND:X>")),
      ("4.3", record(alt: "]<ctg>:7]T")), ("4.4", record(alt: "C[a:b:7[")),
      ("4.3", record(ref: "acgtn", alt: "AcgTT")), ("4.3", record(alt: ".T,C.")),
      ("4.2", record(qual: "5.")), ("4.3", record(qual: "+1.5E-3")),
      ("4.3", record(qual: "-0")), ("4.3", record(qual: "-NaN")), ("4.3", record(qual: "Infinity")),
      ("4.3", record(id: "größe")), ("4.2", record(id: "a\u{7}")),
      ("4.3", record(pos: 0)), ("4.3", record(filter: "q10;PASS")),
    ])
  func accepted(version: String, line: String) throws {
    #expect(summary(try strictViolations(version, [line])) == [])
  }

  @Test("Text that is not UTF-8 is refused from VCFv4.3 on")
  func notUTF8() throws {
    for (version, expected) in [("4.2", []), ("4.3", ["encoding"])] {
      for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] {
        var text = Array("##fileformat=VCFv\(version)\n#".utf8)
        text += Array((VCFHeader.fixedColumns.joined(separator: "\t") + "\n1\t5\tx").utf8)
        text += bytes + Array("\tC\tT\t.\t.\t.\n".utf8)
        let file = try ScratchFile(text)
        #expect(summary(StrictReader.violations(in: file.path)) == expected)
      }
    }
  }

  @Test("Contigs are held to their lines where the header has any")
  func contigs() throws {
    let meta = ["##contig=<ID=1,length=1000>", "##contig=<ID=2>"]
    let violations = try strictViolations(
      "4.3", meta: meta,
      [
        record(pos: 1000), record(pos: 1001), record(pos: 1002), record(chrom: "2", pos: 5_000_000),
        record(chrom: "3"), record(chrom: "<9>"),
      ])
    #expect(summary(violations) == ["past-contig-end POS", "unknown-contig CHROM"])
    #expect(violations.map(\.line) == [7, 9])
    #expect(try strictViolations("4.3", [record(chrom: "3")]).isEmpty)
  }

  @Test("A missing last line break is refused where the version asks for one")
  func lastLine() throws {
    for (version, expected) in [
      ("4.2", []), ("4.3", ["newline"]), ("4.4", ["newline"]), ("4.5", []),
    ] {
      let text = "##fileformat=VCFv\(version)\n#" + VCFHeader.fixedColumns.joined(separator: "\t")
      for end in ["", "\r"] {
        let file = try ScratchFile(text + "\n" + record() + end)
        #expect(summary(StrictReader.violations(in: file.path)) == expected)
      }
      let header = try ScratchFile(text)
      #expect(StrictReader.violations(in: header.path).count == expected.count)
    }
  }

  @Test("Windows line ends are accepted in header and records")
  func carriageReturns() throws {
    let text = "##fileformat=VCFv4.3\n#" + VCFHeader.fixedColumns.joined(separator: "\t") + "\n"
    let file = try ScratchFile((text + record() + "\n").replacing("\n", with: "\r\n"))
    #expect(StrictReader.violations(in: file.path).isEmpty)
  }

  @Test("Refused records stand among the rejected lines of a batch, the others stay")
  func applied() throws {
    let lines = [record(), record(pos: 101, id: "a b"), "", record(pos: 99), record(pos: 102)]
    let batch = try batch(lines.joined(separator: "\n") + "\n")
    var order = RecordOrder(strictFor: batch.header)
    let strict = StrictRecordRules(header: batch.header)
      .applied(to: batch, misplaced: order.check(batch))
    #expect(strict.records.map(\.position) == [100, 102])
    #expect(strict.rejected.map(\.rule) == [.id, .blank, .order])
    #expect(strict.rejected.map(\.line) == [1, 2, 3] && strict.lineCount == 5)
  }
}
