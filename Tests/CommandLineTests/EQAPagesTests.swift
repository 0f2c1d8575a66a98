import Foundation
import FoundationXML
import TestSupport
import Testing

/// The pages of the made-up round: whom they name, what they say, and how they look in a browser and on paper.
@Suite struct EQAPagesTests {
  /// The round, run once for all tests.
  private static let round = Result { try run(jobs: 2) }
  private static let laboratories = (1...40).map { $0 < 10 ? "LAB0\($0)" : "LAB\($0)" }

  private static func run(jobs: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      Program.path,
      ["run", SharedData.project("pipelines/eqa-round.json"), "--jobs", "\(jobs)"],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    return folder
  }

  private static func page(_ name: String) throws -> String {
    try round.get().read("results/latest/pages/\(name).html")
  }

  @Test("no page of a laboratory names another one", arguments: laboratories)
  func alone(laboratory: String) throws {
    let page = try Self.page(laboratory)
    let named = Set(page.matches(of: /LAB[0-9]+/).map { String($0.output) })
    #expect(named == [laboratory])
  }

  @Test("the organiser's page names every laboratory and leads to its page")
  func organiser() throws {
    let page = try Self.page("organiser")
    for laboratory in Self.laboratories {
      #expect(page.contains("<a href=\"\(laboratory).html\">\(laboratory)</a>"), "\(laboratory)")
    }
    let folder = try Self.round.get().path + "/results/latest/pages"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(
      Set(names) == Set((Self.laboratories + ["organiser"]).map { $0 + ".html" }))
  }

  @Test(
    "pages say what was planted",
    arguments: [
      ("LAB01", "Nothing: every result is as it should be."),
      ("LAB05", "missed, above the claimed limit or none claimed (critical error)"),
      ("LAB06", "found where there is none (critical error)"),
      ("LAB06", "S5, chr7:1500"), ("LAB07", "z = 2.50 (warning)"),
      ("LAB09", "found, other fraction"), ("LAB10", "missed, but not claimed"),
      ("LAB12", "z = −4.00 (action)"), ("LAB13", "Nothing has come"),
      ("LAB16", "the sample failed"), ("LAB20", "below a limit"),
      ("LAB29", "contradicting duplicate"), ("LAB36", "workbook"), ("LAB37", "missing column"),
      ("organiser", "139 acceptable, 1 warning, 5 action"),
    ])
  func planted(name: String, text: String) throws {
    #expect(try Self.page(name).contains(text))
  }

  @Test("a page gives the digest of the file that came, and the scores of the rounds before")
  func receipt() throws {
    let page = try Self.page("LAB07")
    let digest = try Program.run(
      "/usr/bin/sha256sum", [SharedData.project("samples/eqa-round/values/LAB07.csv")], in: "/")
    #expect(page.contains(String(digest.output.prefix(64))))
    #expect(
      page.contains("2025-1") && page.contains("2025-2")
        && page.contains("<td class=\"number\" data-label=\"Mean score\">2.00</td>"))
  }

  @Test(
    "pages are well-formed, without scripts, and need nothing beside themselves",
    arguments: ["organiser", "LAB08", "LAB13"])
  func selfContained(name: String) throws {
    let page = try Self.page(name)
    let parser = XMLParser(data: Data(page.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    for word in ["<script", "src=", "href=\"http", "url(", "@import"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test(
    "screen readers get headings in order, tables with scopes, and each drawing in words and numbers",
    arguments: ["organiser", "LAB08", "LAB30"])
  func accessible(name: String) throws {
    let page = try Self.page(name)
    let levels = page.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
    for (above, below) in zip(levels, levels.dropFirst()) { #expect(below <= above + 1) }
    func count(_ text: String) -> Int { page.components(separatedBy: text).count - 1 }
    let drawings = count("<svg class=\"plot\" role=\"img\"")
    #expect(drawings >= 8)
    #expect(count("<title>") == drawings + 1 && count("<desc>") == drawings)
    #expect(!page.contains("<desc></desc>"))
    #expect(count("<details><summary>The numbers of this drawing") == drawings)
    #expect(count("<th>") == 0 && count("<table") == count("<caption"))
    // What colour says, a word says too.
    for cell in page.matches(of: /<td class="(acceptable|warning|action)"[^>]*>([^<]*)/) {
      #expect(!cell.2.isEmpty)
    }
  }

  @Test("the same bytes with one worker and with four")
  func bytes() throws {
    let (one, four) = (try Self.run(jobs: 1), try Self.run(jobs: 4))
    for name in Self.laboratories + ["organiser"] {
      let texts = try [one, four].map { try $0.read("results/latest/pages/\(name).html") }
      #expect(texts[0] == texts[1], "\(name)")
    }
  }

  @Test("the sample is what its generator writes")
  func drift() throws {
    let folder = try TemporaryFolder()
    let made = try Program.run(
      "/usr/bin/env",
      ["python3", SharedData.project("samples/generate-round.py"), folder.path + "/made"],
      in: folder.path)
    #expect(made.exitCode == 0, "\(made.errors)")
    let difference = try Program.run(
      "/usr/bin/diff",
      [
        "-r", "--exclude=reference.fa.fai", folder.path + "/made",
        SharedData.project("samples/eqa-round"),
      ], in: folder.path)
    #expect(difference.exitCode == 0, "\(difference.output)")
  }
}

/// The pages in a real browser.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/chromium"), "needs chromium"))
struct EQAPagesInBrowserTests {
  private static let round = Result {
    let folder = try TemporaryFolder()
    _ = try Program.run(
      "run", SharedData.project("pipelines/eqa-round.json"), in: folder.path)
    return folder
  }

  private static func chromium(_ arguments: [String], in folder: String) throws -> Program.Result {
    try Program.run(
      "/usr/bin/chromium",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900",
        "--virtual-time-budget=5000", "--user-data-dir=\(folder)/profile",
      ] + arguments, in: folder)
  }

  @Test(
    "pages never scroll sideways, on a desktop and on a phone",
    arguments: ["organiser", "LAB08"], [1280, 390])
  func fits(name: String, width: Int) throws {
    let folder = try TemporaryFolder()
    let probe =
      "<script>parent.postMessage('measured ' + document.documentElement.scrollWidth + ' of ' + innerWidth, '*')</script></body>"
    let page = try Self.round.get().read("results/latest/pages/\(name).html")
    try folder.write(page.replacing("</body>", with: probe), to: "page.html")
    let frame = try folder.write(
      "<script>onmessage = event => { document.title = event.data }</script>"
        + "<iframe src=\"page.html\" width=\"\(width)\" height=\"800\" style=\"border: 0\"></iframe>",
      to: "frame.html")
    let browser = try Self.chromium(["--dump-dom", "file://\(frame)"], in: folder.path)
    let title = try #require(browser.output.firstMatch(of: /measured (\d+) of (\d+)/))
    #expect(try #require(Int(title.1)) <= (try #require(Int(title.2))))
  }

  private struct Paper: Decodable {
    let width: Double
    let height: Double
    let text: String
  }

  @Test(
    "pages print on a few sheets of A4 with their text, their number, and the code at the foot",
    .enabled(if: Validators.arePresent, "needs the validators"),
    arguments: [("LAB08", 6), ("LAB13", 1), ("organiser", 7)])
  func paper(name: String, most: Int) throws {
    let folder = try TemporaryFolder()
    let page = try Self.round.get().path + "/results/latest/pages/\(name).html"
    _ = try Self.chromium(
      ["--no-pdf-header-footer", "--print-to-pdf=\(folder.path)/page.pdf", "file://\(page)"],
      in: folder.path)
    let read = try Validators.run("paper.py", [folder.path + "/page.pdf"], in: folder.path)
    let sheets = try JSONDecoder().decode([Paper].self, from: Data(read.output.utf8))
    #expect((1...most).contains(sheets.count))
    for (number, sheet) in sheets.enumerated() {
      #expect(abs(sheet.width - 595) < 2 && abs(sheet.height - 842) < 2)
      #expect(sheet.text.contains("page \(number + 1) of \(sheets.count)"))
      #expect(sheet.text.contains(name == "organiser" ? "organiser" : name))
    }
    let text = sheets.map(\.text).joined(separator: "\n")
    if name == "LAB08" {
      for words in ["Measured values", "Genotypes", "Variants", "critical error", "chr7:600"] {
        #expect(text.contains(words), "\(words)")
      }
      #expect(Set(text.matches(of: /LAB[0-9]+/).map { String($0.output) }) == ["LAB08"])
    }
  }
}
