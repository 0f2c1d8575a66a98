import Foundation
import TestSupport
import Testing

/// `eqa.variants` on files that other programs were tested with.
struct EQAVariantsTests {
  /// Runs a comparison; gives the rows of `comparison` as cells by column.
  private static func compare(
    _ folder: TemporaryFolder, truth: String, submissions: String, reference: String,
    settings: String = ""
  ) throws -> [[String: String]] {
    try folder.write(
      """
      { "pipeline": "compare", "stages": {
        "truth": { "use": "vcf.read", "with": { "files": "\(truth)", "build": "GRCh38" } },
        "calls": { "use": "vcf.read", "with": { "files": "\(submissions)", "build": "GRCh38" } },
        "compared": {
          "use": "eqa.variants", "from": { "truth": "truth", "submissions": "calls" },
          "with": { "reference": "\(reference)"\(settings) } } },
        "publish": { "comparison.csv": { "from": "compared.comparison", "privacy": "identifiable" } } }
      """, to: "compare.json")
    let run = try Program.run("run", "compare.json", "--out", "out", in: folder.path)
    #expect(run.exitCode == 0, "\(run.errors)")
    let lines = try folder.read("out/latest/comparison.csv").split(separator: "\n")
    let header = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first })
    }
  }

  private static func copied(_ name: String, into folder: TemporaryFolder) throws -> String {
    let file = (name as NSString).lastPathComponent
    let text = try String(contentsOfFile: SharedData.file("eqa/happy/" + name), encoding: .utf8)
    return try folder.write(text, to: file)
  }

  @Test(
    "All 13 records of hap.py's left-shifting truth and all 11 of its query are matched",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func leftShifting() throws {
    let folder = try TemporaryFolder()
    let rows = try Self.compare(
      folder, truth: SharedData.file("eqa/happy/leftshifting_example/truth.vcf"),
      submissions: SharedData.file("eqa/happy/leftshifting_example/query.vcf"),
      reference: Self.copied("leftshifting_example/ref.fa", into: folder))
    #expect(rows.allSatisfy { $0["decision"] == "TP" })
    // One record of the truth has two alleles.
    #expect(rows.count { $0["side"] != "query" } == 14)
    #expect(Set(rows.filter { $0["side"] != "query" }.compactMap { $0["pos"] }).count == 13)
    #expect(rows.count { $0["side"] != "truth" } == 11)
  }

  @Test(
    "Regions in which the truth is known give hap.py's counts of false and unknown",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func regions() throws {
    let folder = try TemporaryFolder()
    let bed = SharedData.file("eqa/happy/fp_region_accuracy/fp.bed")
    let rows = try Self.compare(
      folder, truth: SharedData.file("eqa/happy/fp_region_accuracy/truth.vcf"),
      submissions: SharedData.file("eqa/happy/fp_region_accuracy/query.vcf"),
      reference: Self.copied("fp_region_accuracy/test.fa", into: folder),
      settings: ", \"confidentRegions\": \"\(bed)\"")
    func count(_ decision: String, isReplacement: Bool) -> Int {
      rows.count { $0["decision"] == decision && ($0["type"] == "snv") == isReplacement }
    }
    #expect(count("TP", isReplacement: true) == 1)
    #expect(count("FP", isReplacement: true) == 4)
    #expect(count("UNK", isReplacement: true) == 1)
    #expect(count("TP", isReplacement: false) == 3)
    #expect(count("FP", isReplacement: false) == 0)
    #expect(count("UNK", isReplacement: false) == 1)
    #expect(rows.allSatisfy { $0["decision"] != "FN" })
  }

  @Test("Two laboratories that send the same bytes are two; a renamed file is read again")
  func sameBytes() throws {
    let folder = try TemporaryFolder()
    let vcf = """
      ##fileformat=VCFv4.3
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1
      chr1\t2\t.\tC\tT\t.\t.\t.\tGT\t0/1

      """
    try folder.write(">chr1\nACGTACGT\n", to: "genome.fa")
    try folder.write(vcf, to: "truth.vcf")
    try folder.write(vcf, to: "calls/A.vcf")
    try folder.write(vcf, to: "calls/B_S1.vcf")
    func laboratories() throws -> [String?] {
      try Self.compare(
        folder, truth: "truth.vcf", submissions: "calls/*.vcf", reference: "genome.fa"
      ).map { $0["laboratory"] }.sorted { ($0 ?? "") < ($1 ?? "") }
    }
    #expect(try laboratories() == ["A", "B"])
    try FileManager.default.moveItem(
      atPath: folder.path + "/calls/A.vcf", toPath: folder.path + "/calls/C.vcf")
    #expect(try laboratories() == ["B", "C"])
  }

  @Test("Comparing genotypes is refused in words, before anything is read")
  func genotypes() throws {
    let folder = try TemporaryFolder()
    for name in ["truth.vcf", "calls.vcf", "genome.fa"] { try folder.write("", to: name) }
    try folder.write(
      """
      { "pipeline": "compare", "stages": {
        "truth": { "use": "vcf.read", "with": { "files": "truth.vcf", "build": "GRCh38" } },
        "calls": { "use": "vcf.read", "with": { "files": "calls.vcf", "build": "GRCh38" } },
        "compared": {
          "use": "eqa.variants", "from": { "truth": "truth", "submissions": "calls" },
          "with": { "reference": "genome.fa", "match": "genotype" } } },
        "publish": { "c.csv": { "from": "compared.comparison", "privacy": "identifiable" } } }
      """, to: "compare.json")
    let run = try Program.run("validate", "compare.json", in: folder.path)
    #expect(run.exitCode == 2)
    #expect((run.output + run.errors).contains("not built yet"))
  }
}
