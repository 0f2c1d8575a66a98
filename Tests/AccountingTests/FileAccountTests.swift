import Foundation
import TestSupport
import Testing

/// read = kept + quarantined + dropped, file by file.
@Suite("Accounts of files")
struct FileAccountTests {
  private struct Account: Decodable {
    var stage: String
    var file: String
    var read: Int
    var kept: Int
    var quarantined: [String: Int]
    var dropped: [String: Int]
  }

  private func accounts(_ pipeline: TablePipeline) throws -> [Account] {
    let text = try String(
      contentsOfFile: pipeline.runFolder() + "/accounts.ndjson", encoding: .utf8)
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Account.self, from: Data($0.utf8))
    }
  }

  @Test(
    "Every file has its own account, also where all files are one shard",
    arguments: [("", "quarantine"), (#", "unique": true"#, "quarantine"), ("", "drop")])
  func ofFiles(_ unique: String, _ onBad: String) throws {
    var pipeline = try TablePipeline()
    pipeline.reader = #""onBad": "\#(onBad)""#
    try pipeline.writeDefinition()
    let definition = try pipeline.folder.read("people.json")
    try pipeline.folder.write(
      definition.replacing("\"required\": true", with: "\"required\": true\(unique)"),
      to: "people.json")
    try pipeline.writeDay("day1.csv", rows: 1...10, bad: [2, 3])
    try pipeline.writeDay("day2.csv", rows: 11...15)
    try pipeline.writeDay("day3.csv", rows: 16...40, bad: [20])
    let result = try pipeline.program("run", "people.json", "--jobs", "2")
    #expect(result.exitCode == 0, "\(result.errors)")
    let accounts = try accounts(pipeline).filter { $0.stage == "people" }
    #expect(
      accounts.map { ($0.file as NSString).lastPathComponent } == [
        "day1.csv", "day2.csv", "day3.csv",
      ])
    #expect(accounts.map(\.read) == [10, 5, 25])
    #expect(accounts.map(\.kept) == [8, 5, 24])
    let bad = accounts.map { onBad == "drop" ? $0.dropped : $0.quarantined }
    #expect(bad == [["type": 2], [:], ["type": 1]])
    let status = try pipeline.program("status", "latest", "--files").output
    let words = onBad == "drop" ? "0 quarantined + 2 dropped" : "2 quarantined + 0 dropped"
    #expect(status.contains("day1.csv in people: 10 read = 8 kept + \(words)"), "\(status)")
    // What is reused is accounted for again.
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    #expect(try self.accounts(pipeline).filter { $0.stage == "people" }.map(\.read) == [10, 5, 25])
  }

  @Test(
    "An account that does not add up, or that the quarantine does not bear out, fails the run",
    arguments: [
      ("artifact.json", #""kept":8"#, #""kept":7"#),
      ("quarantine.ndjson", #""rule":"type""#, #""rule":"typo""#),
    ])
  func mismatch(_ file: String, _ from: String, _ to: String) throws {
    let pipeline = try TablePipeline()
    try pipeline.writeDefinition()
    try pipeline.writeDay("day1.csv", rows: 1...10, bad: [2, 3])
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    let artifacts = pipeline.folder.path + "/.pcmflow/artifacts"
    var changed = 0
    for name in FileManager.default.enumerator(atPath: artifacts)?.allObjects as? [String] ?? []
    where name.hasSuffix(file) {
      let path = artifacts + "/" + name
      let text = try String(contentsOfFile: path, encoding: .utf8)
      guard text.contains(from) else { continue }
      try text.replacing(from, with: to).write(toFile: path, atomically: true, encoding: .utf8)
      changed += 1
    }
    #expect(changed == 1)
    let result = try pipeline.program("run", "people.json")
    #expect(result.exitCode == 1)
    #expect(
      result.errors.contains("day1.csv: records are unaccounted for in stage \"people\""),
      "\(result.errors)")
    #expect(pipeline.releaseCount == 1)
  }
}
