import FHIR
import JSONText
import Tables
import Testing

/// `line:column` of everything that is wrong with a view.
private func places(_ view: String) throws -> [String] {
  do {
    _ = try ViewDefinition.parse(try JSONParser.parse(view))
    return []
  } catch let error as ViewDefinitionError {
    return error.problems.map { "\($0.position.line):\($0.position.column)" }
  }
}

@Suite("Views")
struct ViewDefinitionTests {
  @Test("the columns of a view have names and types before any resource is read")
  func schema() throws {
    let view = try ViewDefinition.parse(
      JSONParser.parse(
        """
        {"resourceType": "ViewDefinition", "name": "people", "status": "draft", "resource": "Patient",
         "select": [
          {"column": [{"name": "id", "path": "getResourceKey()", "type": "id"},
                      {"name": "born", "path": "birthDate", "type": "date"},
                      {"name": "many", "path": "name.given", "type": "integer", "collection": true}]},
          {"forEachOrNull": "name", "column": [{"name": "i", "path": "%rowIndex"},
                      {"name": "known", "path": "family.exists() and use = 'x'"}],
           "unionAll": [{"column": [{"name": "u", "path": "1.5", "type": "decimal"}]},
                        {"column": [{"name": "u", "path": "2.5", "type": "decimal"}]}]},
          {"column": [{"name": "at", "path": "meta.lastUpdated", "type": "instant"},
                      {"name": "when", "path": "deceased.ofType(dateTime)",
                       "type": "http://hl7.org/fhir/StructureDefinition/dateTime"}]}]}
        """))
    #expect(view.name == "people")
    #expect(view.resource == "Patient")
    #expect(
      view.schema
        == TableSchema([
          Column("id", .string), Column("born", .date), Column("many", .string),
          Column("i", .integer), Column("known", .boolean), Column("u", .number),
          Column("at", .instant), Column("when", .string),
        ]))
  }

  @Test(
    "everything that is wrong is named at its place",
    arguments: [
      ("[]", ["1:1"]), ("{}", ["1:1", "1:1"]),
      (#"{"resource": 1, "select": []}"#, ["1:14", "1:1"]),
      (
        #"{"resource": "Patient", "select": [{"column": [{"name": "a", "path": "id"}], "forEech": "name"}]}"#,
        ["1:78"]
      ),
      (
        #"{"resource": "Patient", "select": [{"forEach": "name", "repeat": ["x"], "column": []}]}"#,
        ["1:36"]
      ),
      (
        #"{"resource": "Patient", "select": [{"column": [{"name": "a b", "path": "id"}]}]}"#,
        ["1:57"]
      ),
      (#"{"resource": "Patient", "select": [{"column": [{"name": "a"}]}]}"#, ["1:48"]),
      (
        #"{"resource": "Patient", "select": [{"column": [{"name": "a", "path": "id", "type": "strng"}]}]}"#,
        ["1:84"]
      ),
      (
        #"{"resource": "Patient", "select": [{"column": [{"name": "a", "path": "id"}, {"name": "a", "path": "id"}]}]}"#,
        ["1:86"]
      ),
      (
        #"{"resource": "Patient", "select": [{"column": [{"name": "a", "path": "id..x"}, {"name": "b", "path": "id."}]}]}"#,
        ["1:74", "1:106"]
      ),
      (
        #"{"resource": "Patient", "constant": [{"name": "c", "valueInteger": "x"}, {"name": "c", "valueX": 1}], "select": [{"column": [{"name": "a", "path": "%c"}]}]}"#,
        ["1:38", "1:74"]
      ),
      (
        #"{"resource": "Patient", "where": [{}], "select": [{"column": [{"name": "a", "path": "id"}]}]}"#,
        ["1:35"]
      ),
      (#"{"resource": "Patient", "select": [{}]}"#, ["1:36"]),
    ])
  func problems(view: String, expected: [String]) throws {
    #expect(try places(view) == expected)
  }

  private let names =
    #"{"resourceType":"Patient","id":"p","active":"yes","birthDate":"1970","name":[{"family":"a"},{"family":"b"}]}"#

  @Test("a collection column is a JSON array, and one value that turns out to be two is a fault")
  func collections() throws {
    func view(_ collection: Bool) -> String {
      #"{"resource":"Patient","select":[{"column":[{"name":"f","path":"name.family","collection":\#(collection)}]}]}"#
    }
    #expect(try viewRows(view(true), names) == [["[\"a\",\"b\"]"]])
    let fault = #expect(throws: EvaluationFault.self) { try viewRows(view(false), names) }
    #expect(fault?.rule == .collection)
    #expect(fault?.column == "f")
  }

  @Test("a value that is not of the column's type is a fault; a partial date stays a date")
  func types() throws {
    func view(_ path: String, _ type: String) -> String {
      #"{"resource":"Patient","select":[{"column":[{"name":"v","path":"\#(path)","type":"\#(type)"}]}]}"#
    }
    #expect(try viewRows(view("birthDate", "date"), names) == [["1970"]])
    for (path, type) in [
      ("active", "boolean"), ("id", "integer"), ("id", "date"), ("birthDate", "instant"),
    ] {
      let fault = #expect(throws: EvaluationFault.self) { try viewRows(view(path, type), names) }
      #expect(fault?.rule == .columnType)
    }
  }

  @Test("a resource that makes a fault in its second row leaves no first row behind")
  func noHalfResource() throws {
    let view = try ViewDefinition.parse(
      JSONParser.parse(
        #"{"resource":"Patient","select":[{"forEach":"name","column":[{"name":"g","path":"given"}]}]}"#
      ))
    let text = Array(
      #"{"resourceType":"Patient","name":[{"given":["a"]},{"given":["b","c"]}]}"#.utf8)
    let batch = ResourceReader().read(lines: text).batch
    var evaluator = ViewEvaluator(view)
    var writer = RowWriter()
    #expect(throws: EvaluationFault.self) {
      try evaluator.appendRows(
        of: batch.resources[0].root, in: batch.text.span, batch.index, to: &writer)
    }
    #expect(writer.bytes.isEmpty)
    #expect(writer.rowCount == 0)
  }

  @Test("repeat without an end is a fault, not a crash")
  func endlessRepeat() {
    #expect(throws: EvaluationFault.self) {
      try viewRows(
        #"{"resource":"Patient","select":[{"repeat":["$this"],"column":[{"name":"i","path":"id"}]}]}"#,
        names)
    }
  }

  @Test("resources of another type, and those that a where path leaves out, make no rows")
  func outcomes() throws {
    let view = try ViewDefinition.parse(
      JSONParser.parse(
        #"{"resource":"Patient","where":[{"path":"id = 'a'"}],"select":[{"column":[{"name":"i","path":"id"}]}]}"#
      ))
    let text = Array(
      """
      {"resourceType":"Patient","id":"a"}
      {"resourceType":"Patient","id":"b"}
      {"resourceType":"Device","id":"a"}
      """.utf8)
    let batch = ResourceReader().read(lines: text).batch
    var evaluator = ViewEvaluator(view)
    var writer = RowWriter()
    var outcomes: [ViewEvaluator.Outcome] = []
    for resource in batch.resources {
      outcomes.append(
        try evaluator.appendRows(
          of: resource.root, in: batch.text.span, batch.index, to: &writer))
    }
    #expect(outcomes == [.rows(1), .filtered, .otherType])
  }
}
