import FHIR
import Foundation
import TestSupport
import Testing

/// What the official validator says about a file, and what we do.
struct OfficialVerdict: Sendable, CustomTestStringConvertible {
  /// Whether the validator found an error in it.
  let isRefused: Bool
  let file: String
  /// Why our verdict differs; nil where it does not.
  let difference: String?

  var testDescription: String { file }

  init(_ word: String, _ file: String, but difference: String? = nil) {
    isRefused = word == "refused"
    self.file = file
    self.difference = difference
  }

  private static let terminology = "needs value sets or code systems"
  private static let links = "follows references and addresses"
  private static let html = "a text that looks like HTML is a text; our pages escape it"
  /// The verdicts of FHIR/fhir-test-cases (validator/outcomes/java), for the base definitions.
  static let all: [OfficialVerdict] = [
    OfficialVerdict("refused", "attachment-with-invalid-binary.json"),
    OfficialVerdict(
      "refused", "attachment-with-wrong-size.json", but: "compares a size with the data"),
    OfficialVerdict("refused", "bundle-bad-empty.json"),
    OfficialVerdict("refused", "group-choice-bad1.json"),
    OfficialVerdict("taken", "contained.json"),
    OfficialVerdict("refused", "list-bad-syntax.json"),
    OfficialVerdict("refused", "list-empty1.json"),
    OfficialVerdict("refused", "list-empty2.json"),
    OfficialVerdict("refused", "list-unknown-prop.json"),
    OfficialVerdict("taken", "list-wrong-order.json"),
    OfficialVerdict("taken", "primitive-good-ws.json"),
    OfficialVerdict("refused", "list-xhtml-xxe.json"),
    OfficialVerdict("refused", "observation-with-trailing-dot.json"),
    OfficialVerdict("refused", "patient-duplicate.json"),
    OfficialVerdict("refused", "fhirpath-null.json", but: "an invariant of CareTeam (ctm-1)"),
    OfficialVerdict("refused", "primitive-bad.xml"),
    OfficialVerdict("refused", "primitive-bad-empty.xml"),
    OfficialVerdict("refused", "group-choice-bad3.xml"),
    OfficialVerdict("refused", "list-bad-syntax.xml"),
    OfficialVerdict("refused", "list-xhtml-xxe1.xml"),
    OfficialVerdict("refused", "list-xhtml-xxe2.xml"),
    OfficialVerdict("refused", "entry-resource-bad1.xml", but: links),
    OfficialVerdict("refused", "patient-bad-gender.xml", but: terminology),
    OfficialVerdict("refused", "japanese-utf8.xml"),
    OfficialVerdict("refused", "japanese-utf8-ok.xml"),
    OfficialVerdict("taken", "xml_UTF8_noheader_nobom.xml"),
    OfficialVerdict("taken", "xml_UTF8_noheader_bom.xml"),
    OfficialVerdict("taken", "xml_UTF8_header_nobom.xml"),
    OfficialVerdict("taken", "xml_UTF8_header_bom.xml"),
    OfficialVerdict("refused", "xml_UTF8_headerbad_nobom.xml"),
    OfficialVerdict(
      "refused", "xml_UTF16_noheader_bom.xml",
      but: "the validator takes UTF-8 only; UTF-16 can be told apart and is read"),
    OfficialVerdict("refused", "mr-single-bad-2.xml", but: "compares with a Measure elsewhere"),
    OfficialVerdict("taken", "mcode-pat.json"),
    OfficialVerdict("refused", "mcode-pat-bad.json"),
    OfficialVerdict("refused", "pat-security-bad-xhtml.json"),
    OfficialVerdict("refused", "pat-security-bad-string.json", but: html),
    OfficialVerdict("refused", "pat-security-bad-string1.xml", but: html),
    OfficialVerdict("taken", "obs-temp.json"),
    OfficialVerdict("refused", "obs-temp-bad.json", but: "a profile that a code brings in"),
    OfficialVerdict("refused", "bundle-duplicate-id.json", but: links),
    OfficialVerdict("taken", "obs-hgvs.json"),
    OfficialVerdict("refused", "obs-hgvs-bad.json", but: terminology),
    OfficialVerdict("taken", "bundle-duplicate-ids-not.json"),
    OfficialVerdict("refused", "empty-array.json"),
    OfficialVerdict("taken", "qr-bad-ref1.json"),
    OfficialVerdict("refused", "qr-bad-ref2.json", but: links),
    OfficialVerdict("refused", "pat-dob-ext.json", but: "looks an extension's definition up"),
    OfficialVerdict("taken", "bundle-resolve-deep.json"),
  ]
}

@Suite("Official verdicts", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct OfficialVerdictTests {
  private func reading(_ file: String, checksStructure: Bool) throws -> DocumentReading {
    let text = try Data(contentsOf: URL(filePath: SharedData.file("fhir/edge/\(file)")))
    let reader = ResourceReader(release: .r4, checksStructure: checksStructure)
    return DocumentReading([UInt8](text), reader: reader)
  }

  @Test(
    "a file is taken or refused as the official validator does, or the reason why not is known",
    arguments: OfficialVerdict.all)
  func verdict(_ verdict: OfficialVerdict) throws {
    let reading = try reading(verdict.file, checksStructure: true)
    #expect(reading.isBalanced)
    #expect(reading.readCount > 0)
    #expect(reading.faults.isEmpty == (!verdict.isRefused || verdict.difference != nil))
    #expect(try self.reading(verdict.file, checksStructure: false).isBalanced)
  }

  @Test("every file has its verdict")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: SharedData.file("fhir/edge"))
    #expect(Set(OfficialVerdict.all.map(\.file)) == Set(files.filter { $0.first != "_" }))
  }

  @Test("no real resource is refused for its structure")
  func real() throws {
    var count = 0
    for folder in ["genomics-reporting/json", "mcode/json", "r4-examples", "synthea-onco"] {
      let path = SharedData.file("fhir/\(folder)")
      for name in try FileManager.default.contentsOfDirectory(atPath: path)
      where name.hasSuffix(".json") || name.hasSuffix(".xml") {
        let text = try Data(contentsOf: URL(filePath: path + "/" + name))
        let reader = ResourceReader(checksStructure: true)
        let reading = DocumentReading([UInt8](text), reader: reader)
        #expect(reading.faults.isEmpty, "\(name)")
        count += reading.resources.count
      }
    }
    #expect(count > 2_768)
  }
}
