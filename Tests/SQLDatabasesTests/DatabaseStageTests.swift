import Foundation
import TestSupport
import Testing

/// Which database a test runs on.
enum DatabaseKind: String, CaseIterable, Sendable {
  case postgresql, sqlite

  static var present: [DatabaseKind] { PostgreSQLServer.isPresent ? allCases : [.sqlite] }
}

/// A database of a test's own, and a folder with a definition that loads and reads it.
private final class Registry {
  let folder: TemporaryFolder
  private let server: PostgreSQLServer?
  var address: String

  static let columns = """
    {"id": {"type": "integer"}, "name": {"type": "string"}, "dose": {"type": "number"},
     "alive": {"type": "boolean"}, "born": {"type": "date"}, "seen": {"type": "instant"}}
    """

  init(_ kind: DatabaseKind) throws {
    folder = try TemporaryFolder()
    server = kind == .postgresql ? try PostgreSQLServer() : nil
    address = server?.url() ?? "sqlite:\(folder.path)/registry.sqlite"
  }

  /// The address with another password or host.
  func other(password: String = PostgreSQLServer.password, host: String = "127.0.0.1") -> String {
    server?.url(password: password, host: host) ?? ""
  }

  func query(_ sql: String) throws -> String {
    if let server { return try server.query(sql) }
    let code = """
      import sqlite3, sys
      for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]):
        print("|".join("" if cell is None else str(cell) for cell in row))
      """
    let file = "\(folder.path)/registry.sqlite"
    return try Program.run("/usr/bin/python3", ["-c", code, file, sql], in: folder.path).output
      .trimmingCharacters(in: .newlines)
  }

  /// Loads the file `people.csv`.
  func load(
    _ rows: String, _ settings: String = "", table: String = "people", work: String = "work",
    out: String = "out"
  ) throws -> Program.Result {
    try folder.write("id,name,dose,alive,born,seen\n" + rows, to: "people.csv")
    try folder.write(
      """
      {"pipeline": "load", "secrets": {"registry": {"env": "REGISTRY_URL"}}, "stages": {
        "people": {"use": "table.read", "with": {"files": "people.csv", "columns": \(Self.columns)}},
        "load": {"use": "sql.load", "from": "people",
          "with": {"database": {"secret": "registry"}, "table": "\(table)"\(settings)}}},
       "publish": {"report.csv": "load.report"}}
      """, to: "load.json")
    return try run("load.json", work: work, out: out)
  }

  /// Reads a query into `out/latest/rows.csv`.
  func read(_ sql: String) throws -> Program.Result {
    try folder.write(
      """
      {"pipeline": "read", "secrets": {"registry": {"env": "REGISTRY_URL"}}, "stages": {
        "rows": {"use": "sql.read", "with": {"database": {"secret": "registry"}, "query": "\(sql)"}}},
       "publish": {"rows.csv": {"from": "rows.table", "privacy": "identifiable"}}}
      """, to: "read.json")
    return try run("read.json", work: "work-read")
  }

  private func arguments(_ file: String, work: String, out: String) -> [String] {
    ["REGISTRY_URL=\(address)", Program.path, "run", file, "--work", work, "--out", out]
  }

  func run(_ file: String, work: String, out: String = "out") throws -> Program.Result {
    try Program.run("/usr/bin/env", arguments(file, work: work, out: out), in: folder.path)
  }

  /// Waits until a query gives an answer.
  func wait(for answer: String, _ sql: String) throws {
    let deadline = Date.now.addingTimeInterval(60)
    while try query(sql) != answer {
      if Date.now > deadline { throw CocoaError(.featureUnsupported) }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  /// Holds a lock on a table; it ends when its input is closed.
  func hold(_ table: String) throws -> (process: Process, input: Pipe) {
    let process = Process()
    let input = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["psql", "-XAtq", address]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("BEGIN; LOCK TABLE \(table);\n".utf8))
    try wait(
      for: "1",
      "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = '\(table)'::regclass"
    )
    return (process, input)
  }

  func start(_ file: String, work: String, options: [String] = []) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = Array(arguments(file, work: work, out: "out").dropFirst(2)) + options
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["REGISTRY_URL": address]) { $1 }
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Whether a text stands in any file that a run has left, or in its output.
  func leaks(_ text: String, _ result: Program.Result) throws -> Bool {
    if (result.output + result.errors).contains(text) { return true }
    let files = FileManager.default.enumerator(atPath: folder.path)
    while let name = files?.nextObject() as? String {
      guard name.hasPrefix("work") || name.hasPrefix("out"),
        let data = FileManager.default.contents(atPath: folder.path + "/" + name)
      else { continue }
      if data.range(of: Data(text.utf8)) != nil { return true }
    }
    return false
  }

  func report(_ out: String = "out") -> String {
    (try? folder.read("\(out)/latest/report.csv")) ?? ""
  }
}

private let nasty = #"""
  1,"Å, ""quoted"" and \back\slash	tab",0.1,true,1950-02-28,2024-01-01T12:30:00Z
  2,"two
  lines",-1.5e-07,false,,2024-02-29T23:59:59Z
  3,"",,,,
  4,,100000,true,2000-01-01,
  5,\N \. ''; DROP TABLE people; --,3,false,1999-12-31,2020-06-01T00:00:00Z

  """#

@Suite("Loading and reading databases")
struct DatabaseStageTests {
  @Test(
    "what is loaded is read again as it was, of all types and with all marks",
    arguments: DatabaseKind.present)
  func keepsCells(kind: DatabaseKind) throws {
    let registry = try Registry(kind)
    let loaded = try registry.load(nasty)
    #expect(loaded.exitCode == 0, "\(loaded.errors)")
    #expect(registry.report() == "table,mode,rows\npeople,replace,5\n")
    #expect(try registry.query("SELECT count(*), count(name), count(born) FROM people") == "5|4|3")
    let read = try registry.read("SELECT * FROM people ORDER BY id")
    #expect(read.exitCode == 0, "\(read.errors)")
    let rows = try registry.folder.read("out/latest/rows.csv")
    let expected = "id,name,dose,alive,born,seen\n" + nasty
    #expect(
      rows.replacing(".000000Z", with: "Z")
        == expected.replacing("100000", with: kind == .sqlite ? "100000.0" : "100000")
        .replacing(",3,false", with: kind == .sqlite ? ",3.0,false" : ",3,false"))
  }

  @Test(
    "replace leaves the new rows only; a row that cannot be stored leaves the old ones",
    arguments: DatabaseKind.present)
  func replaces(kind: DatabaseKind) throws {
    let registry = try Registry(kind)
    #expect(try registry.load("1,a,1,true,,\n2,b,2,true,,\n").exitCode == 0)
    #expect(try registry.load("7,g,7,false,,\n").exitCode == 0)
    #expect(try registry.query("SELECT id, name FROM people") == "7|g")
    _ = try registry.query("CREATE UNIQUE INDEX once ON people (name)")
    let refused = try registry.load("8,Secretperson,1,,,\n9,Secretperson,1,,,\n")
    #expect(refused.exitCode == 1)
    #expect(!refused.errors.contains("Secretperson"))
    #expect(refused.errors.contains("table \"people\""))
    #expect(try registry.query("SELECT id FROM people") == "7")
  }

  @Test(
    "append adds rows once, even where the program did not live to note it",
    arguments: DatabaseKind.present)
  func appendsOnce(kind: DatabaseKind) throws {
    let registry = try Registry(kind)
    let mode = #", "mode": "append""#
    #expect(try registry.load("1,a,1,true,,\n", mode).exitCode == 0)
    #expect(registry.report().hasSuffix("people,append,1\n"))
    // Another work folder knows nothing of the first run, as after a loss.
    #expect(
      try registry.load("1,a,1,true,,\n", mode, work: "work-two", out: "out-two").exitCode == 0)
    #expect(registry.report("out-two") == registry.report())
    #expect(try registry.query("SELECT count(*) FROM pcmflow_loads") == "1")
    #expect(try registry.load("2,b,1,true,,\n", mode).exitCode == 0)
    #expect(try registry.query("SELECT id FROM people ORDER BY id") == "1\n2")
  }

  @Test(
    "upsert gives known keys their new values and adds the others", arguments: DatabaseKind.present)
  func upserts(kind: DatabaseKind) throws {
    let registry = try Registry(kind)
    let mode = #", "mode": "upsert", "key": ["id"]"#
    #expect(try registry.load("1,a,1,true,,\n2,b,2,true,,\n", mode).exitCode == 0)
    #expect(try registry.load("2,changed,3,true,,\n3,c,,,,\n", mode).exitCode == 0)
    #expect(
      try registry.query("SELECT id, name FROM people ORDER BY id") == "1|a\n2|changed\n3|c")
  }

  @Test("a NUL character is refused with table, row and column", arguments: DatabaseKind.present)
  func refusesNul(kind: DatabaseKind) throws {
    let registry = try Registry(kind)
    let result = try registry.load("1,a,1,true,,\n2,b\u{0}c,1,true,,\n")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(#"table "people", row 2, column "name""#))
  }

  @Test("the definition is refused where it cannot be meant")
  func refusesDefinitions() throws {
    let registry = try Registry(.sqlite)
    for (settings, words) in [
      (#", "mode": "upsert""#, "key"), (#", "key": ["id"]"#, "upsert"),
      (#", "mode": "upsert", "key": ["idd"]"#, "\"id\""),
    ] {
      let result = try registry.load("1,a,1,true,,\n", settings)
      #expect(result.exitCode == 2)
      #expect(result.errors.contains(words))
    }
    registry.address = "mysql://root:hunter2@somewhere/x"
    let result = try registry.load("1,a,1,true,,\n")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("no known form"))
    #expect(try !registry.leaks("hunter2", result))
  }

  @Test(
    "a server that refuses is told of without its address or password",
    .enabled(if: PostgreSQLServer.isPresent, "needs postgresql"))
  func refusalsAreDiscreet() throws {
    let registry = try Registry(.postgresql)
    let good = registry.address
    for (address, words) in [
      (registry.other(password: "wrong-password"), "refuses the user or the password"),
      (registry.other(host: "no-such-host.invalid"), "host is not known"),
      ("postgresql://loader:\(PostgreSQLServer.password)@127.0.0.1:1/registry", "nothing listens"),
    ] {
      registry.address = address
      let result = try registry.load("1,a,1,true,,\n")
      #expect(result.exitCode == 1)
      #expect(result.errors.contains(words), "\(result.errors)")
      for secret in [PostgreSQLServer.password, "wrong-password", "no-such-host", "loader"] {
        #expect(try !registry.leaks(secret, result), "\(secret)")
      }
    }
    registry.address = good
    _ = try registry.query("CREATE TABLE typed (id integer, name date, dose real, alive boolean)")
    let lacking = try registry.load("1,a,1,true,,\n", table: "typed")
    #expect(lacking.exitCode == 1 && lacking.errors.contains("a column is not there"))
    _ = try registry.query("ALTER TABLE typed ADD COLUMN born date, ADD COLUMN seen timestamptz")
    let mistyped = try registry.load("1,,1,true,,\n2,Secretperson,1,,,\n", table: "typed")
    #expect(mistyped.exitCode == 1)
    #expect(mistyped.errors.contains(#"table "typed", row 2, column "name""#), "\(mistyped.errors)")
    #expect(!mistyped.errors.contains("Secretperson"))
    #expect(try registry.load("1,a,1,,,\n", table: "elsewhere.t").errors.contains("schema"))
    let writing = try registry.read("DELETE FROM typed RETURNING id")
    #expect(writing.exitCode == 1)
    #expect(try registry.query("SELECT count(*) FROM typed") == "0")
    #expect(try registry.read("SELECT nothing FROM typed").errors.contains("a column is not there"))
  }

  @Test(
    "SIGTERM cancels a query that is read, and a load that waits, on the server as well",
    .enabled(if: PostgreSQLServer.isPresent, "needs postgresql"))
  func cancelsOnSignals() throws {
    let registry = try Registry(.postgresql)
    #expect(try registry.load("1,a,1,true,,\n").exitCode == 0)
    #expect(try registry.read("SELECT 1 AS one").exitCode == 0)
    let reading = try registry.folder.read("read.json")
    try registry.folder.write(reading.replacing("1 AS one", with: "pg_sleep(300)"), to: "read.json")
    let asleep =
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%pg_sleep%' AND state = 'active'"
    let reader = try registry.start("read.json", work: "work-read")
    try registry.wait(for: "1", asleep)
    kill(reader.processIdentifier, SIGTERM)
    reader.waitUntilExit()
    #expect(reader.terminationReason == .exit && reader.terminationStatus == 143)
    try registry.wait(for: "0", asleep)

    // Somebody else holds the table.
    let holder = try registry.hold("people")
    try registry.folder.write("id,name,dose,alive,born,seen\n2,b,2,true,,\n", to: "people.csv")
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    let loader = try registry.start("load.json", work: "work", options: ["--grace", "1s"])
    try registry.wait(for: "1", waiting)
    kill(loader.processIdentifier, SIGTERM)
    loader.waitUntilExit()
    #expect(loader.terminationReason == .exit && loader.terminationStatus == 143)
    try registry.wait(for: "0", waiting)
    try holder.input.fileHandleForWriting.close()
    holder.process.waitUntilExit()
    #expect(try registry.query("SELECT id FROM people") == "1")
  }

  @Test(
    "killed while it copies, it leaves the rows that were there; the next run loads all",
    .enabled(if: PostgreSQLServer.isPresent, "needs postgresql"), arguments: [300, 900, 1500])
  func survivesKills(milliseconds: Int) throws {
    let registry = try Registry(.postgresql)
    #expect(try registry.load("1,a,1,true,,\n").exitCode == 0)
    var rows = ""
    for number in 0..<60_000 { rows += "\(number),name \(number),0.5,true,2000-01-01,\n" }
    try registry.folder.write("id,name,dose,alive,born,seen\n" + rows, to: "people.csv")
    let process = try registry.start("load.json", work: "work")
    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let count = try registry.query("SELECT count(*) FROM people")
    #expect(count == "1" || count == "60000")
    #expect(try registry.run("load.json", work: "work").exitCode == 0)
    #expect(try registry.query("SELECT count(*), count(DISTINCT id) FROM people") == "60000|60000")
  }
}
