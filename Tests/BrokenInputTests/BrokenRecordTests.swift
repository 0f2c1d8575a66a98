import Foundation
import TestSupport
import Testing

/// A record that is broken among good ones: what stands before it, the record, what stands after it.
struct BrokenRecord: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let input: TinyPipeline.Input
  let before: String
  let broken: String
  let after: String
  let rule: String
  let field: String?
  let says: String
  /// The stage that refuses it.
  var stage = "in"

  private static func variant(
    _ title: String, _ line: String, _ rule: String, _ field: String?, _ says: String
  ) -> BrokenRecord {
    BrokenRecord(
      testDescription: title, input: .variants,
      before: TinyFiles.header + TinyFiles.record("100") + TinyFiles.record("101"), broken: line,
      after: TinyFiles.record("104"), rule: rule, field: field, says: says)
  }

  private static func resource(
    _ title: String, _ line: String, _ rule: String, _ says: String, field: String? = nil,
    stage: String = "in"
  ) -> BrokenRecord {
    BrokenRecord(
      testDescription: title, input: .resources,
      before: TinyFiles.patient("a") + TinyFiles.patient("b"), broken: line,
      after: TinyFiles.patient("c"), rule: rule, field: field, says: says, stage: stage)
  }

  private static func row(
    _ title: String, _ line: String, after: String = "c,70\n", _ rule: String, _ field: String?,
    _ says: String
  ) -> BrokenRecord {
    BrokenRecord(
      testDescription: title, input: .table, before: "id,age\npat-4711,50\nb,60\n", broken: line,
      after: after, rule: rule, field: field, says: says)
  }

  private static let cut = String(TinyFiles.patient("pat-4711").dropLast(20))

  static let all: [BrokenRecord] = [
    variant("five columns", "chr1\t103\t.\tA\tG\n", "columns", nil, "the line has 5 columns"),
    variant(
      "a sample too few", TinyFiles.record("103", genotypes: "0/1"), "columns", nil,
      "the line has 10 columns, the header announces 11"),
    variant(
      "a sample too many", TinyFiles.record("103", genotypes: "0/1\t0/1\t0/1"), "columns", nil,
      "the line has 12 columns, the header announces 11"),
    variant("POS is no number", TinyFiles.record("10x"), "pos", "POS", "a whole number from 0"),
    variant("POS is negative", TinyFiles.record("-5"), "pos", "POS", "a whole number from 0"),
    variant(
      "POS is beyond all", TinyFiles.record("99999999999999999999"), "pos", "POS",
      "a whole number from 0"),
    variant("POS holds a NUL", TinyFiles.record("1\0"), "pos", "POS", "a whole number from 0"),
    variant("REF is no sequence", TinyFiles.record("103", ref: "A1"), "ref", "REF", "bases"),
    variant("QUAL is a word", TinyFiles.record("103", qual: "high"), "qual", "QUAL", "a number or"),
    variant("a blank line", "\n", "blank", nil, "the line is blank"),
    resource(
      "a line of text", "this is pat-4711, not JSON\n", "json", "the record is not JSON"),
    resource(
      "a resource that is cut off", cut + "\n", "json", "it may be truncated"),
    resource(
      "two resources on a line",
      TinyFiles.patient("pat-4711").replacing("\n", with: "") + TinyFiles.patient("d"), "json",
      "text after the end of the value"),
    resource("an array", "[1, 2]\n", "object", "no object"),
    resource(
      "an object without a type", #"{"id":"pat-4711"}"# + "\n", "resourceType",
      "no \"resourceType\""),
    resource(
      "two values for one column",
      #"{"resourceType":"Patient","id":"pat-4711","gender":["a","b"]}"# + "\n", "collection",
      "more than one value", field: "sex", stage: "out"),
    row("a cell too few", "pat-4711\n", "columnCount", nil, "1 cells where the table has 2"),
    row("a cell too many", "x,61,pat-4711\n", "columnCount", nil, "3 cells where the table has 2"),
    row("a word for a number", "x,old\n", "type", "age", "not a whole number"),
    row("a cell that must not be empty", ",61\n", "required", "id", "must have a value"),
    row(
      "a value that must differ", "pat-4711,61\n", "unique", "id",
      "an earlier row has the same value"),
    row(
      "a quote inside a cell", "x\"y,61\n", "strayQuote", "column 1",
      "a quote stands where none may"),
    row(
      "a quote that is never closed", "\"x,61\n", after: "", "unterminatedQuote", "column 1",
      "close the quote"),
  ]

  /// The line of the record, from 1.
  var line: Int { before.count { $0 == "\n" } + 1 }
  /// How many good records stand around it.
  var goodRecords: Int { input == .resources || !after.isEmpty ? 3 : 2 }
  /// The file with the record in it.
  var text: String { before + broken + after }
  /// The name of its file.
  var file: String {
    switch input {
    case .variants: "in.vcf"
    case .resources: "in.ndjson"
    case .table, .scoringFile: "in.csv"
    }
  }

  /// Runs a pipeline over the file.
  func run(onBad: String, bgzf: Bool = false) throws -> Outcome {
    let name = bgzf ? file + ".gz" : file
    let pipeline = TinyPipeline(input: input, file: name, settings: #""onBad": "\#(onBad)""#)
    return try pipeline.run { folder in
      try folder.write(bgzf ? TinyFiles.bgzf(text) : Array(text.utf8), to: name)
    }
  }
}

@Suite("Broken records")
struct BrokenRecordTests {
  @Test(
    "With onBad fail the run ends at the record, and nothing is published",
    arguments: BrokenRecord.all)
  func fails(_ record: BrokenRecord) throws {
    let outcome = try record.run(onBad: "fail")
    let place = "/\(record.file):\(record.line):" + (record.field.map { $0 + ":" } ?? "")
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains(place + " "), "\(outcome.errors)")
    #expect(outcome.errors.contains(record.says), "\(outcome.errors)")
    #expect(outcome.errors.contains("set \"onBad\": \"quarantine\""), "\(outcome.errors)")
    #expect(outcome.published == nil)
    #expect(outcome.leaks.isEmpty, "\(outcome.leaks)")
  }

  @Test(
    "With onBad quarantine the record is kept aside with its line, offset and rule",
    arguments: BrokenRecord.all, [false, true])
  func quarantined(_ record: BrokenRecord, bgzf: Bool) throws {
    let outcome = try record.run(onBad: "quarantine", bgzf: bgzf)
    let place = record.before.utf8.count
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    try #require(outcome.quarantine.count == 1)
    let refused = outcome.quarantine[0]
    #expect(refused.stage == record.stage)
    #expect(refused.file.hasSuffix("/" + record.file + (bgzf ? ".gz" : "")))
    #expect(refused.line == record.line)
    #expect(refused.offset == (bgzf ? TinyFiles.virtualOffset(place) : UInt64(place)))
    #expect(refused.rule == record.rule)
    #expect(refused.field == record.field)
    checkRest(outcome, record, quarantined: 1)
  }

  @Test("With onBad drop the record is counted and gone", arguments: BrokenRecord.all)
  func dropped(_ record: BrokenRecord) throws {
    let outcome = try record.run(onBad: "drop")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.quarantine.isEmpty)
    let stage = outcome.stages.first { $0.name == record.stage }
    #expect(stage?.dropped == [record.rule: 1])
    checkRest(outcome, record, quarantined: 0)
  }

  @Test("A record far behind the beginning is kept aside with its true line and offset")
  func farBehind() throws {
    let count = 30_000
    let variants = (1...count).map { TinyFiles.record("\($0)") }.joined()
    let patients = (1...count).map { TinyFiles.patient("p\($0)") }.joined()
    let rows = (1...count).map { "person \($0) of many,\($0)\n" }.joined()
    for (input, before, broken, after) in [
      (.variants, TinyFiles.header + variants, TinyFiles.record("x"), TinyFiles.record("50000")),
      (.resources, patients, "{\n", TinyFiles.patient("last")),
      (.table, "id,age\n\"of two\nlines\",1\n" + rows, "x,old\n", "last,1\n"),
    ] as [(TinyPipeline.Input, String, String, String)] {
      let record = BrokenRecord(
        testDescription: "", input: input, before: before, broken: broken, after: after, rule: "",
        field: nil, says: "")
      for bgzf in [false, true] {
        let outcome = try record.run(onBad: "quarantine", bgzf: bgzf)
        let place = before.utf8.count
        #expect(outcome.quarantine.map(\.line) == [record.line], "\(outcome.errors)")
        #expect(
          outcome.quarantine.map(\.offset)
            == [bgzf ? TinyFiles.virtualOffset(place) : UInt64(place)])
      }
    }
  }

  /// The good records came through, every record is accounted for, and no name has leaked.
  private func checkRest(_ outcome: Outcome, _ record: BrokenRecord, quarantined: Int) {
    for stage in outcome.stages {
      #expect(stage.read == stage.kept + stage.quarantined + stage.dropped.values.reduce(0, +))
    }
    let stage = outcome.stages.first { $0.name == record.stage }
    #expect(stage?.read == record.goodRecords + 1)
    #expect(stage?.kept == record.goodRecords)
    #expect(stage?.quarantined == quarantined)
    let rows = record.goodRecords * (record.input == .variants ? 2 : 1)
    #expect(outcome.published?.count { $0 == "\n" } == rows + 1)
    #expect(outcome.leaks.isEmpty, "\(outcome.leaks)")
  }
}
