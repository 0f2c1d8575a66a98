import Foundation
import TestSupport
import Testing

/// A laboratory's variants, normalised, lifted and annotated, against the answers that the generator planted.
struct LaboratoryTests {
  private struct Expected: Decodable {
    struct Allele: Decodable {
      var id: String
      var chrom: String
      var pos: Int
      var ref: String
      var alt: String
      var significance: String?
      var `class`: String?
    }
    var unlifted: [String: Int]
    var alleles: [Allele]
  }

  private static let sample = SharedData.project("samples/laboratory")
  private static let published = [
    "variants.vcf.gz", "variants.vcf.gz.tbi", "alleles.csv", "normalising.csv", "lifting.csv",
    "annotating.csv",
  ]

  private func run(_ folder: TemporaryFolder, jobs: Int) throws -> [Data] {
    let result = try Program.run(
      "run", SharedData.project("pipelines/laboratory.json"), "--jobs", "\(jobs)",
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    // The calls are read in one pass, whatever waits for knowledge: each lost record is kept aside once.
    #expect(
      (result.output + result.errors).contains("3 records are in quarantine"), "\(result.errors)")
    return try Self.published.map {
      try Data(contentsOf: URL(filePath: folder.path + "/results/latest/" + $0))
    }
  }

  @Test("Every planted allele comes out where it should, with what is known; nothing is lost")
  func knownAnswers() throws {
    let folder = try TemporaryFolder()
    let files = try run(folder, jobs: 2)
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: URL(filePath: Self.sample + "/expected.json")))
    let rows = try CSVFile(folder.path + "/results/latest/alleles.csv").rows
    #expect(rows.count == expected.alleles.count)
    for allele in expected.alleles {
      let row = rows.first {
        $0["ID"] == allele.id && $0["CHROM"] == allele.chrom && $0["POS"] == "\(allele.pos)"
          && $0["REF"] == allele.ref && $0["ALT"] == allele.alt
      }
      #expect(row?["INFO/CLNSIG"] == allele.significance ?? "", "\(allele)")
      #expect(row?["INFO/LAB_CLASS"] == allele.class ?? "", "\(allele)")
    }
    let lifting = try #require(CSVFile(folder.path + "/results/latest/lifting.csv").rows.first)
    #expect(lifting["lifted"] == "\(expected.alleles.count)")
    for (rule, count) in expected.unlifted {
      #expect(lifting[rule.replacing("-", with: "_")] == "\(count)")
    }
    #expect(lifting["swapped"] != "0" && lifting["reversed"] != "0")
    #expect(try run(TemporaryFolder(), jobs: 1) == files)
  }

  @Test(
    "The file written is sorted, and its index finds every record",
    .enabled(if: Self.hasBcftools, "needs bcftools"))
  func indexed() throws {
    let folder = try TemporaryFolder()
    _ = try run(folder, jobs: 2)
    let path = folder.path + "/results/latest/variants.vcf.gz"
    let all = try Program.run("/usr/bin/env", ["bcftools", "view", "-H", path], in: folder.path)
    let places = all.output.split(separator: "\n").map { line in
      let cells = line.split(separator: "\t")
      return (String(cells[0]), Int(cells[1]) ?? 0)
    }
    #expect(places.count > 50)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 })
    let some = try Program.run(
      "/usr/bin/env", ["bcftools", "view", "-H", path, "chr20:9000-12200"], in: folder.path)
    let wanted = places.filter { $0.0 == "chr20" && $0.1 >= 9000 }.count
    #expect(wanted > 5 && some.output.split(separator: "\n").count >= wanted)
  }

  @Test("The sample is what its generator writes")
  func generated() throws {
    let folder = try TemporaryFolder()
    let made = try Program.run(
      "/usr/bin/env", ["python3", SharedData.project("samples/laboratory.py"), folder.path],
      in: folder.path)
    #expect(made.exitCode == 0, "\(made.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count == 9)
    for name in names {
      #expect(
        try Data(contentsOf: URL(filePath: folder.path + "/" + name))
          == Data(contentsOf: URL(filePath: Self.sample + "/" + name)))
    }
  }

  private static let hasBcftools =
    (try? Program.run("/usr/bin/env", ["bcftools", "--version"], in: "/tmp"))?.exitCode == 0
}
