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
