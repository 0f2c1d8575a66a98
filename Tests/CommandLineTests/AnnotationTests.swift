import Foundation
import TestSupport
import Testing

/// Knowledge that comes in as a stream or as a table, and lifted files, through the door that a user takes.
struct AnnotationTests {
  private static let header = """
    ##fileformat=VCFv4.2
    ##contig=<ID=chr1,length=248956422>
    ##INFO=<ID=SIG,Number=.,Type=String,Description="Significance">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n
    """

  /// A header that declares no INFO field.
  private static let plain = header.replacing(#/##INFO.*\n/#, with: "")

  private func folder(
    knowledge: String, _ stage: String, from: String = "known", with: String = "\"fields\": \"SIG\""
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.plain + "chr1\t10\t.\tA\tC\t.\t.\t.\nchr1\t20\t.\tA\tC\t.\t.\t.\n", to: "in.vcf")
    try folder.write(knowledge, to: "known.txt")
    try folder.write(
      """
      { "pipeline": "annotate", "stages": {
          "known": { \(stage) },
          "all": { "use": "vcf.read", "with": { "files": "in.vcf", "build": "GRCh38" } },
          "annotated": { "use": "variants.annotate",
            "from": { "variants": "all", "knowledge": "\(from)" }, "with": { \(with) } },
          "file": { "use": "vcf.write", "from": "annotated", "with": { "compression": "none" } } },
        "publish": { "out.vcf": { "from": "file", "privacy": "identifiable" },
          "report.csv": "annotated.report" } }
      """, to: "annotate.json")
    return folder
  }

  private static let vcf =
    "\"use\": \"vcf.read\", \"with\": { \"files\": \"known.txt\", \"build\": \"GRCh38\" }"
  private static let table = """
    "use": "table.read", "with": { "files": "known.txt", "privacy": "released", "columns": {
      "chrom": { "type": "string" }, "pos": { "type": "integer" }, "ref": { "type": "string" },
      "alt": { "type": "string" }, "SIG": { "type": "string" } } }
    """

  @Test(
    "A VCF file and a table of the same knowledge annotate alike; what was gathered is kept",
    arguments: [true, false])
  func twoForms(isTable: Bool) throws {
    let given =
      isTable
      ? "chrom,pos,ref,alt,SIG\n1,10,A,C,benign\n1,20,A,G,other\n"
      : Self.header + "1\t10\t.\tA\tC\t.\t.\tSIG=benign\n1\t20\t.\tA\tG\t.\t.\tSIG=other\n"
    let folder = try folder(knowledge: given, isTable ? Self.table : Self.vcf)
    let result = try Program.run("run", "annotate.json", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let lines = try folder.read("results/latest/out.vcf").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    #expect(
      lines == ["chr1\t10\t.\tA\tC\t.\t.\tSIG=benign", "chr1\t20\t.\tA\tC\t.\t.\t."])
    #expect(
      try folder.read("results/latest/report.csv") == "total,annotated,alleles,known\n2,1,2,1\n")
    // Other variants are annotated with what was gathered before; other knowledge is gathered anew.
    try folder.write(Self.plain + "chr1\t10\t.\tA\tC\t.\t.\t.\n", to: "in.vcf")
    let plan = try Program.run("plan", "annotate.json", in: folder.path).output
    let task = plan.split(separator: "\n").first { $0.contains("annotated.knowledge") }
    #expect(task?.contains("reuse") == true, "\(plan)")
  }

  @Test("Knowledge that is not sorted fails the run, with its file and place")
  func unsorted() throws {
    for (given, stage, word) in [
      (
        Self.header + "1\t30\t.\tA\tC\t.\t.\tSIG=a\n1\t10\t.\tA\tC\t.\t.\tSIG=b\n", Self.vcf,
        "known.txt:6:POS"
      ),
      ("chrom,pos,ref,alt,SIG\n1,30,A,C,x\n1,10,A,C,y\n", Self.table, "row 2"),
    ] {
      let folder = try folder(knowledge: given, stage)
      let result = try Program.run("run", "annotate.json", in: folder.path)
      #expect(result.exitCode == 1)
      #expect(
        result.errors.contains("not sorted") && result.errors.contains(word)
          && result.errors.contains("bcftools sort"), "\(result.errors)")
    }
  }

  @Test("What cannot be right is said before anything runs, once, in the words of the definition")
  func refusals() throws {
    let other = Self.vcf.replacing("GRCh38", with: "GRCh37")
    let fhir = "\"use\": \"fhir.read\", \"with\": { \"files\": \"known.txt\" }"
    let cases: [(stage: String, with: String, word: String)] = [
      (other, "\"fields\": \"SIG\"", "has knowledge of GRCh37"),
      (fhir, "\"fields\": \"SIG\"", "takes variants or table, but known.resources gives resources"),
      (
        Self.table, "\"fields\": \"SIGN\"", "which known.table does not have; did you mean \"SIG\"?"
      ),
      (Self.vcf, "\"fields\": { \"SIG\": \"5\" }", "is no INFO key"),
      (Self.vcf, "\"fields\": { \"SIG\": \"A\", \"AF\": \"A\" }", "two fields to \"A\""),
      (Self.vcf, "\"existing\": \"keep\"", "nothing would be copied"),
      (Self.vcf, "\"fields\": 5", "\"fields\" of stage \"annotated\""),
    ]
    for (stage, with, word) in cases {
      let folder = try folder(knowledge: Self.header, stage, with: with)
      let result = try Program.run("validate", "annotate.json", in: folder.path)
      #expect(result.exitCode == 2)
      #expect(
        result.errors.contains(word) && result.errors.contains("1 error;"),
        "\(word): \(result.errors)")
    }
  }
}
