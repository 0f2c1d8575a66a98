import FHIR
import JSONText
import Testing

private let patient = #"""
  {"resourceType":"Patient","id":"p1","active":true,"birthDate":"1970-06","_birthDate":{"extension":[{"url":"u","valueCode":"x"}]},"multipleBirthInteger":2,"name":[{"use":"official","family":"O\"Neil","given":["A","B",null]},{"use":"usual","given":["C"]}],"extension":[{"url":"e","valueQuantity":{"value":1.50,"unit":"mg"}},{"url":"f","valueString":"s"}],"generalPractitioner":[{"reference":"Practitioner/7/_history/2"},{"reference":"https://h.org/fhir/Organization/o"},{"reference":"#c"},{"reference":"urn:uuid:abc"},{"reference":"Patient?identifier=1"},{"display":"x"}],"contained":[{"resourceType":"Organization","id":"c"}]}
  """#

@Suite("FHIRPath")
struct FHIRPathTests {
  @Test(
    "a path yields what the specification says",
    arguments: [
      ("name.given", #"["A","B","C"]"#), ("Patient.name.use", #"["official","usual"]"#),
      ("Observation.id", "[]"), ("name.family", #"["O\"Neil"]"#), ("name.last().given", #"["C"]"#),
      ("name[1].given[0]", #"["C"]"#), ("name[7]", "[]"), ("name.given.count()", "[3]"),
      ("name.where(use = 'usual').given", #"["C"]"#), ("name.exists(use = 'x')", "[false]"),
      ("name.all(given.exists())", "[true]"), ("name.all(family.exists())", "[false]"),
      ("name.given.select($this & '!')", #"["A!","B!","C!"]"#),
      ("name.select(use)", #"["official","usual"]"#), ("name.given.join('-')", #"["A-B-C"]"#),
      ("multipleBirth", "[2]"), ("multipleBirth.ofType(integer)", "[2]"),
      ("multipleBirth.ofType(boolean)", "[]"), ("multipleBirth is integer", "[true]"),
      ("multipleBirth as integer", "[2]"), ("(multipleBirth).ofType(integer)", "[2]"),
      ("extension('e').value.unit", #"["mg"]"#),
      ("extension('e').value.ofType(Quantity).value", "[1.50]"),
      ("extension('f').value.ofType(string)", #"["s"]"#),
      ("extension('f').value.ofType(Quantity)", "[]"),
      ("extension.value.ofType(FHIR.string)", #"["s"]"#),
      ("birthDate.extension('u').value", #"["x"]"#), ("birthDate.extension.url", #"["u"]"#),
      ("generalPractitioner.getReferenceKey()", #"["7","o","abc"]"#),
      ("generalPractitioner.getReferenceKey(Practitioner)", #"["7","abc"]"#),
      ("getResourceKey()", #"["p1"]"#), ("contained.ofType(Organization).id", #"["c"]"#),
      ("contained.ofType(Patient).id", "[]"), ("contained.getResourceKey()", #"["c"]"#),
      ("%resource.id", #"["p1"]"#), ("name.where(%resource.active).count()", "[2]"),
      ("1 + 2 * 3", "[7]"), ("(1 + 2) * 3", "[9]"), ("7 / 2", "[3.5]"),
      ("1 / 3", "[0.333333333333333333]"),
      ("7 div 2", "[3]"), ("-7 mod 3", "[-1]"), ("1 / 0", "[]"), ("0.1 + 0.2", "[0.3]"),
      ("1.0 + 1", "[2.0]"),
      ("-1.5 * 2", "[-3.0]"), ("'a' + 'b'", #"["ab"]"#), ("'a' & {}", #"["a"]"#), ("1 + {}", "[]"),
      ("1 = 1.0", "[true]"), ("1 < 1.5", "[true]"), ("'b' > 'a'", "[true]"), ("1 = 'a'", "[false]"),
      ("1 != 2", "[true]"), ("{} = 1", "[]"), ("name.given = name.given", "[true]"),
      ("name.given = 'A'", "[false]"), ("true and {}", "[]"), ("false and {}", "[false]"),
      ("true or {}", "[true]"), ("true xor true", "[false]"), ("false implies {}", "[true]"),
      ("{}.not()", "[]"), ("active.not()", "[false]"), ("true and false or true", "[true]"),
      ("birthDate > @1969", "[true]"), ("birthDate = @1970-06-01", "[]"),
      ("birthDate < @1970-07-01", "[true]"),
      ("@2020-01-01T00:00:00Z = @2020-01-01T01:00:00+01:00", "[true]"),
      ("@2020-01-01T00:00:00.1Z < @2020-01-01T00:00:00.12Z", "[true]"),
      ("@T12:30 < @T12:31", "[true]"), ("birthDate.lowBoundary()", #"["1970-06-01"]"#),
      ("@2024-02.highBoundary()", #"["2024-02-29"]"#), ("1.587.lowBoundary()", "[1.5865]"),
      ("@2020-01-01T12:30Z.highBoundary()", #"["2020-01-01T12:30:59.999Z"]"#),
      ("'abc'.startsWith('ab')", "[true]"), ("'abc'.endsWith('ab')", "[false]"),
      ("'abc'.contains('b')", "[true]"),
      ("'it\\'s \\u00e9'", #"["it's é"]"#), ("`name`.`use`", #"["official","usual"]"#),
      ("id.hasValue()", "[true]"), ("name.first().hasValue()", "[false]"),
      ("name.empty()", "[false]"),
      ("nothing.nothing", "[]"), ("1 is integer", "[true]"),
      ("name.first().family.first()", #"["O\"Neil"]"#),
      ("name.where(given.count() > 1).use", #"["official"]"#),
      ("name.first()", #"[{"use":"official","family":"O\"Neil","given":["A","B",null]}]"#),
    ])
  func values(path: String, expected: String) throws {
    #expect(try pathValue(path, patient) == expected)
  }

  @Test(
    "a path that cannot be used is refused at its place",
    arguments: [
      ("", 1), ("name.", 6), ("name..given", 6), ("name[", 6), ("name given", 6), ("(name", 6),
      ("name.frist()", 6), ("name.first(1)", 6), ("name.ofType(Qantity)", 6), ("'abc", 1),
      ("@2020-13-01", 1),
      ("@T25:00", 1), ("getReferenceKey(Pateint)", 1), ("Pateint.id", 1), ("%nope", 1),
      ("name.where()", 6), ("$that", 1), ("name = 'a' and", 15),
      ("name ; given", 6), ("extension(url)", 1), ("12345678901234567890", 1),
      ("name.getReferenceKey('x')", 6),
      ("a.ofType('x')", 3), ("\\u0041", 1),
    ])
  func refused(path: String, column: Int) throws {
    let error = try #require(throws: ViewDefinitionError.self) { _ = try pathValue(path, patient) }
    let problem = try #require(error.problems.first)
    #expect(error.problems.count == 1)
    // The path stands on line 2 after `  {"name": "v", "path": "`.
    #expect(problem.position.line == 2)
    #expect(problem.position.column == 25 + column)
  }

  @Test("a path nested a thousand times is refused, not run")
  func deep() {
    let path = String(repeating: "(", count: 1000) + "id" + String(repeating: ")", count: 1000)
    #expect(throws: ViewDefinitionError.self) { _ = try pathValue(path, patient) }
  }

  @Test(
    "what a resource makes impossible is a fault of that resource",
    arguments: [
      ("name.given + 'x'", EvaluationFault.Rule.singleton), ("name.use > 1", .singleton),
      ("id > 1", .operand), ("id * 2", .operand), ("active < 2", .operand), ("-id", .operand),
      ("name['a']", .operand), ("id > @2020", .operand),
    ])
  func faults(path: String, rule: EvaluationFault.Rule) throws {
    let fault = try #require(throws: EvaluationFault.self) { _ = try pathValue(path, patient) }
    #expect(fault.rule == rule)
    #expect(fault.column == "v")
    #expect(!fault.description.contains("p1"))
  }

  @Test("a number of many digits is copied as it is spelled, but not computed with")
  func digits() throws {
    let observation =
      #"{"resourceType":"Observation","valueQuantity":{"value":1.00000000000000000001}}"#
    #expect(try pathValue("value.value", observation) == "[1.00000000000000000001]")
    #expect(throws: EvaluationFault.self) { try pathValue("value.value + 1", observation) }
  }
}
