import Foundation
import TestSupport
import Testing

/// `pipelines/fhir-to-tables.json` on its sample, and several views over one reading.
struct FHIRTablesTests {
  private struct Expected: Decodable {
    let rows: [String: Int]
  }

  private func run(jobs: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      "run", SharedData.project("pipelines/fhir-to-tables.json"), "--jobs", "\(jobs)",
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    return folder
  }

  @Test("Every table has as many rows as the generator counted, with one worker and with four")
  func sample() throws {
    let expected = try JSONDecoder().decode(
      Expected.self,
      from: Data(contentsOf: URL(filePath: SharedData.project("samples/oncology/expected.json"))))
    let one = try run(jobs: 1)
    let four = try run(jobs: 4)
    var tables = 0
    for (table, count) in expected.rows where table != "last-contact" {
      let text = try one.read("results/latest/\(table).csv")
      #expect(text.split(separator: "\n").count == count + 1, "\(table)")
      #expect(try four.read("results/latest/\(table).csv") == text, "\(table)")
      tables += 1
    }
    #expect(tables == 28)
    let variants = try CSVFile(one.path + "/results/latest/genomics/variant.csv").rows
    let fractions = variants.compactMap { Double($0["allele_fraction"] ?? "") }
    #expect(fractions.count == expected.rows["genomics/variant"])
    #expect(fractions.allSatisfy { (0.05...0.6).contains($0) })
    let genes = try CSVFile(one.path + "/results/latest/genomics/variant_gene.csv").rows
    #expect(
      Set(genes.map { $0["variant_id"] ?? "" }) == Set(variants.map { $0["variant_id"] ?? "" }))
    #expect(genes.allSatisfy { $0["variant_id"] != "" })
    #expect(variants.contains { $0["variant_id"] == "00000000-0000-4000-8000-000000000002" })
    let people = try CSVFile(one.path + "/results/latest/cancer-common/cancer_patient.csv").rows
    let lastContacts = try CSVFile(
      one.path + "/results/latest/cancer-common/last_follow_up.csv"
    ).rows
    let dead = people.filter { $0["is_deceased"] == "true" }.map { $0["person"] ?? "" }
    let deadAtLast = lastContacts.filter { $0["vital_status"] == "Dead" }
    #expect(!dead.isEmpty)
    #expect(Set(dead) == Set(deadAtLast.map { $0["person"] ?? "" }))
  }

  @Test("Two views over one reader read a pipe to the end, which can be done once only")
  func onePass() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      {
        "pipeline": "once", "description": "Two views over one reading.",
        "stages": {
          "records": { "use": "fhir.read", "with": { "files": "-" } },
          "keys": { "use": "fhir.view", "from": "records", "with": { "view": {
            "resource": "Patient", "select": [
              { "column": [{ "name": "key", "path": "getResourceKey()" }] }] } } },
          "births": { "use": "fhir.view", "from": "records", "with": { "view": {
            "resource": "Patient", "constant": [{ "name": "day", "valueDate": "${run.date}" }],
            "select": [{ "column": [
              { "name": "birth", "path": "birthDate" },
              { "name": "is_past", "path": "birthDate < %day", "type": "boolean" }] }] } } }
        },
        "publish": {
          "keys.csv": { "from": "keys", "privacy": "identifiable" },
          "births.csv": { "from": "births", "privacy": "identifiable" }
        }
      }
      """, to: "once.json")
    let input = SharedData.project("samples/oncology/Patient.ndjson")
    let result = try Program.run(
      "/bin/sh",
      ["-c", "cat \"$1\" | \"$2\" run once.json --date 2026-02-03", "sh", input, Program.path],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let keys = try CSVFile(folder.path + "/results/latest/keys.csv").rows
    let births = try CSVFile(folder.path + "/results/latest/births.csv").rows
    #expect(keys.count == 120)
    #expect(births.count == 120)
    #expect(keys.first?["key"] == "ONC0001")
    #expect(births.allSatisfy { $0["is_past"] == "true" })
  }

  @Test("The sample is what its generator writes")
  func generator() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      "/usr/bin/env",
      ["python3", SharedData.project("samples/generate-records.py"), folder.path + "/oncology"],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let kept = SharedData.project("samples/oncology")
    let names = try FileManager.default.contentsOfDirectory(atPath: kept)
    #expect(names.count == 13)
    for name in names {
      let written = try Data(contentsOf: URL(filePath: folder.path + "/oncology/" + name))
      #expect(try Data(contentsOf: URL(filePath: kept + "/" + name)) == written, "\(name)")
    }
  }
}
