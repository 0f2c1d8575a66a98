import FHIR
import Foundation
import JSONText
import Tables
import TestSupport
import Testing

/// A resource in JSON and in XML, as HL7 publishes its examples.
struct Twin: Sendable, CustomTestStringConvertible {
  let json: String
  let xml: String
  /// What differs between the two files themselves; narratives are not compared.
  let differences: Set<String>

  var testDescription: String { xml }

  init(genomics name: String, _ json: String, differences: Set<String> = []) {
    self.json = "genomics-reporting/json/\(json)-\(name).json"
    xml = "genomics-reporting/xml/\(name).xml"
    self.differences = differences
  }

  init(mcode name: String) {
    json = "mcode/json/\(name).json"
    xml = "mcode/xml/\(name).xml"
    differences = []
  }

  static let genomics = [
    Twin(genomics: "SNVexample", "Observation"),
    Twin(genomics: "compound-heterozygote", "Bundle"),
    Twin(genomics: "HLAB1502-pgx-example", "Bundle", differences: [".code.coding"]),
    Twin(genomics: "complexVariant-nonHGVS", "Bundle"),
    Twin(
      genomics: "diagnosticreport-cgexample", "Bundle",
      differences: [".valueCodeableConcept.coding.code", ".code.coding"]),
    Twin(
      genomics: "obs-idh-ex", "Observation",
      differences: [
        ".extension.valueRelatedArtifact.type", ".extension.valueRelatedArtifact.url",
        ".component.valueCodeableConcept.coding", ".component.valueCodeableConcept.coding.code",
      ]),
    Twin(
      genomics: "oncology-diagnostic", "Bundle",
      differences: [".extension.valueRelatedArtifact", ".code.coding", ".valueQuantity.value"]),
    Twin(
      genomics: "oncologyexamples-r4", "Bundle",
      differences: [
        ".component.valueCodeableConcept.coding.code", ".code.coding", ".valueQuantity.value",
      ]),
  ]

  static let mcode: [Twin] = {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: SharedData.file("fhir/mcode/xml"))
    return (names ?? []).sorted().map { Twin(mcode: String($0.dropLast(4))) }
  }()

  /// The resources of both files.
  func resources() throws -> (json: [String], xml: [String]) {
    let texts = try [json, xml].map {
      [UInt8](try Data(contentsOf: URL(filePath: SharedData.file("fhir/" + $0))))
    }
    let readings = texts.map { DocumentReading($0) }
    #expect(readings.allSatisfy { $0.faults.isEmpty && $0.isBalanced })
    // One line each, as a view's test reads them; line ends stand between the parts of JSON only.
    let lines = readings.map { reading in
      reading.resources.map { text in
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" }))
      }
    }
    return (lines[0], lines[1])
  }
}

/// The places at which two resources differ, without the numbers of items; narratives aside.
private func differences(_ left: JSONNode?, _ right: JSONNode?, at path: String = "") -> Set<String>
{
  guard let left, let right else { return [path] }
  if case .object(let one) = left.value, case .object(let other) = right.value {
    let keys = Set(one.map(\.key) + other.map(\.key))
    return keys.reduce(into: []) { found, key in
      if path.isEmpty, key == "text" { return }
      found.formUnion(differences(left[key], right[key], at: path + "." + key))
    }
  }
  if case .array(let one) = left.value, case .array(let other) = right.value {
    guard one.count == other.count else { return [path] }
    return zip(one, other).reduce(into: []) { found, pair in
      found.formUnion(differences(pair.0, pair.1, at: path))
    }
  }
  return left.compactText == right.compactText ? [] : [path]
}

@Suite("Twins in JSON and XML", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct TwinTests {
  @Test(
    "twins are the same resources, spelling of numbers included",
    arguments: Twin.genomics + Twin.mcode)
  func resources(_ twin: Twin) throws {
    let (json, xml) = try twin.resources()
    #expect(json.count == xml.count && !xml.isEmpty)
    var found: Set<String> = []
    for (one, other) in zip(json, xml) {
      found.formUnion(differences(try JSONParser.parse(one), try JSONParser.parse(other)))
    }
    #expect(found == twin.differences)
  }

  @Test("twins that say the same give the same tables", arguments: Twin.genomics + Twin.mcode)
  func tables(_ twin: Twin) throws {
    guard twin.differences.isEmpty else { return }
    let (json, xml) = try twin.resources()
    var rowCount = 0
    for view in Self.views {
      let rows = try json.flatMap { try viewRows(view, $0) }
      #expect(rows == (try xml.flatMap { try viewRows(view, $0) }))
      rowCount += rows.count
    }
    #expect(rowCount > 0)
  }

  /// Views of every type that the twins hold: one row a resource, a coding, a component.
  private static let views: [String] =
    [
      "Observation", "Condition", "Patient", "Procedure", "Specimen", "DiagnosticReport",
      "MedicationRequest", "MedicationStatement", "MedicationAdministration", "Bundle",
      "Organization", "Practitioner",
      "BodyStructure", "ServiceRequest", "FamilyMemberHistory", "Group", "ImagingStudy", "Task",
      "DocumentReference", "Device", "AdverseEvent", "ResearchStudy", "ResearchSubject", "CarePlan",
      "Encounter", "PractitionerRole", "Medication", "RiskAssessment", "Location", "Goal",
    ].map { type in
      """
      {"resource": "\(type)", "select": [
        {"column": [{"name": "key", "path": "getResourceKey()"}, {"name": "id", "path": "id"},
          {"name": "status", "path": "status"}, {"name": "profile", "path": "meta.profile.first()"}]},
        {"forEachOrNull": "extension", "column": [{"name": "url", "path": "url"}]},
        {"forEachOrNull": "code.coding", "column": [
          {"name": "system", "path": "system"}, {"name": "code", "path": "code"}]},
        {"forEachOrNull": "component", "select": [
          {"column": [{"name": "ccode", "path": "code.coding.first().code"},
            {"name": "text", "path": "value.ofType(string)"},
            {"name": "quantity", "path": "value.ofType(Quantity).value", "type": "decimal"}]},
          {"forEachOrNull": "value.ofType(CodeableConcept).coding", "column": [
            {"name": "vcode", "path": "code"}, {"name": "vdisplay", "path": "display"}]}]}]}
      """
    }
}
