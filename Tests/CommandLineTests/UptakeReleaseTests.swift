import Foundation
import TestSupport
import Testing

/// Two nights of a registry, from persons to exported releases.
struct UptakeReleaseTests {
  private static let indicator = """
    {"indicator": "U1", "title": "Test order rate", "version": "1.2.0", "table": "people",
     "subject": "person", "denominator": "true", "numerator": "tested",
     "period": {"column": "diagnosed", "by": "year"}, "geography": {"column": "region"},
     "strata": ["sex"], "unit": "percent"}
    """

  private static let pipeline = """
    {"pipeline": "uptake", "stages": {
      "people": {"use": "table.read", "with": {"files": "people.csv", "columns": {
        "person": {"type": "string"}, "diagnosed": {"type": "date"}, "region": {"type": "string"},
        "sex": {"type": "string"}, "tested": {"type": "boolean"}}}},
      "indicators": {"use": "hta.indicators", "from": {"people": "people"},
        "with": {"definitions": "U1.json"}},
      "protected": {"use": "hta.suppress", "from": "indicators"},
      "csv": {"use": "hta.export", "from": "protected", "with": {"definitions": "U1.json"}},
      "sdmx": {"use": "hta.export", "from": "protected", "with": {"as": "sdmx-csv",
        "structure": "JAPCM:DF_UPTAKE(1.0.0)", "previous": "results/latest/uptake.csv",
        "definitions": "U1.json"}},
      "fhir": {"use": "hta.export", "from": "protected",
        "with": {"as": "measurereport", "definitions": "U1.json"}},
      "dcat": {"use": "hta.export", "from": "protected", "with": {"as": "healthdcat",
        "definitions": "U1.json", "metadata": {
          "identifier": "https://example.org/dataset/uptake", "title": "Uptake",
          "description": "Uptake of tests.", "publisher": "Registry",
          "contactEmail": "registry@example.org", "accessURL": "https://example.org/uptake.csv",
          "hdab": "Health data access body", "hdabEmail": "body@example.org"}}}},
     "publish": {"uptake.csv": "csv", "uptake.json": "csv.description", "sdmx.csv": "sdmx",
       "reports.json": "fhir", "dataset.jsonld": "dcat", "proof.csv": "protected.proof",
       "summary.csv": {"from": "protected.summary", "privacy": "aggregate"}}}
    """

  /// Twenty persons a group, of whom some were tested; two of the women of region N.
  private func people(without: Set<String> = [], corrected: Bool = false) -> String {
    var text = "person,diagnosed,region,sex,tested\n"
    for region in ["N", "S"] {
      for sex in ["f", "m"] {
        for number in 0..<20 {
          let tested = number < (region == "N" && sex == "f" ? 2 : corrected && sex == "m" ? 9 : 8)
          guard !without.contains(region + sex) else { continue }
          text += "\(region)\(sex)\(number),2024-03-01,\(region),\(sex),\(tested)\n"
        }
      }
    }
    return text
  }

  private func rows(_ folder: TemporaryFolder, _ name: String) throws -> [String] {
    try folder.read("results/latest/" + name).split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("A late correction is published as a correction, a deletion as a withdrawal")
  func nights() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.indicator, to: "U1.json")
    let definition = try folder.write(Self.pipeline, to: "uptake.json")
    var actions: [[String]] = []
    for text in [people(), people(corrected: true), people(without: ["Sf"], corrected: true)] {
      _ = try folder.write(text, to: "people.csv")
      let run = try Program.run("run", definition, in: folder.path)
      try #require(run.exitCode == 0, "\(run.errors)")
      actions.append(
        try rows(folder, "sdmx.csv").map { row in
          let cells = row.split(separator: ",", omittingEmptySubsequences: false)
          return "\(cells[2]) \(cells[5])\(cells[6])"
        })
    }
    #expect(
      actions == [
        ["M Nf", "M Nm", "M Sf", "M Sm"], ["M Nf", "R Nm", "M Sf", "R Sm"],
        ["M Nf", "M Nm", "M Sm", "D Sf"],
      ])
    let hidden = try rows(folder, "sdmx.csv").first { $0.contains(",N,f,") }
    #expect(hidden?.contains(",N,f,,,,,,wilson,percent,A,Q,1.2.0,sha256:") == true)
    #expect(try rows(folder, "proof.csv").first?.hasPrefix("U1,2024,N,f,A,0.0,") == true)
  }

  private static let care = """
    {"pipeline": "uptake", "stages": {
      "resources": {"use": "fhir.read", "with": {"files": "*.ndjson"}},
      "people": {"use": "fhir.view", "from": "resources", "with": {"view": "people.view.json"}},
      "orders": {"use": "fhir.view", "from": "resources", "with": {"view": "orders.view.json"}},
      "indicators": {"use": "hta.indicators", "from": {"people": "people", "orders": "orders"},
        "with": {"definitions": "U1.json"}},
      "protected": {"use": "hta.suppress", "from": "indicators"},
      "csv": {"use": "hta.export", "from": "protected", "with": {"definitions": "U1.json"}},
      "sdmx": {"use": "hta.export", "from": "protected", "with": {"as": "sdmx-csv",
        "structure": "JAPCM:DF_UPTAKE(1.0.0)", "previous": "results/latest/uptake.csv",
        "definitions": "U1.json"}}},
     "publish": {"uptake.csv": "csv", "sdmx.csv": "sdmx"}}
    """

  private func view(_ name: String, of resource: String, _ columns: [String: String]) -> String {
    let list = columns.sorted { $0.key < $1.key }
      .map { #"{"name": "\#($0.key)", "path": "\#($0.value)", "type": "string"}"# }
    return """
      {"resourceType": "ViewDefinition", "status": "active", "name": "\(name)",
       "resource": "\(resource)", "select": [{"column": [\(list.joined(separator: ", "))]}]}
      """
  }

  @Test("A resource that is deleted at its source leaves the indicator, with a correction")
  func deletion() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      Self.indicator.replacing(
        #""numerator": "tested""#,
        with:
          #""numerator": "EXISTS (SELECT 1 FROM orders WHERE orders.person = people.person)""#),
      to: "U1.json")
    _ = try folder.write(
      view(
        "people", of: "Patient",
        [
          "person": "getResourceKey()", "sex": "gender", "region": "address.first().state",
          "diagnosed": "birthDate",
        ]), to: "people.view.json")
    _ = try folder.write(
      view("orders", of: "ServiceRequest", ["person": "subject.getReferenceKey(Patient)"]),
      to: "orders.view.json")
    let definition = try folder.write(Self.care, to: "uptake.json")
    let people = (0..<20).map {
      #"{"resourceType":"Patient","id":"p\#($0)","gender":"female","birthDate":"1950-01-01","address":[{"state":"N"}]}"#
    }
    let orders = (0..<9).map {
      #"{"resourceType":"ServiceRequest","id":"o\#($0)","status":"active","intent":"order","subject":{"reference":"Patient/p\#($0)"}}"#
    }
    var found: [[String]] = []
    for night in [orders, Array(orders.dropLast())] {
      _ = try folder.write((people + night).joined(separator: "\n") + "\n", to: "care.ndjson")
      let run = try Program.run("run", definition, in: folder.path)
      try #require(run.exitCode == 0, "\(run.errors)")
      let actions = try rows(folder, "sdmx.csv").map { String($0.split(separator: ",")[2]) }
      let published = try rows(folder, "uptake.csv").map { row in
        row.split(separator: ",", omittingEmptySubsequences: false)[4...5].joined(separator: "/")
      }
      found.append(actions + published)
    }
    #expect(found == [["M", "9/20"], ["R", "8/20"]])
  }

  @Test(
    "Reports, dataset and SDMX-CSV are valid",
    .enabled(if: Validators.arePresent, "needs Tests/Validators/install.sh"))
  func validation() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.indicator, to: "U1.json")
    _ = try folder.write(people(), to: "people.csv")
    let definition = try folder.write(Self.pipeline, to: "uptake.json")
    let run = try Program.run("run", definition, in: folder.path)
    try #require(run.exitCode == 0, "\(run.errors)")
    let found = try Validators.run(
      "exports.py",
      ["results/latest/reports.json", "results/latest/dataset.jsonld", "results/latest/sdmx.csv"],
      in: folder.path)
    #expect(found.exitCode == 0, "\(found.errors)")
    #expect(found.output.contains("\"reports\": 1"))
    #expect(found.output.contains("\"observations\": {\"append\": 4}"), "\(found.output)")
    #expect(try folder.read("results/latest/reports.json").contains("\"masked\""))
    #expect(try folder.read("results/latest/uptake.json").contains("\"version\": \"1.2.0\""))
  }
}
