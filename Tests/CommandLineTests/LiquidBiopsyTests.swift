import Foundation
import FoundationXML
import TestSupport
import Testing

/// `pipelines/lb-ctdna.json` on its sample: what it publishes, and its page.
@Suite struct LiquidBiopsyTests {
  private static let published = [
    "background.csv", "calls.csv", "residual-disease.csv", "residual-disease-sites.csv",
    "trajectories.csv", "limits.csv", "dilution-levels.csv", "plasma.html",
  ]

  private func run(jobs: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      Program.path,
      ["run", SharedData.project("pipelines/lb-ctdna.json"), "--jobs", "\(jobs)"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    return folder
  }

  @Test("the same bytes with one worker and with four, planted answers, a well-formed page")
  func sample() throws {
    let one = try run(jobs: 1)
    let four = try run(jobs: 4)
    for name in Self.published {
      let first = try Data(contentsOf: URL(filePath: "\(one.path)/results/latest/\(name)"))
      let second = try Data(contentsOf: URL(filePath: "\(four.path)/results/latest/\(name)"))
      #expect(first == second && !first.isEmpty, "\(name)")
    }
    let answers = try one.read("results/latest/residual-disease.csv").split(separator: "\n")
    for (sample, answer) in [
      ("PAT-A-1", "positive"), ("PAT-A-5", "negative"), ("PAT-B-6", "positive"),
      ("PAT-C-3", "positive"),
    ] {
      let row = answers.first { $0.hasPrefix(sample + ",") }
      #expect(row?.contains(",\(answer),") == true, "\(sample)")
    }
    let page = try one.read("results/latest/plasma.html")
    let parser = XMLParser(data: Data(page.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    for word in ["<script", "http:", "https:", "url(", "@import"] {
      #expect(!page.contains(word), "\(word)")
    }
  }
}
