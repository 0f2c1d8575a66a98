import Foundation
import HealthIndicators
import TestSupport
import Testing

/// Random tables against an attacker of other make; `PCMFLOW_DISCLOSURE_TABLES=1000` is the full campaign.
struct SuppressionCampaignTests {
  private static let full = ProcessInfo.processInfo.environment["PCMFLOW_DISCLOSURE_TABLES"]
    .flatMap { Int($0) }

  private struct Answer: Decodable {
    var narrowest: Double?
    var least: Double?
  }

  @Test(
    "No attacker brings a protected count closer than required, and small tables lose no more than needed",
    .enabled(if: Validators.arePresent, "needs Tests/Validators/install.sh"))
  func campaign() throws {
    var random = SeededGenerator(seed: 20_24)
    let folder = try TemporaryFolder()
    var lines: [String] = []
    var weights: [Double] = []
    for number in 0..<(Self.full ?? 30) {
      let dimensions = Self.dimensions(number, isFull: Self.full != nil, &random)
      let largest = Int.random(in: 6...60, using: &random)
      let table = RandomTable(dimensions, largest: largest, &random)
      let control = DisclosureControl(
        PrimarySuppression(minimumCell: 5), hierarchies: table.hierarchies)
      do throws(DisclosureError) {
        let outcome = try control.protect(table.cells)
        let isSmall = table.cells.count <= 20
        lines.append(table.line(outcome, width: 5, optimum: isSmall))
        weights.append(outcome.parts.map(\.weight).reduce(0, +))
      } catch {
        // Nothing was published before: a choice that protects exists for each of them.
        Issue.record("\(dimensions): \(error)")
      }
    }
    let file = try folder.write(lines.joined(separator: "\n") + "\n", to: "cases.jsonl")
    let run = try Validators.run("disclosure.py", [file], in: folder.path)
    try #require(run.exitCode == 0, "\(run.errors)")
    let answers = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
    }
    #expect(answers.count == lines.count)
    for (answer, weight) in zip(answers, weights) {
      if let narrowest = answer.narrowest { #expect(narrowest >= 5 - 1e-6) }
      if let least = answer.least { #expect(weight <= 1.05 * least + 1e-6) }
    }
    #expect(answers.contains { $0.least ?? 0 > 0 })
  }

  private static func dimensions(
    _ number: Int, isFull: Bool, _ random: inout SeededGenerator
  ) -> [[Int]] {
    func size(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    if isFull ? number % 100 == 3 : number == 3 { return [[50], [50]] }
    switch number % 4 {
    case 0: return [[size(2...3)], [size(2...4)]]
    case 1: return [[size(3...(isFull ? 16 : 7))], [size(3...(isFull ? 16 : 7))]]
    case 2: return [[size(2...3), size(2...3)], [size(2...4)]]
    default:
      return [[2], [size(2...3)], [size(2...(isFull ? 4 : 2))]]
    }
  }
}
