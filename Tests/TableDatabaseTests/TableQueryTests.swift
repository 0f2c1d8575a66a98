import TableDatabase
import Tables
import TestSupport
import Testing

/// Queries over tables: what is refused, what types come out.
@Suite struct TableQueryTests {
  @Test(
    "what would give other rows each time is refused",
    arguments: [
      "SELECT random()", "SELECT date('now')", "SELECT DATE( )", "SELECT strftime('%Y')",
      "SELECT unixepoch()", "SELECT CURRENT_TIMESTAMP", "SELECT julianday('NOW') - 1",
      "WITH a AS (SELECT datetime()) SELECT * FROM a",
    ])
  func changing(sql: String) {
    #expect(throws: TableDatabaseError.self) { try TableQuery(sql) }
  }

  @Test(
    "words in quotes and comments change nothing",
    arguments: [
      "SELECT 'random()'", "SELECT 1 /* random() */", "SELECT 1 -- date()\n, 2",
      "SELECT \"now\" FROM t", "SELECT date('2026-01-31')", "SELECT strftime('%Y', day) FROM t",
      "SELECT [date()] FROM t", "SELECT 'it''s now' FROM t",
    ])
  func harmless(sql: String) throws {
    _ = try TableQuery(sql)
  }

  @Test(
    "only a single reading query runs",
    arguments: [
      "INSERT INTO t VALUES (1)", "ATTACH 'x' AS y", "PRAGMA user_version", "DROP TABLE t", "",
      "SELECT 1; SELECT 2",
    ])
  func reading(sql: String) throws {
    let database = try TableDatabase(path: nil)
    try database.create("t", [("a", .integer)])
    #expect(throws: TableDatabaseError.self) {
      _ = try TableQuery(sql).columns(in: database)
    }
  }

  @Test(
    "a query that gives groups may be called an aggregate",
    arguments: [
      "SELECT count(*) FROM t", "SELECT sex, count(*) AS n FROM t GROUP BY sex ORDER BY sex",
      "SELECT t.sex AS s, 1.0 * sum(x) / count(*) FROM t GROUP BY s",
      "WITH a AS (SELECT * FROM t) SELECT region, avg(x) FROM a GROUP BY region HAVING count(*) > 4",
      "SELECT 'all' AS g, count(*) FROM t UNION ALL SELECT g, count(*) FROM t GROUP BY g",
      "SELECT CHROM, count(*) AS n FROM sites GROUP BY CHROM",
    ])
  func aggregates(sql: String) throws {
    #expect(try TableQuery(sql).aggregates)
  }

  @Test(
    "a query that gives rows about persons may not",
    arguments: [
      "SELECT person FROM t", "SELECT person, count(*) OVER () AS n FROM t",
      "SELECT person, (SELECT count(*) FROM t) AS n FROM t",
      "SELECT person, sum FROM (SELECT person, age AS sum FROM t)",
      "SELECT person, count(*) FROM t GROUP BY region",
      "SELECT count(*) FROM t UNION ALL SELECT age FROM t",
      "SELECT * FROM (SELECT sex, count(*) FROM t GROUP BY sex) JOIN t",
    ])
  func noAggregate(sql: String) throws {
    #expect(try !TableQuery(sql).aggregates)
  }

  @Test(
    "what looks beside the tables that come in is refused",
    arguments: [
      "SELECT * FROM pragma_database_list", "SELECT * FROM sqlite_schema",
      "SELECT load_extension('x')", "SELECT 1; SELECT 2",
    ])
  func foreign(sql: String) {
    #expect(throws: TableDatabaseError.self) { try TableQuery(sql) }
  }

  @Test("columns keep the types of their tables; computed ones take the narrowest that fits")
  func types() throws {
    let folder = try TemporaryFolder()
    let part = try folder.write("1,2.5,true,2026-01-31,x\n2,,false,,\n", to: "part")
    let schema = TableSchema([
      Column("i", .integer), Column("n", .number), Column("b", .boolean), Column("d", .date),
      Column("s", .string),
    ])
    let database = try TableDatabase(path: nil)
    try database.load("t", schema, parts: [part])
    let result = try TableQuery("SELECT *, i + n AS sum, i * 2 AS twice, s || 'y' AS more FROM t")
      .run(in: database) { bytes, count in
        let expected = "1,2.5,true,2026-01-31,x,3.5,2,xy\n2,,false,,,,4,\n"
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
        #expect(count == 2)
      }
    #expect(
      result.columns.map(\.type) == [
        .integer, .number, .boolean, .date, .string, .number, .integer, .string,
      ])
  }
}
