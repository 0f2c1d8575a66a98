import Foundation
import TestSupport

/// What inputs of FHIR are made from.
struct ResourceSeed {
  let json: [[UInt8]]
  let xml: [[UInt8]]
  let paths: [[UInt8]]

  /// A text of the resources that no message may repeat.
  static let secret = "Kowalska-Nowak"
  /// Files beside the checkout that are small enough to be changed many times.
  private static let largestFile = 8000

  init(usesSharedFiles: Bool) {
    var json = Self.resources
    json.append(Self.bundle(Self.resources))
    json.append(Self.resources.joined(separator: "\n"))
    var xml = [Self.patient, Self.observation, Self.xmlBundle]
    if usesSharedFiles {
      for folder in ["edge", "mcode/json", "mcode/xml", "r4-examples", "genomics-reporting/xml"] {
        json += Self.files(folder, ".json")
        xml += Self.files(folder, ".xml")
      }
    }
    self.json = json.map { Array($0.utf8) }
    self.xml = xml.map { Array($0.utf8) }
    paths = Self.expressions.map { Array($0.utf8) }
  }

  private static func files(_ folder: String, _ ending: String) -> [String] {
    let root = SharedData.file("fhir/" + folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().filter { $0.hasSuffix(ending) }.compactMap { name in
      guard let text = try? String(contentsOfFile: root + "/" + name, encoding: .utf8),
        text.utf8.count <= largestFile
      else { return nil }
      return text
    }
  }

  private static func bundle(_ resources: [String]) -> String {
    let entries = resources.map { "{\"fullUrl\":\"urn:uuid:1\",\"resource\":\($0)}" }
    return """
      {"resourceType":"Bundle","type":"searchset","total":3,
       "entry":[\(entries.joined(separator: ",\n")),
       {"request":{"method":"DELETE","url":"Patient/1"}},{"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome"}}]}
      """
  }

  private static let resources = [
    """
    {"resourceType":"Patient","id":"p1","meta":{"versionId":"2","lastUpdated":"2024-02-29T12:00:00.5+02:00"},\
    "name":[{"family":"\(secret)","given":["A\\u00e9\\ud83e\\uddec","B"],"_given":[null,{"id":"x"}]}],\
    "birthDate":"1970-01","_birthDate":{"extension":[{"url":"u","valueString":"x"}]},"active":true}
    """,
    """
    {"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"s","code":"c"}]},\
    "subject":{"reference":"Patient/p1/_history/2"},"valueQuantity":{"value":1.50e-3,"unit":"mg"},\
    "component":[{"code":{"text":"x"},"valueInteger":-3},{"code":{"text":"y"},"valueBoolean":false}]}
    """,
    """
    {"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"1","item":[{"linkId":"1.1",\
    "answer":[{"valueDecimal":1.0,"item":[{"linkId":"1.1.1"}]}]}]}],"contained":[{"resourceType":"Device","id":"d"}]}
    """,
  ]

  private static let patient = """
    <?xml version="1.0" encoding="UTF-8"?>
    <Patient xmlns="http://hl7.org/fhir"><id value="p1"/><meta><versionId value="2"/></meta>
      <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt; b &#160;</p></div></text>
      <contained><Device><id value="d"/></Device></contained>
      <name><family value="\(secret)"/><given value="A"/><given id="x" value="B&amp;&#10;"/></name>
      <birthDate value="1970-01"><extension url="u"><valueString value="x"/></extension></birthDate>
    </Patient>
    """
  private static let observation = """
    <Observation xmlns="http://hl7.org/fhir"><!-- c --><status value="final"/><code><coding><code value="c"/></coding></code>
    <valueQuantity><value value="1.50"/></valueQuantity><component><code><text value="y"/></code>
    <valueBoolean value="false"/></component></Observation>
    """
  private static let xmlBundle = """
    <f:Bundle xmlns:f="http://hl7.org/fhir"><f:type value="collection"/>
    <f:entry><f:fullUrl value="urn:uuid:1"/><f:resource><f:Patient><f:active value="true"/></f:Patient></f:resource></f:entry>
    <f:entry><f:request><f:method value="DELETE"/><f:url value="x"/></f:request></f:entry>
    <f:entry><f:resource><f:Device><f:id value="2"/></f:Device></f:resource></f:entry></f:Bundle>
    """

  private static let expressions = [
    "name.given.first()", "name.where(family = 'x' and given.exists()).given",
    "value.ofType(Quantity).value > 1.5",
    "component.where(code.text = 'y').value.ofType(boolean)", "extension('u').value",
    "getResourceKey()",
    "subject.getReferenceKey(Patient)", "name[0].family.join(',')", "birthDate.lowBoundary()",
    "@2024-02-29T12:00:00.000+14:00", "(1 + 2 * 3 - 4) / 5 <= 1e0", "not(active) or true and false",
    "item.answer.value", "`name`.given | 'x'", "$this.id", "%resource.id", "'a\\u00e9\\'b'", "-1.0",
    "name.given.empty().not()", "meta.lastUpdated >= @2020", "@T12:00", "1 'mg' = 2 'kg'",
  ]
}
