import FHIR
import JSONText
import Tables
import Testing

private let response = #"""
  {"resourceType":"QuestionnaireResponse","id":"r","item":[{"linkId":"1","answer":[{"valueString":"a","item":[{"linkId":"1.1","item":[{"linkId":"1.1.1"}]}]},{"valueInteger":2}]},{"linkId":"2","item":[{"linkId":"2.1"}]}]}
  """#

/// The rows of a view on a patient, written `a|b`; nulls are `∅`.
private func rows(
  _ select: String, more: String = "", type: String = "Patient", of resources: String...
) throws -> [String] {
  let view = #"{"resource": "\#(type)", \#(more) "select": \#(select)}"#
  return try resources.flatMap { resource in
    try viewRows(view, resource).map { $0.map { $0 ?? "∅" }.joined(separator: "|") }
  }
}

@Suite("Rules of views")
struct ViewRuleTests {
  private let patient =
    #"{"resourceType":"Patient","id":"p","active":true,"name":[{"family":"A","given":["a","b"]},{"family":"B"}],"contact":[{"telecom":[{"value":"1"},{"value":"2"}]},{"gender":"male"}]}"#

  @Test(
    "a view that breaks a rule is refused when it is read",
    arguments: [
      // unionAll: other names, another order, another type, another count, one a collection.
      #""select":[{"unionAll":[{"column":[{"name":"a","path":"id"}]},{"column":[{"name":"b","path":"id"}]}]}]"#,
      #""select":[{"unionAll":[{"column":[{"name":"a","path":"id"},{"name":"b","path":"id"}]},{"column":[{"name":"b","path":"id"},{"name":"a","path":"id"}]}]}]"#,
      #""select":[{"unionAll":[{"column":[{"name":"a","path":"id","type":"string"}]},{"column":[{"name":"a","path":"1","type":"integer"}]}]}]"#,
      #""select":[{"unionAll":[{"column":[{"name":"a","path":"id"}]},{"column":[{"name":"a","path":"id"},{"name":"b","path":"id"}]}]}]"#,
      #""select":[{"unionAll":[{"column":[{"name":"a","path":"id"}]},{"column":[{"name":"a","path":"id","collection":true}]}]}]"#,
      // Undefined constants, wherever a path may stand.
      #""where":[{"path":"id = %no"}],"select":[{"column":[{"name":"a","path":"id"}]}]"#,
      #""select":[{"forEach":"name.where(use = %no)","column":[{"name":"a","path":"family"}]}]"#,
      #""select":[{"repeat":["%no"],"column":[{"name":"a","path":"family"}]}]"#,
      // More than one way to iterate.
      #""select":[{"forEach":"name","forEachOrNull":"name","column":[{"name":"a","path":"family"}]}]"#,
      #""select":[{"forEachOrNull":"name","repeat":["name"],"column":[{"name":"a","path":"family"}]}]"#,
      #""select":[{"repeat":[],"column":[{"name":"a","path":"family"}]}]"#,
      // Names, also in nested selects and of constants.
      #""select":[{"column":[{"name":"a","path":"id"}],"select":[{"column":[{"name":"a","path":"id"}]}]}]"#,
      #""select":[{"column":[{"name":"1a","path":"id"}]}]"#,
      #""select":[{"column":[{"name":"a-b","path":"id"}]}]"#,
      #""select":[{"column":[{"name":"","path":"id"}]}]"#,
      #""name":"a b","select":[{"column":[{"name":"a","path":"id"}]}]"#,
      #""constant":[{"name":"a b","valueString":"x"}],"select":[{"column":[{"name":"a","path":"id"}]}]"#,
      #""constant":[{"name":"c","valueString":"x","valueCode":"y"}],"select":[{"column":[{"name":"a","path":"id"}]}]"#,
      #""constant":[{"name":"c"}],"select":[{"column":[{"name":"a","path":"id"}]}]"#,
      // Paths that cannot mean what was meant.
      #""select":[{"column":[{"name":"a","path":"deceasedBoolean"}]}]"#,
      #""select":[{"column":[{"name":"a","path":"birthDate < today()","type":"boolean"}]}]"#,
      #""select":[{"column":[{"name":"a","path":"name.frist()"}]}]"#,
      #""select":[]"#, #""select":[{"column":[]}]"#, #""where":[]"#,
    ])
  func refused(body: String) throws {
    let document = try JSONParser.parse("{\"resource\":\"Patient\",\(body)}")
    #expect(throws: ViewDefinitionError.self) { try ViewDefinition.parse(document) }
  }

  @Test("an element whose name only looks like a choice is an element")
  func effectivePeriod() throws {
    let questionnaire = #"{"resourceType":"Questionnaire","effectivePeriod":{"start":"2024-02"}}"#
    #expect(
      try rows(
        #"[{"column":[{"name":"a","path":"effectivePeriod.start"}]}]"#, type: "Questionnaire",
        of: questionnaire) == ["2024-02"])
  }

  @Test(
    "a where path that yields something other than one boolean is a fault; nothing is no row",
    arguments: [("name.family", true), ("id", true), ("name.given.exists()", false), ("{}", false)])
  func conditions(path: String, isFault: Bool) throws {
    let select = #"[{"column":[{"name":"a","path":"id"}]}]"#
    let condition = #""where":[{"path":"\#(path)"}],"#
    if isFault {
      let fault = #expect(throws: EvaluationFault.self) {
        try rows(select, more: condition, of: patient)
      }
      #expect(fault?.rule == .where)
    } else {
      #expect(try rows(select, more: condition, of: patient) == (path == "{}" ? [] : ["p"]))
    }
  }

  @Test("the row index counts its own iteration: nested, in a union, in repeat, in a row of nulls")
  func rowIndex() throws {
    #expect(try rows(#"[{"column":[{"name":"i","path":"%rowIndex"}]}]"#, of: patient) == ["0"])
    #expect(
      try rows(
        #"[{"forEach":"contact","column":[{"name":"i","path":"%rowIndex"}],"select":[{"forEachOrNull":"telecom","column":[{"name":"j","path":"%rowIndex"},{"name":"v","path":"value"}]}]}]"#,
        of: patient) == ["0|0|1", "0|1|2", "1|0|∅"])
    #expect(
      try rows(
        #"[{"forEachOrNull":"photo","column":[{"name":"i","path":"%rowIndex"}],"select":[{"column":[{"name":"j","path":"%rowIndex"},{"name":"u","path":"url"}]},{"forEach":"x","column":[{"name":"k","path":"%rowIndex"}]}]}]"#,
        of: patient) == ["0|0|∅|∅"])
    #expect(
      try rows(
        #"[{"unionAll":[{"forEach":"name","column":[{"name":"i","path":"%rowIndex"}]},{"forEach":"contact","column":[{"name":"i","path":"%rowIndex"}]}]}]"#,
        of: patient) == ["0", "1", "0", "1"])
  }

  @Test("repeat follows several paths through all levels, also with iterations inside and outside")
  func repetition() throws {
    #expect(
      try rows(
        #"[{"repeat":["item","answer.item"],"column":[{"name":"i","path":"%rowIndex"},{"name":"l","path":"linkId"}]}]"#,
        type: "QuestionnaireResponse", of: response)
        == ["0|1", "1|1.1", "2|1.1.1", "3|2", "4|2.1"])
    #expect(
      try rows(
        #"[{"forEach":"item","column":[{"name":"t","path":"linkId"}],"select":[{"repeat":["answer.item","item"],"column":[{"name":"l","path":"linkId"},{"name":"i","path":"%rowIndex"}]}]}]"#,
        type: "QuestionnaireResponse", of: response) == ["1|1.1|0", "1|1.1.1|1", "2|2.1|0"])
    #expect(
      try rows(
        #"[{"repeat":["item"],"column":[{"name":"l","path":"linkId"}],"select":[{"forEachOrNull":"answer","column":[{"name":"v","path":"value.ofType(string)"},{"name":"j","path":"%rowIndex"}]}]}]"#,
        type: "QuestionnaireResponse", of: response) == ["1|a|0", "1|∅|1", "2|∅|0", "2.1|∅|0"])
  }

  @Test(
    "a constant may be of any of the nineteen primitive types",
    arguments: [
      ("Base64Binary", #""YQ==""#, "YQ=="), ("Boolean", "true", "true"),
      ("Canonical", #""http://a|1""#, "http://a|1"), ("Code", #""c""#, "c"),
      ("Date", #""2024-02""#, "2024-02"),
      ("DateTime", #""2024-02-29T10:00:00Z""#, "2024-02-29T10:00:00Z"),
      ("Decimal", "1.50", "1.50"), ("Id", #""i""#, "i"),
      ("Instant", #""2024-02-29T10:00:00.5+01:00""#, "2024-02-29T10:00:00.5+01:00"),
      ("Integer", "-7", "-7"), ("Integer64", #""9007199254740993""#, "9007199254740993"),
      ("Oid", #""urn:oid:1.2""#, "urn:oid:1.2"), ("String", #""s'\"""#, "s'\""),
      ("PositiveInt", "3", "3"), ("Time", #""10:00:00""#, "10:00:00"), ("UnsignedInt", "0", "0"),
      ("Uri", #""u""#, "u"), ("Url", #""u""#, "u"), ("Uuid", #""urn:uuid:x""#, "urn:uuid:x"),
    ])
  func constants(type: String, value: String, text: String) throws {
    #expect(
      try rows(
        #"[{"column":[{"name":"a","path":"%c"},{"name":"b","path":"%c = %c","type":"boolean"}]}]"#,
        more: #""constant":[{"name":"c","value\#(type)":\#(value)}],"#, of: patient)
        == ["\(text)|true"])
  }

  @Test(
    "the key of a reference is its id, whatever its form; of another type or target there is none",
    arguments: [
      ("Patient/1", "1", "1"), ("Patient/1/_history/2", "1", "1"),
      ("https://a.org/fhir/Patient/1", "1", "1"), ("https://a.org/Patient/1/_history/9", "1", "1"),
      ("urn:uuid:5f", "5f", "5f"), ("Device/1", "1", "∅"), ("#p", "∅", "∅"), ("#", "∅", "∅"),
      ("Patient/1#x", "∅", "∅"), ("Patient?identifier=1", "∅", "∅"), ("1", "∅", "∅"),
      ("", "∅", "∅"), ("https://a.org/x/1", "∅", "∅"), ("Patient/", "∅", "∅"),
    ])
  func referenceKeys(reference: String, key: String, patientKey: String) throws {
    let observation =
      #"{"resourceType":"Observation","subject":{"reference":"\#(reference)"},"contained":[{"resourceType":"Patient","id":"p"}]}"#
    #expect(
      try rows(
        #"[{"column":[{"name":"a","path":"subject.getReferenceKey()"},{"name":"b","path":"subject.getReferenceKey(Patient)"}]}]"#,
        type: "Observation", of: observation) == ["\(key)|\(patientKey)"])
  }

  @Test("a resource without an id in a Bundle has the key that references to its entry have")
  func bundleKeys() throws {
    let bundle = Array(
      #"""
      {"resourceType":"Bundle","entry":[
       {"fullUrl":"urn:uuid:5f","resource":{"resourceType":"Patient","name":[{"family":"x"}]}},
       {"resource":{"resourceType":"Patient"},"fullUrl":"https://a.org/Patient/7"},
       {"fullUrl":"urn:uuid:9","resource":{"resourceType":"Patient","id":"own"}},
       {"resource":{"resourceType":"Patient"}}]}
      """#.utf8)
    let view = try ViewDefinition.parse(
      JSONParser.parse(
        #"{"resource":"Patient","select":[{"column":[{"name":"k","path":"getResourceKey()"}]}]}"#))
    let batch = ResourceReader().read(document: bundle).batch
    var evaluator = ViewEvaluator(view)
    var writer = RowWriter()
    for resource in batch.resources {
      _ = try evaluator.appendRows(
        of: resource.root, in: batch.text.span, batch.index, to: &writer)
    }
    let bytes = writer.takeBytes()
    var reader = RowReader.parts(of: view.schema)
    var keys: [String?] = []
    while try reader.next(bytes.span) {
      keys.append(RowReader.string(reader.cells[0], in: bytes.span))
    }
    #expect(keys == ["5f", "7", "own", nil])
  }

  @Test(
    "boundaries reach as far as the value's precision leaves open",
    arguments: [
      ("@2024", "2024-01-01", "2024-12-31"), ("@2024-02", "2024-02-01", "2024-02-29"),
      ("@2023-02", "2023-02-01", "2023-02-28"),
      ("@2024-02-29T10", "2024-02-29T10:00:00.000+14:00", "2024-02-29T10:59:59.999-12:00"),
      ("@2024-02-29T10:30Z", "2024-02-29T10:30:00.000Z", "2024-02-29T10:30:59.999Z"),
      ("@T10", "10:00:00.000", "10:59:59.999"), ("@T10:30:05.5", "10:30:05.500", "10:30:05.599"),
      ("1.0", "0.95", "1.05"), ("-1.5", "-1.55", "-1.45"), ("7", "6.5", "7.5"),
      ("0", "-0.5", "0.5"),
      ("1.5 'mg'", "1.45 'mg'", "1.55 'mg'"), ("'x'", "∅", "∅"), ("{}", "∅", "∅"),
    ])
  func boundaries(value: String, low: String, high: String) throws {
    #expect(
      try rows(
        #"[{"column":[{"name":"a","path":"(\#(value)).lowBoundary()"},{"name":"b","path":"(\#(value)).highBoundary()"}]}]"#,
        of: patient) == ["\(low)|\(high)"])
  }
}
