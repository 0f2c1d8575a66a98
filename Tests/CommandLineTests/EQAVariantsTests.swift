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
    return try CSVRows.read(folder.path + "/out/latest/comparison.csv")
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

  private static let header = """
    ##fileformat=VCFv4.3
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1

    """

  private static func vcf(_ records: [String]) -> String {
    header
      + records.map {
        let cells = $0.split(separator: " ")
        return "chr1\t\(cells[0])\t.\t\(cells[1])\t\(cells[2])\t.\t.\t.\tGT\t\(cells[3])\n"
      }.joined()
  }

  @Test(
    "vcfeval's tricky records match with their genotypes, and with alleles as far as documented",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func tricky() throws {
    let folder = try TemporaryFolder()
    let stem = SharedData.file("eqa/vcfeval/vcfeval_small_tricky/vcfeval_small_tricky_in_")
    let genome = try folder.write(
      try String(contentsOfFile: stem + "template.fa", encoding: .utf8), to: "tricky.fa")
    func decisions(_ level: String) throws -> [String] {
      try Self.compare(
        folder, truth: stem + "baseline.vcf", submissions: stem + "calls.vcf", reference: genome,
        settings: ", \"match\": \"\(level)\""
      ).map { ($0["side"] ?? "") + " " + ($0["decision"] ?? "") }
    }
    let genotypes = try decisions("genotype")
    #expect(genotypes.count { $0 == "truth TP" } == 5)
    #expect(genotypes.count { $0 == "query TP" } == 3)
    #expect(genotypes.count == 8)
    let alleles = try decisions("allele")
    #expect(alleles.count { $0 == "truth TP" } == 4)
    #expect(alleles.count { $0 == "truth FN" } == 3)
    #expect(alleles.count { $0 == "query FP" } == 1)
  }

  @Test(
    "vcfeval's records under spanning deletions are judged as it judges them, record by record",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"),
    arguments: ["updel", "updel2", "updel3", "updel4", "updel5"])
  func spanningDeletions(name: String) throws {
    let folder = try TemporaryFolder()
    let stem = SharedData.file("eqa/vcfeval/vcfeval_small_updel/\(name)_")
    let genome = try folder.write(
      try String(contentsOfFile: stem + "in_template.fa", encoding: .utf8), to: "genome.fa")
    let rows = try Self.compare(
      folder, truth: stem + "in_baseline.vcf", submissions: stem + "in_calls.vcf",
      reference: genome, settings: #", "match": "genotype""#)
    for (side, file, tag) in [
      ("truth", "out_baseline.vcf", "BASE="), ("query", "out_calls.vcf", "CALL="),
    ] {
      let wanted = try String(contentsOfFile: stem + file, encoding: .utf8).split(separator: "\n")
        .filter { !$0.hasPrefix("#") }
        .compactMap { line in
          line.firstRange(of: tag).map { String(line[$0.upperBound...].prefix(2)) }
        }
      let found = rows.filter { $0["side"] == side || $0["side"] == "both" }
      #expect(!wanted.isEmpty && found.compactMap { $0["decision"] }.sorted() == wanted.sorted())
    }
  }

  @Test("Another genotype is said to be one, in the table and in the annotated VCF")
  func genotypes() throws {
    let folder = try TemporaryFolder()
    try folder.write(">chr1\nACGTACGTTGCATTAACCGG\n", to: "genome.fa")
    try folder.write(Self.vcf(["2 C T 0/1", "5 A G 1/1", "9 T A 0/1"]), to: "truth.vcf")
    try folder.write(Self.vcf(["2 C T 1|0", "5 A G 0/1", "12 A C 0/1"]), to: "calls/LAB.vcf")
    try folder.write(
      """
      { "pipeline": "compare", "stages": {
        "truth": { "use": "vcf.read", "with": { "files": "truth.vcf", "build": "GRCh38" } },
        "calls": { "use": "vcf.read", "with": { "files": "calls/*.vcf", "build": "GRCh38" } },
        "compared": {
          "use": "eqa.variants", "from": { "truth": "truth", "submissions": "calls" },
          "with": { "reference": "genome.fa", "match": "genotype" } } },
        "publish": { "annotated.vcf": { "from": "compared.annotated", "privacy": "identifiable" } } }
      """, to: "compare.json")
    let run = try Program.run("run", "compare.json", "--out", "out", in: folder.path)
    #expect(run.exitCode == 0, "\(run.errors)")
    let lines = try folder.read("out/latest/annotated.vcf").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map {
        $0.split(separator: "\t").suffix(2).joined(separator: " ")
      }
    #expect(
      lines == [
        "0/1:TP:gm:SNP:het:. 1|0:TP:gm:SNP:het:.",
        "1/1:FN:am:SNP:homalt:. .:.:.:NOCALL:nocall:.",
        ".:.:.:NOCALL:nocall:. 0/1:FP:am:SNP:het:.",
        "0/1:FN:lm:SNP:het:. .:.:.:NOCALL:nocall:.",
        ".:.:.:NOCALL:nocall:. 0/1:FP:lm:SNP:het:.",
      ])
  }

  @Test(
    "Rows of a table are compared by position, by names of the genome, of transcripts, of proteins")
  func rows() throws {
    let folder = try TemporaryFolder()
    // On the other strand: ATG GCA TTG TAA from 24 down to 13.
    try folder.write(">chr7\nGGGGCCCCAACCTTACAATGCCATGGTTCCAA\n", to: "genome.fa")
    try folder.write(
      Self.vcf(["18 A C 0/1"]).replacingOccurrences(of: "chr1", with: "chr7"), to: "truth.vcf")
    try folder.write(
      """
      transcript,gene,chrom,strand,exons,cds_start,cds_end
      NM_1.1,GENE,chr7,-,13-28,5,16

      """, to: "transcripts.csv")
    let names = [
      "A": "chr7,18,A,C,", "B": ",,,,chr7:g.18A>C", "C": ",,,,NM_1.1:c.7T>G",
      "D": ",,,,GENE c.7T>G p.(Leu3Val)", "E": ",,,,GENE p.L3V", "F": ",,,,OTHER p.L3V",
      "G": ",,,,GENE p.L3S", "H": ",,,,wild type", "I": ",,,,GENE c.7A>G",
      "J": ",,,,GENE p.L3F",
    ]
    let rows = names.sorted { $0.key < $1.key }.map { "\($0.key),S1,\($0.value)" }
    try folder.write(
      (["laboratory,sample,chrom,pos,ref,alt,hgvs"] + rows).joined(separator: "\n") + "\n",
      to: "rows.csv")
    func columns(_ names: [String]) -> String {
      names.map { "\"\($0)\": { \"type\": \"string\" }" }.joined(separator: ", ")
    }
    let wanted = columns(["laboratory", "sample", "chrom", "pos", "ref", "alt", "hgvs"])
    let given = columns(
      ["transcript", "gene", "chrom", "strand", "exons", "cds_start", "cds_end"])
    try folder.write(
      """
      { "pipeline": "compare", "stages": {
        "truth": { "use": "vcf.read", "with": { "files": "truth.vcf", "build": "GRCh38" } },
        "rows": { "use": "table.read", "with": { "files": "rows.csv", "columns": { \(wanted) } } },
        "transcripts": { "use": "table.read", "with": { "files": "transcripts.csv", "columns": { \(given) } } },
        "compared": {
          "use": "eqa.variants",
          "from": { "truth": "truth", "rows": "rows", "transcripts": "transcripts" },
          "with": { "reference": "genome.fa" } } },
        "publish": {
          "comparison.csv": { "from": "compared.comparison", "privacy": "identifiable" },
          "notes.csv": { "from": "compared.notes", "privacy": "identifiable" } } }
      """, to: "compare.json")
    let run = try Program.run("run", "compare.json", "--out", "out", in: folder.path)
    #expect(run.exitCode == 0, "\(run.errors)")
    let found = try folder.read("out/latest/comparison.csv").split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    for laboratory in ["A", "B", "C", "D", "E"] {
      #expect(
        found.filter { $0[0] == laboratory }.map { $0[7] } == ["TP"], "\(laboratory)")
    }
    #expect(found.filter { $0[0] == "H" }.map { $0[7] } == ["FN"])
    let notes = try folder.read("out/latest/notes.csv")
    for (laboratory, rule) in [
      ("E", "protein-name"), ("F", "no-transcript"), ("I", "other-bases"), ("J", "several-changes"),
    ] {
      #expect(notes.contains("\n\(laboratory),S1,") && notes.contains(rule), "\(rule)")
    }
    // Another change of the protein, made by one base, is another variant.
    #expect(found.filter { $0[0] == "G" }.map { $0[7] }.sorted() == ["FN", "FP"])
  }
}
