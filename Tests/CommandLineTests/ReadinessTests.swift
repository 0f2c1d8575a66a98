import Foundation
import FoundationXML
import TestSupport
import Testing

/// `pipelines/prs-readiness.json` on its sample: what it publishes, and the page in a browser.
@Suite struct ReadinessTests {
  private static let published = [
    "readiness.html", "scores.csv", "adjusted.csv", "risk.csv", "strata.csv", "models.csv",
    "match-summary.csv", "score-matches.csv", "aggregated_scores.txt.gz", "prs-rs.json",
  ]

  private func run(jobs: Int = 2) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      Program.path,
      ["run", SharedData.project("pipelines/prs-readiness.json"), "--jobs", "\(jobs)"],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    return folder
  }

  @Test("the same bytes with one worker and with four")
  func bytes() throws {
    let one = try run(jobs: 1)
    let four = try run(jobs: 4)
    for name in Self.published {
      let first = try Data(contentsOf: URL(filePath: "\(one.path)/results/latest/\(name)"))
      let second = try Data(contentsOf: URL(filePath: "\(four.path)/results/latest/\(name)"))
      #expect(first == second && !first.isEmpty, "\(name)")
    }
  }

  @Test("everybody has a z and a stratum, and counts agree between the tables")
  func agreement() throws {
    let folder = try run()
    let lines = { (name: String) in
      try folder.read("results/latest/" + name).split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    let adjusted = try lines("adjusted.csv")
    #expect(adjusted.count == 480 && adjusted.allSatisfy { !$0[2].isEmpty && !$0[6].isEmpty })
    let z = adjusted.compactMap { Double($0[6]) }
    #expect(abs(z.reduce(0, +) / 480) < 0.3)
    let risks = try lines("risk.csv")
    for stratum in try lines("strata.csv") {
      let count = risks.filter { $0[5] == stratum[0] && $0[4] == stratum[1] }.count
      #expect(String(count) == stratum[2])
    }
    // Nobody's name stands on the page.
    #expect(try !folder.read("results/latest/readiness.html").contains("SCR0"))
  }

  @Test("the page is well-formed, has no script and refers to nothing outside itself")
  func selfContained() throws {
    let folder = try run()
    let page = try folder.read("results/latest/readiness.html")
    let parser = XMLParser(data: Data(page.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    for word in ["<script", "src=", "href=\"http", "url(http", "@import"] {
      #expect(!page.contains(word), "\(word)")
    }
    let drawings = page.components(separatedBy: "role=\"img\" viewBox").count - 1
    #expect(drawings == 7)
    #expect(page.components(separatedBy: "<desc>").count - 1 == drawings)
  }

  @Test(
    "the page never scrolls sideways, on a desktop and on a phone",
    .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/chromium"), "needs chromium"),
    arguments: [1280, 390])
  func fits(width: Int) throws {
    let folder = try run()
    let probe =
      "<script>parent.postMessage('measured ' + document.documentElement.scrollWidth + ' of ' + innerWidth, '*')</script></body>"
    try folder.write(
      try folder.read("results/latest/readiness.html").replacing("</body>", with: probe),
      to: "page.html")
    let frame = try folder.write(
      "<script>onmessage = event => { document.title = event.data }</script>"
        + "<iframe src=\"page.html\" width=\"\(width)\" height=\"800\" style=\"border: 0\"></iframe>",
      to: "frame.html")
    let browser = try Program.run(
      "/usr/bin/chromium",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900",
        "--virtual-time-budget=5000", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
        "file://\(frame)",
      ], in: folder.path)
    let title = try #require(browser.output.firstMatch(of: /measured (\d+) of (\d+)/))
    #expect(try #require(Int(title.1)) <= (try #require(Int(title.2))))
  }

  @Test("the sample is what its generator writes")
  func drift() throws {
    let folder = try TemporaryFolder()
    let made = try Program.run(
      "/usr/bin/env",
      ["python3", SharedData.project("samples/generate-screening.py"), folder.path + "/made"],
      in: folder.path)
    #expect(made.exitCode == 0, "\(made.errors)")
    for name in ["cohort.vcf.gz", "panel.vcf.gz", "panel.csv", "people.csv", "rates/incidence.csv"]
    {
      let texts = try [folder.path + "/made/", SharedData.project("samples/screening/")].map {
        try Program.run("/bin/gzip", ["-dcf", $0 + name], in: folder.path).output
      }
      #expect(texts[0] == texts[1] && !texts[0].isEmpty, "\(name)")
    }
  }
}
