import Foundation
import Genomics
import PolygenicScore
import TestSupport
import Testing

struct ScoringFileTests {
  private func file(_ lines: [String]) throws -> ScoringFile {
    try ScoringFile(Array(lines.joined(separator: "\n").utf8))
  }

  private func allele(_ code: AlleleCode, _ file: ScoringFile) -> String? {
    code.isAbsent ? nil : String(decoding: file.alleles[file.range(code)], as: UTF8.self)
  }

  @Test("A harmonised file takes places from hm_chr and hm_pos and says so in its identifier")
  func harmonised() throws {
    let file = try file([
      "###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org", "#format_version=2.0",
      "#pgs_id=PGS000001", "#genome_build=GRCh37", "#HmPOS_build=GRCh38", "#HmPOS_date=2022-07-29",
      [
        "chr_name", "chr_position", "effect_allele", "other_allele", "effect_weight", "hm_chr",
        "hm_pos", "hm_inferOtherAllele",
      ].joined(separator: "\t"),
      "1\t100\tA\tG\t0.5\t2\t200\t", "1\t101\tCA\t\t-1e-3\tX\t201\tC", "1\t102\tA\t\t1\t\t\tC/G",
    ])
    #expect(file.accession == "PGS000001_hmPOS_GRCh38")
    #expect(file.assembly == .grch38)
    #expect(file.rows.map(\.contig) == [2, 23, 0])
    #expect(file.rows.map(\.position) == [200, 201, 0])
    #expect(file.rows.map(\.weight) == [0.5, -1e-3, 1])
    #expect(file.rows.map { allele($0.effectAllele, file) } == ["A", "CA", "A"])
    #expect(file.rows.map { allele($0.otherAllele, file) } == ["G", "C", nil])
    #expect(file.rows.map(\.canMatch) == [true, true, false])
  }

  @Test("A file of format version 1 is understood: header keys in words, reference_allele")
  func versionOne() throws {
    let file = try file([
      "### PGS CATALOG SCORING FILE", "# PGS ID = PGS000899", "# Original Genome Build = GRCh37",
      "rsID\tchr_name\tchr_position\teffect_allele\treference_allele\teffect_weight",
      "rs36096196\t1\t2252205\tT\tC\t0.049", "",
    ])
    #expect(file.accession == "PGS000899")
    #expect(file.assembly == .grch37)
    #expect(allele(file.rows[0].otherAllele, file) == "C")
  }

  @Test("CRLF, a byte order mark, blanks, comments and missing trailing cells are tolerated")
  func tolerance() throws {
    let file = try file([
      "\u{FEFF}#pgs_id=custom\t\t\r",
      "chr_name\tchr_position\teffect_allele\teffect_weight\tother_allele\r",
      "1\t 10 \tA\t+1.5\r", "\r", "# between\r", "chrX\t11\tC\t2\tG/T\r",
    ])
    #expect(file.accession == "custom")
    #expect(file.rows.map(\.weight) == [1.5, 2])
    #expect(file.rows.map(\.contig) == [1, 23])
    #expect(file.rows.allSatisfy { $0.otherAllele.isAbsent })
    #expect(file.assembly == nil)
  }

  @Test("Weights by dosage give a nonadditive row, other forms are kept but cannot match")
  func forms() throws {
    let file = try file([
      [
        "chr_name", "chr_position", "effect_allele", "effect_weight", "is_dominant",
        "is_recessive", "is_haplotype", "is_interaction", "dosage_0_weight", "dosage_1_weight",
        "dosage_2_weight",
      ].joined(separator: "\t"),
      "1\t1\tA\t\tFALSE\t\t\t\t-0.5\t0.25\t1.5", "1\t2\tA\t1\tTrue", "1\t3\tA\t1\t\t1",
      "1\t4\tA\t1\t\t\tTRUE", "1\t5\tA\t1\t\t\t\tyes",
    ])
    #expect(file.rows.map(\.model) == [.nonadditive, .dominant, .recessive, .additive, .additive])
    #expect(file.rows.map(\.form) == [.variant, .variant, .variant, .haplotype, .interaction])
    #expect(file.rows.map(\.canMatch) == [true, true, true, false, false])
    let weights = file.contributions(of: file.rows[0])
    #expect([weights[0], weights[1], weights[2]] == [-0.5, 0.25, 1.5])
    #expect(file.rows[0].weight == 1)
    let dominant = file.contributions(of: file.rows[1])
    #expect([dominant[0], dominant[1], dominant[2]] == [0, 1, 1])
  }

  static let broken: [(lines: [String], line: Int?, field: String?)] = [
    ([""], nil, nil),
    (["#pgs_id=x"], nil, nil),
    (["chr_name\tchr_position\tother_allele\teffect_weight"], 1, "effect_allele"),
    (["#a=b", "rsID\teffect_allele\teffect_weight"], 2, "chr_name"),
    (["chr_name\tchr_position\teffect_allele"], 1, "effect_weight"),
    (["chr_name\tchr_name\tchr_position\teffect_allele\teffect_weight"], 1, "chr_name"),
    (["chr_name\tchr_position\teffect_allele\teffect_weight", "1\t1e3\tA\t1"], 2, "chr_position"),
    (["chr_name\tchr_position\teffect_allele\teffect_weight", "1\t0\tA\t1"], 2, "chr_position"),
    (["chr_name\tchr_position\teffect_allele\teffect_weight", "1\t5\tA\tNaN"], 2, "effect_weight"),
    (["chr_name\tchr_position\teffect_allele\teffect_weight", "1\t5\tA\t"], 2, "effect_weight"),
    (["chr_name\tchr_position\teffect_allele\teffect_weight", "1\t5\tA\t1\t2"], 2, nil),
    (
      [
        "chr_name\tchr_position\teffect_allele\teffect_weight\tallelefrequency_effect",
        "1\t5\tA\t1\t1.2",
      ],
      2, "allelefrequency_effect"
    ),
    (
      [
        "chr_name\tchr_position\teffect_allele\teffect_weight\tis_dominant\tis_recessive",
        "1\t5\tA\t1\tTRUE\tTRUE",
      ],
      2, "is_dominant, is_recessive"
    ),
    (
      [
        "chr_name\tchr_position\teffect_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight",
        "1\t5\tA\t1\t\t2",
      ],
      2, "effect_weight"
    ),
  ]

  @Test("A broken scoring file is refused with line and column", arguments: broken)
  func refusals(lines: [String], line: Int?, field: String?) {
    let error = #expect(throws: PolygenicScoreError.self) { try file(lines) }
    #expect(error?.code == .scoringFile)
    #expect(error?.line == line)
    #expect(error?.field == field)
  }

  @Test("A flag that is neither true nor false is refused with its line")
  func oddFlags() throws {
    let header = "chr_name\tchr_position\teffect_allele\teffect_weight\tis_dominant\tis_haplotype"
    for (row, field) in [
      ("1\t1\tA\t1\tmaybe\t", "is_dominant"), ("1\t1\tA\t1\tTRUE\tdominant", "is_haplotype"),
      ("1\t1\tA\t1\t2\t", "is_dominant"),
    ] {
      let error = #expect(throws: PolygenicScoreError.self) {
        try file([header, "1\t1\tA\t1\tF\tNA", row])
      }
      #expect(error?.line == 3 && error?.field == field)
      #expect(error?.message.contains("maybe") == false)
    }
  }

  @Test("Ratios are taken as their logarithms where no weight is given, by weight_type")
  func ratios() throws {
    let columns = "chr_name\tchr_position\teffect_allele\tOR\tHR"
    func weight(_ lines: [String]) throws -> Double { try file(lines).rows[0].weight }
    #expect(try weight(["#weight_type=OR", columns, "1\t1\tA\t2\t3"]) == log(2.0))
    #expect(try weight(["#weight_type=log(HR)", columns, "1\t1\tA\t2\t3"]) == log(3.0))
    #expect(try weight(["chr_name\tchr_position\teffect_allele\tHR", "1\t1\tA\t3"]) == log(3.0))
    #expect(try weight([columns + "\teffect_weight", "1\t1\tA\t2\t3\t0.5"]) == 0.5)
    for lines in [
      [columns, "1\t1\tA\t2\t3"], ["#weight_type=OR", columns, "1\t1\tA\t0\t3"],
      ["#weight_type=OR", columns, "1\t1\tA\t\t3"],
    ] {
      #expect(throws: PolygenicScoreError.self) { try file(lines) }
    }
    let given = try ScoringFileHeader(
      Array("#weight_type=OR\nchr_name\tchr_position\teffect_allele\teffect_weight\n".utf8))
    #expect(given.saysWeightsAreRatios)
  }

  @Test("Fewer rows than the header announces are a file that was cut off")
  func cutOff() throws {
    let columns = "chr_name\tchr_position\teffect_allele\teffect_weight"
    let error = #expect(throws: PolygenicScoreError.self) {
      try file(["#variants_number=2", columns, "1\t1\tA\t1"])
    }
    #expect(error?.field == "variants_number")
    #expect(try file(["#variants_number=1", columns, "1\t1\tA\t1"]).rows.count == 1)
  }

  @Test("The author's positions are read on request, and the identifier says so")
  func authorPositions() throws {
    let text = [
      "#pgs_id=P", "#genome_build=GRCh37", "#HmPOS_build=GRCh38", "#HmPOS_date=2024-01-01",
      "chr_name\tchr_position\teffect_allele\teffect_weight\thm_chr\thm_pos", "1\t5\tA\t1\t2\t7",
    ].joined(separator: "\n")
    let author = try ScoringFile(Array(text.utf8), positions: .author)
    #expect(author.accession == "P" && author.assembly == .grch37)
    #expect(author.rows[0].position == 5 && author.rows[0].contig == 1)
    #expect(try ScoringFile(Array(text.utf8)).rows[0].position == 7)
  }

  @Test("Builds are recognised under their names, NR is none")
  func builds() throws {
    for (name, assembly) in [
      ("GRCh37", Assembly.grch37), ("hg19", .grch37), ("GRCh38", .grch38), ("hg38", .grch38),
      ("NR", nil), ("hg18", nil),
    ] {
      let header = try ScoringFileHeader(Array("#genome_build=\(name)\nchr_name".utf8))
      #expect(header.assembly == assembly)
    }
  }

  @Test(
    "The Catalog's cancer scores are read with as many rows as their headers announce",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"),
    arguments: [
      "PGS000001_hmPOS_GRCh37", "PGS000004", "PGS000004_hmPOS_GRCh37", "PGS000055_hmPOS_GRCh37",
      "PGS000074_hmPOS_GRCh37", "PGS000740_hmPOS_GRCh37",
    ])
  func catalogFiles(name: String) throws {
    let path = SharedData.file("prs/pgs_catalog_cancer/\(name).txt")
    let file = try ScoringFile(Array(try Data(contentsOf: URL(filePath: path))))
    #expect(file.header["variants_number"] == String(file.rows.count))
    #expect(file.assembly == .grch37)
    #expect(file.rows.allSatisfy { $0.weight.isFinite && !$0.effectAllele.isAbsent })
  }
}
