import HealthIndicators
import JSONText
import Testing

struct IndicatorDefinitionTests {
  static let complete = """
    {
      // the first of the catalogue
      "indicator": "U1", "title": "Test order rate", "version": "1.0.0", "x-owner": "registry",
      "rationale": "why", "source": "where", "table": "eligible", "subject": "patient",
      "denominator": "stage IN ('III', 'IV')", "numerator": "days <= 60",
      "exclusions": [ { "name": "died early", "where": "survival < 30" } ],
      "period": { "column": "diagnosed", "by": "quarter" },
      "geography": { "column": "region" }, "strata": [ "sex", "age" ],
      "method": "wilson", "confidence": 0.9, "unit": "percent"
    }
    """

  private func parse(_ text: String) throws -> [IndicatorDefinition] {
    try IndicatorDefinition.parse(try JSONParser.parse(text))
  }

  @Test("A complete definition is read field by field")
  func complete() throws {
    let definition = try #require(try parse(Self.complete).first)
    #expect(definition.indicator == "U1")
    #expect(definition.subject == "patient")
    #expect(definition.denominator.text == "stage IN ('III', 'IV')")
    #expect(definition.exclusions.map(\.name) == ["died early"])
    #expect(definition.period?.column == "diagnosed" && definition.period?.length == .quarter)
    #expect(definition.geography == .column("region"))
    #expect(definition.strata == ["sex", "age"])
    #expect(definition.confidence == 0.9)
    #expect(definition.unit == .percent)
    #expect(
      definition.namedColumns.map(\.column) == ["patient", "diagnosed", "region", "sex", "age"])
  }

  @Test("What is left out gets its default")
  func minimal() throws {
    let definitions = try parse(
      """
      [{"indicator": "A", "title": "t", "version": "1", "table": "x", "denominator": "1",
        "numerator": "0", "period": {"by": "none"}},
       {"indicator": "A", "title": "t", "version": "1", "table": "x", "denominator": "1",
        "numerator": "0", "strata": ["sex"], "geography": {"constant": "NO"}}]
      """)
    #expect(definitions[0].period == nil && definitions[0].geography == nil)
    #expect(definitions[0].method == .wilson && definitions[0].confidence == 0.95)
    #expect(definitions[0].unit == .proportion)
    #expect(definitions[1].geography == .constant("NO"))
  }

  /// Changes to the complete definition, and where the complaint must stand.
  static let broken: [(old: String, new: String, line: Int, column: Int, word: String)] = [
    ("\"title\"", "\"titel\"", 3, 22, "titel"),
    ("\"Test order rate\"", "3", 3, 31, "title"),
    ("\"U1\"", "\"U 1\"", 3, 16, "letters"),
    ("\"days <= 60\"", "\"days <= 60; DROP TABLE eligible\"", 5, 57, "semicolon"),
    ("\"days <= 60\"", "\"days <= 60)\"", 5, 57, "parenthesis"),
    ("\"days <= 60\"", "\"(days <= 60\"", 5, 57, "parenthesis"),
    ("\"days <= 60\"", "\"days <= 'x\"", 5, 57, "quote"),
    ("\"days <= 60\"", "\"days -- ) comment\"", 5, 57, "comment"),
    ("\"days <= 60\"", "\"  \"", 5, 57, "empty"),
    ("\"quarter\"", "\"week\"", 7, 44, "year, quarter, month, none"),
    ("{ \"column\": \"region\" }", "{ }", 8, 16, "either"),
    ("{ \"column\": \"region\" }", "\"region\"", 8, 16, "object"),
    ("\"age\"", "\"sex\"", 8, 59, "twice"), ("\"age\"", "\"value\"", 8, 59, "every indicator"),
    ("\"age\"", "\"patient\"", 1, 1, "identifies"), ("0.9", "95", 9, 37, "between 0 and 1"),
    ("\"wilson\"", "\"wald\"", 9, 13, "wilson"),
    ("\"where\": \"survival", "\"when\": \"survival", 6, 43, "when"),
  ]

  @Test("Each mistake is reported where it stands", arguments: broken)
  func mistakes(old: String, new: String, line: Int, column: Int, word: String) throws {
    let text = Self.complete.replacing(old, with: new)
    #expect(text != Self.complete)
    let error = #expect(throws: IndicatorDefinitionError.self) { try parse(text) }
    let problem = error?.problems.first { $0.message.contains(word) }
    #expect(
      problem?.position == SourcePosition(line: line, column: column), "\(error?.description ?? "")"
    )
  }

  @Test("All mistakes of a file are reported at once, in the order of the text")
  func allAtOnce() {
    let error = #expect(throws: IndicatorDefinitionError.self) {
      try parse(#"[{"indicator": "A", "strata": 1}, 5, {"method": "x"}]"#)
    }
    let problems = error?.problems ?? []
    #expect(problems.count >= 10)
    #expect(problems.map(\.position) == problems.map(\.position).sorted())
  }

  @Test("Two definitions whose rows could not be told apart are refused")
  func twice() {
    let error = #expect(throws: IndicatorDefinitionError.self) {
      try parse("[\(Self.complete), \(Self.complete)]")
    }
    #expect(error?.problems.count == 1)
    #expect(throws: IndicatorDefinitionError.self) { try parse("[]") }
  }
}
