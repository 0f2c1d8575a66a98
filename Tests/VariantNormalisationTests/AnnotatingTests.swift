import Genomics
import TestSupport
import Testing
import VCF
import VariantNormalisation

private let meta = [
  definition("INFO", "SIG", ".", "String"), definition("INFO", "AF", "A", "Float"),
  definition("INFO", "RC", "R", "Integer"), definition("INFO", "DB", "0", "Flag"),
]

private func known(_ records: String...) -> String { vcf(records, meta: meta) }

private func variants(_ records: String..., more: [String] = []) -> String {
  vcf(records, meta: [definition("INFO", "DP", "1", "Integer")] + more)
}

/// What is copied, to which alleles.
@Suite("Annotating variants")
struct AnnotatingTests {
  @Test("Values go to their alleles by Number, with a point where an allele is not known")
  func alleles() throws {
    let annotating = try Annotating("SIG", "AF", "RC", "DB", "QUAL>Q", "FILTER>F", "ID") {
      $0.mark = "KNOWN"
    }
    let result = try annotating.run(
      variants(
        "chr1\t10\t.\tA\tC\t.\t.\tDP=4", "chr1\t10\tx\tA\tG,T,C\t.\t.\t.",
        "chr1\t20\t.\tA\tC\t.\t.\tDP=5", "chr1\t30\t.\tA\t.\t.\t.\t."),
      knowledge: known(
        "1\t10\trs1;rs2\tA\tT,C\t9\tq1;q2\tSIG=x,y;AF=0.1,0.2;RC=7,8,9;DB",
        "1\t20\t.\tA\tG\t.\t.\tSIG=no"))
    #expect(
      result.said == [
        "rs1;rs2 DP=4;SIG=x,y;AF=0.2;RC=7,9;DB;Q=9;F=q1,q2;KNOWN",
        "rs1;rs2 SIG=x,y;AF=.,0.1,0.2;RC=7,.,8,9;DB;Q=9;F=q1,q2;KNOWN", ". DP=5", ". .",
      ])
    #expect(result.counts.numbers == [4, 2, 5, 3])
    for line in [
      "##INFO=<ID=AF,Number=A,Type=Float,", "##INFO=<ID=Q,Number=1,Type=Float,",
      "##INFO=<ID=KNOWN,Number=0,Type=Flag,", "##INFO=<ID=DB,Number=0,Type=Flag,",
    ] { #expect(result.header.contains(line)) }
  }

  @Test("An indel is the same however it is written: trimmed without a genome, leftmost with one")
  func representations() throws {
    let text = variants(
      "chr1\t5\t.\tCATAT\tCAT\t.\t.\t.", "chr1\t7\t.\tTAT\tT\t.\t.\t.",
      "chr1\t6\t.\tAT\tGT\t.\t.\t.")
    let given = known("chr1\t5\t.\tCAT\tC\t.\t.\tSIG=del", "chr1\t6\t.\ta\tg\t.\t.\tSIG=snv")
    let trimmed = try Annotating("SIG").run(text, knowledge: given)
    #expect(trimmed.said == [". SIG=del", ". .", ". SIG=snv"])
    let leftmost = try Annotating("SIG", fasta: ">chr1\nGGGGCATATGGG\n").run(text, knowledge: given)
    #expect(leftmost.said == [". SIG=del", ". SIG=del", ". SIG=snv"])
  }

  @Test("Which of several statements counts is said by a rule; one rule refuses them")
  func duplicates() throws {
    let text = variants("chr1\t10\t.\tA\tC\t.\t.\t.", "chr1\t11\t.\tA\tC\t.\t.\t.")
    let given = known("chr1\t9\t.\tTA\tTC\t.\t.\tSIG=a", "chr1\t10\t.\tA\tC\t.\t.\tSIG=b")
    for (rule, value) in [(AnnotationRules.Duplicates.first, "a"), (.last, "b")] {
      let result = try Annotating("SIG") { $0.duplicates = rule }.run(text, knowledge: given)
      #expect(result.said == [". SIG=\(value)", ". ."])
    }
    // Of several files the first comes first.
    let files = try Annotating("SIG").run(
      text, knowledge: known("chr1\t10\t.\tA\tC\t.\t.\tSIG=z"), given)
    #expect(files.said[0] == ". SIG=z")
    let failing = try Annotating("SIG") { $0.duplicates = .fail }
    let error = try #require(throws: AnnotationError.self) {
      try failing.run(text, knowledge: given)
    }
    guard case .records(let what) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(what.rule == .duplicate && what.line == 0)
  }

  @Test("Values that stand in a record are replaced, kept, or go where nothing is known")
  func existing() throws {
    let text = variants(
      "chr1\t10\told\tA\tC\t.\t.\tSIG=was;DP=4", "chr1\t11\told\tA\tC\t.\t.\tSIG=was;DP=5",
      "chr1\t12\told\tA\tC\t.\t.\tSIG=.", more: [definition("INFO", "SIG", ".", "String")])
    let given = known(
      "chr1\t10\trs1\tA\tC\t.\t.\tSIG=new", "chr1\t12\trs3\tA\tC\t.\t.\tSIG=new")
    for (rule, said) in [
      (AnnotationRules.Existing.replace, ["rs1 SIG=new;DP=4", "old SIG=was;DP=5", "rs3 SIG=new"]),
      (.keep, ["old SIG=was;DP=4", "old SIG=was;DP=5", "old SIG=new"]),
      (.remove, ["rs1 SIG=new;DP=4", ". DP=5", "rs3 SIG=new"]),
    ] {
      let result = try Annotating("SIG", "ID") { $0.existing = rule }.run(text, knowledge: given)
      #expect(result.said == said)
    }
  }

  @Test("Chromosomes are the same in every spelling; contigs nobody knows are counted")
  func contigs() throws {
    let result = try Annotating("SIG").run(
      variants(
        "chr1\t10\t.\tA\tC\t.\t.\t.", "MT\t10\t.\tA\tC\t.\t.\t.", "un\t10\t.\tA\tC\t.\t.\t.",
        "other\t10\t.\tA\tC\t.\t.\t."),
      knowledge: known(
        "NC_000001.11\t10\t.\tA\tC\t.\t.\tSIG=a", "chrM\t10\t.\tA\tC\t.\t.\tSIG=b",
        "un\t10\t.\tA\tC\t.\t.\tSIG=c"))
    #expect(result.said == [". SIG=a", ". SIG=b", ". SIG=c", ". ."])
    #expect(result.unknownContigs == 1)
  }

  @Test("Structural alleles are those of the same kind with the same end; no allele has no values")
  func symbolic() throws {
    let result = try Annotating("SIG").run(
      variants(
        "chr1\t10\t.\tA\t<DEL>\t.\t.\tEND=50", "chr1\t10\t.\tA\t<DEL>\t.\t.\tEND=60",
        "chr1\t10\t.\tA\t<DUP>\t.\t.\tEND=50", "chr1\t10\t.\tA\tA[chr2:7[\t.\t.\t.",
        "chr1\t10\t.\tA\t*\t.\t.\t.", "chr1\t10\t.\tA\t<NON_REF>\t.\t.\t."),
      knowledge: known(
        "chr1\t10\t.\tA\t<DEL>\t.\t.\tEND=50;SIG=d", "chr1\t10\t.\tA\tA[chr2:7[\t.\t.\tSIG=b",
        "chr1\t10\t.\tA\t*\t.\t.\tSIG=s", "chr1\t10\t.\tA\t<NON_REF>\t.\t.\tSIG=n"))
    #expect(
      result.said == [". END=50;SIG=d", ". END=60", ". END=50", ". SIG=b", ". .", ". ."])
  }

  @Test(
    "Knowledge that is not sorted is refused with the place, also between batches",
    arguments: [
      (["chr1\t20", "chr1\t10"], "chr1:10"), (["chr1\t5", "chr2\t5", "chr1\t9"], "chr1:9"),
    ], [1, 100])
  func unsorted(_ places: ([String], String), batchSize: Int) throws {
    var annotating = try Annotating("SIG")
    annotating.batchSize = batchSize
    let error = try #require(throws: (any Error).self) {
      try annotating.gather(vcf(places.0.map { "\($0)\t.\tA\tC\t.\t.\t." }, meta: meta))
    }
    #expect("\(error)".contains("not sorted") && "\(error)".contains(places.1), "\(error)")
  }

  @Test("A field the knowledge lacks, one for genotypes, and one declared otherwise are refused")
  func declarations() throws {
    let given = vcf(
      ["chr1\t10\t.\tA\tC\t.\t.\t."], meta: meta + [definition("INFO", "PG", "G", "Float")])
    for (field, word) in [("NONE", "AF, DB"), ("PG", "genotype")] {
      let error = try #require(throws: VCFError.self) { try Annotating(field).gather(given) }
      #expect(error.field == "INFO/\(field)" && error.message.contains(word), "\(error)")
    }
    let text = variants(more: [definition("INFO", "AF", "1", "Float")])
    let error = try #require(throws: VCFError.self) {
      try Annotating("AF").run(text, knowledge: given)
    }
    #expect(error.message.contains("Number=A") && error.message.contains("Number=1"), "\(error)")
  }

  @Test("A table's row is about its alleles; separators are encoded, nulls give nothing")
  func table() throws {
    let annotating = try Annotating("note", "n", "flag")
    var rows = KnowledgeRows([.text, .number, .flag], genome: nil, assembly: .grch38)
    let number = FieldNumber.perAlternate
    var file = KnowledgeFile([
      KnowledgeField(target: .info("note"), number: number, type: .string, description: "a\tb"),
      KnowledgeField(target: .info("n"), number: number, type: .float, description: ""),
      KnowledgeField(target: .info("flag"), number: .count(0), type: .flag, description: ""),
    ])
    #expect(
      try rows.add(
        contig: "1", position: 10, reference: "A", alternates: "C,G",
        fields: ["a;b, 50%=c", nil, "true"]))
    #expect(
      try rows.add(
        contig: "1", position: 10, reference: "AT", alternates: "TT",
        fields: [nil, "0.5", "false"]))
    #expect(
      try !rows.add(contig: "1", position: 9, reference: "A", alternates: "C", fields: []))
    let bytes = try file.beginning() + file.add(rows.takeEntries()) + file.ending()
    let store = try KnowledgeStore(path: annotating.folder.write(bytes, to: "t.known"))
    let result = try annotating.run(
      variants("chr1\t10\t.\tA\tG\t.\t.\t.", "chr1\t10\t.\tA\tC,T\t.\t.\t."), [store])
    #expect(
      result.said == [
        ". note=a%3Bb%2C 50%25%3Dc;flag", ". note=a%3Bb%2C 50%25%3Dc,.;n=.,0.5;flag",
      ])
  }
}
