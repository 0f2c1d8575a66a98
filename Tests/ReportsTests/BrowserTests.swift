import Foundation
import PipelineModel
import Reports
import TestSupport
import Testing

/// The page in a real browser: it fits, and it shows what it should.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/chromium"), "needs chromium"))
struct BrowserTests {
  @Test("the page never scrolls sideways, on a desktop and on a phone", arguments: [1280, 390])
  func fits(width: Int) throws {
    let folder = try TemporaryFolder()
    let probe = """
      <script>parent.postMessage("measured " + document.documentElement.scrollWidth + " of " + innerWidth
        + " with " + document.querySelectorAll("svg").length + " drawings", "*");</script></body>
      """
    try folder.write(
      try RunReport.html(SampleRuns.nightly()).replacing("</body>", with: probe), to: "report.html")
    let frame = try folder.write(
      """
      <script>onmessage = event => { document.title = event.data };</script>
      <iframe src="report.html" width="\(width)" height="800" style="border: 0"></iframe>
      """, to: "frame.html")
    let browser = try Program.run(
      "/usr/bin/chromium",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900",
        "--virtual-time-budget=5000", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
        "file://\(frame)",
      ], in: folder.path)
    let title = try #require(
      browser.output.firstMatch(of: /measured (\d+) of (\d+) with (\d+) drawings/))
    let content = try #require(Int(title.1))
    let window = try #require(Int(title.2))
    #expect(content <= window)
    #expect((Int(title.3) ?? 0) >= 2)
  }
}
