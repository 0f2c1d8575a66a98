import HealthIndicators
import JSONText
import Tables
import Testing

struct IndicatorTableTests {
  private func definitions(_ text: String) throws -> [IndicatorDefinition] {
    try IndicatorDefinition.parse(try JSONParser.parse(text))
  }

  @Test("The query quotes names, keeps conditions apart and groups by every division")
  func query() throws {
    let definition = try definitions(
      """
      {"indicator": "A", "title": "t", "version": "1", "table": "my \\"table", "subject": "p",
       "denominator": "a OR b", "numerator": "c OR d",
       "exclusions": [{"name": "n", "where": "e OR f"}],
       "period": {"column": "day", "by": "year"}, "geography": {"constant": "Côte d'Or"},
       "strata": ["s"]}
      """)[0]
    #expect(
      IndicatorQuery(definition).text == """
        SELECT CASE WHEN "day" GLOB '[0-9][0-9][0-9][0-9]*' THEN substr("day", 1, 4) ELSE 'unknown' END AS "period",
          'Côte d''Or' AS "geography",
          COALESCE(NULLIF(CAST("s" AS TEXT), ''), 'unknown') AS "s",
          COUNT(DISTINCT "p") AS "denominator",
          COUNT(DISTINCT CASE WHEN (c OR d) IS TRUE THEN "p" END) AS "numerator"
        FROM "my ""table"
        WHERE (a OR b) IS TRUE
          AND (e OR f) IS NOT TRUE
        GROUP BY 1, 2, 3
        ORDER BY 1, 2, 3
        """)
  }

  @Test("Rows carry value and Wilson limits in the definition's unit; nobody gives no value")
  func rows() throws {
    let definition = try definitions(
      """
      {"indicator": "A", "title": "t", "version": "1", "table": "x", "denominator": "1",
       "numerator": "0", "unit": "percent"}
      """)[0]
    let row = IndicatorRow(
      definition, period: nil, geography: nil, strata: [], numerator: 65, denominator: 100)
    #expect(row.value == 65)
    #expect(abs((row.lower ?? 0) - 55.25444329688797) < 1e-11)
    #expect(abs((row.upper ?? 0) - 73.63575175690247) < 1e-11)
    let none = IndicatorRow(
      definition, period: nil, geography: nil, strata: [], numerator: 0, denominator: 0)
    #expect(none.value == nil && none.lower == nil && none.upper == nil)
  }

  @Test("Definitions share one table: the strata of others stay null")
  func sharedTable() throws {
    let both = try definitions(
      """
      [{"indicator": "A", "title": "t", "version": "1", "table": "x", "denominator": "1",
        "numerator": "0", "strata": ["sex"]},
       {"indicator": "B", "title": "t", "version": "1", "table": "x", "denominator": "1",
        "numerator": "0", "strata": ["age", "sex"]}]
      """)
    let table = IndicatorTable(both)
    #expect(
      table.schema.columns.map(\.name) == [
        "indicator", "period", "geography", "sex", "age", "numerator", "denominator", "value",
        "lower", "upper", "method", "unit",
      ])
    var writer = RowWriter()
    table.write(
      IndicatorRow(
        both[0], period: "2024", geography: "NO", strata: ["f"], numerator: 0, denominator: 0),
      of: both[0], to: &writer)
    table.write(
      IndicatorRow(
        both[1], period: nil, geography: nil, strata: ["60+", "m"], numerator: 0, denominator: 0),
      of: both[1], to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        A,2024,NO,f,,0,0,,,,wilson,proportion
        B,,,m,60+,0,0,,,,wilson,proportion

        """)
  }
}
