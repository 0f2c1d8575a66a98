import Foundation
import TestSupport
import Testing

/// Promises about an input that the input breaks.
@Suite("Data contracts")
struct ContractTests {
  private static let oneBad = TinyFiles.variants + TinyFiles.record("10x")

  @Test(
    "A broken contract ends with code 3 and publishes nothing",
    arguments: [
      (#""failIf": { "badRate": "10%" }"#, oneBad, "1 of 4 records is bad (25.0%)"),
      (#""failIf": { "badCount": 0 }"#, oneBad, "more than the 0 of \"failIf.badCount\""),
      (#""minimumRows": 4"#, oneBad, "3 records were kept, fewer than the 4"),
      (#""failIf": { "emptyInput": true }"#, TinyFiles.header, "there is no record"),
      (#""minimumRows": 1"#, TinyFiles.header, "0 records were kept, fewer than the 1"),
    ], ["quarantine", "drop"])
  func broken(_ contract: (settings: String, text: String, says: String), onBad: String) throws {
    let outcome = try run(.variants, contract.settings, onBad, contract.text)
    #expect(outcome.exitCode == 3, "\(outcome.errors)")
    #expect(outcome.errors.contains("the data contract of stage \"in\" is broken: "))
    #expect(outcome.errors.contains(contract.says), "\(outcome.errors)")
    #expect(outcome.published == nil)
    #expect(outcome.leaks.isEmpty, "\(outcome.leaks)")
  }

  @Test(
    "An input without records breaks the contract of every reader",
    arguments: [
      (TinyPipeline.Input.variants, TinyFiles.header), (.resources, "\n"), (.table, "id,age\n"),
    ])
  func empty(_ input: TinyPipeline.Input, _ text: String) throws {
    let outcome = try run(input, #""failIf": { "emptyInput": true }"#, "fail", text)
    #expect(outcome.exitCode == 3, "\(outcome.errors)")
    #expect(outcome.errors.contains("there is no record"), "\(outcome.errors)")
    #expect(outcome.published == nil)
  }

  @Test(
    "A contract that is just kept publishes",
    arguments: [
      #""failIf": { "badRate": "25%" }"#, #""failIf": { "badCount": 1 }"#, #""minimumRows": 3"#,
      #""failIf": { "emptyInput": true }"#,
    ])
  func kept(_ settings: String) throws {
    let outcome = try run(.variants, settings, "quarantine", Self.oneBad)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.published != nil)
  }

  @Test("Records that were not asked for are not bad ones")
  func notAskedFor() throws {
    let few = #""failIf": { "badCount": 0 }"#
    let regions = try run(.variants, #""regions": "chr1:101", \#(few)"#, "fail", TinyFiles.variants)
    #expect(regions.exitCode == 0, "\(regions.errors)")
    let other = TinyFiles.patients + #"{"resourceType":"Condition","id":"d"}"# + "\n"
    let types = try run(.resources, #""types": "Patient", \#(few)"#, "fail", other)
    #expect(types.exitCode == 0, "\(types.errors)")
  }

  private func run(
    _ input: TinyPipeline.Input, _ settings: String, _ onBad: String, _ text: String
  ) throws -> Outcome {
    let file = input == .resources ? "in.ndjson" : "in.txt"
    let pipeline = TinyPipeline(
      input: input, file: file, settings: #"\#(settings), "onBad": "\#(onBad)""#)
    return try pipeline.run { try $0.write(text, to: file) }
  }
}
