import Foundation
import PipelineModel
import Reports
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("The run report")
struct RunReportTests {
  /// Every state a run can be in, with a name to recognise it by.
  static let samples: [(name: String, run: RunRecord)] = [
    ("succeeded", SampleRuns.nightly()), ("all reused", SampleRuns.allReused()),
    ("failed", SampleRuns.failed()), ("contract broken", SampleRuns.failed(.contractBroken)),
    ("terminated", SampleRuns.failed(.terminated)), ("running", SampleRuns.failed(.running)),
    ("300 tasks", SampleRuns.manyTasks(300)), ("hostile", SampleRuns.hostile()),
    (
      "nothing at all",
      RunRecord(
        runID: "r", pipeline: "p", pipelineDescription: nil, startedAt: 0, version: "0", jobs: 1)
    ),
  ]

  @Test("Every page is well-formed, refers to nothing outside itself and leaves no tag of Mustache")
  func selfContained() throws {
    for (name, run) in Self.samples {
      let html = try RunReport.html(run)
      let page = try #require(ParsedPage(html), "\(name) is not well-formed")
      #expect(!page.elements.contains("script"), "\(name)")
      #expect(!page.elements.contains("link"), "\(name)")
      #expect(page.references.allSatisfy { $0.hasPrefix("#") }, "\(name)")
      #expect(!html.contains("http://") && !html.contains("https://"), "\(name)")
      #expect(!html.contains("url(h") && !html.contains("@import"), "\(name)")
      if name != "hostile" { #expect(!html.contains("{{"), "\(name)") }
    }
  }

  @Test("Every local reference has its target, and no identifier is given twice")
  func identifiers() throws {
    for (name, run) in Self.samples {
      let page = try #require(ParsedPage(try RunReport.html(run)))
      #expect(Set(page.identifiers).count == page.identifiers.count, "\(name)")
      let missing = page.references.filter { !page.identifiers.contains(String($0.dropFirst())) }
      #expect(missing.isEmpty, "\(name)")
    }
  }

  @Test("Tables have captions and headings with a scope, pictures a title, the page a language")
  func accessibility() throws {
    let html = try RunReport.html(SampleRuns.nightly())
    let page = try #require(ParsedPage(html))
    #expect(html.contains("<html lang=\"en\">"))
    #expect(page.elements.count { $0 == "h1" } == 1)
    #expect(page.elements.count { $0 == "table" } == page.elements.count { $0 == "caption" })
    #expect(page.headingsWithoutScope == 0)
    #expect(page.picturesWithoutTitle == 0)
  }

  @Test("Every stage is drawn once, with its kind and its state in words")
  func stages() throws {
    let run = SampleRuns.failed()
    let page = try #require(ParsedPage(try RunReport.html(run)))
    #expect(page.texts["name"] == run.stages.map(\.name))
    #expect(page.texts["kind"] == run.stages.map(\.kind))
    let states = try #require(page.texts["state"])
    #expect(states[0...4] == ["failed", "failed", "failed", "failed", "reused"])
    #expect(states.suffix(1) == ["not reached"])
    #expect(page.classes.count { $0.hasPrefix("edge ") } == run.edges.count)
  }

  @Test("The page states pipeline, run, verdict, files and quarantine in words")
  func contents() throws {
    let html = try RunReport.html(SampleRuns.nightly())
    for text in [
      "nightly-registry", "20260301T030012Z-7f3a", "2026-03-01 03:00:12 UTC", "3.48 s",
      "Published 5 files; 6 of 13,667 records in quarantine.", "3 of the 5 files hold rows about",
      "score-matches.csv", "title=\"112,566 bytes\"", "9f86d081884c…", "too-few-columns",
      "<code>quarantine/</code>", "called.variants → scores: variants (build GRCh38), identifiable",
      "not a medical device",
    ] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(!html.contains("What went wrong"))
  }

  @Test("Errors come before everything else and are complete")
  func errorsFirst() throws {
    let run = SampleRuns.failed()
    let html = try RunReport.html(run)
    let heading = try #require(html.range(of: "What went wrong"))
    let files = try #require(html.range(of: "Published files"))
    #expect(heading.lowerBound < files.lowerBound)
    #expect(html.contains("it was not copied whole.\nCopy it again and compare its size"))
    #expect(html.components(separatedBy: "it was not copied whole").count == 2)
  }

  @Test("A failed task's error is shown even when the run does not repeat it")
  func taskErrors() throws {
    var run = SampleRuns.failed()
    run.errors = []
    let html = try RunReport.html(run)
    #expect(html.contains("What went wrong"))
    #expect(html.contains("it was not copied whole"))
  }

  @Test("Records that the equation misses are pointed at")
  func missingRecords() throws {
    var run = SampleRuns.nightly()
    #expect(!(try RunReport.html(run).contains("not accounted for")))
    run.stages[0].kept -= 17
    #expect(try RunReport.html(run).contains("17 not accounted for"))
  }

  @Test("Of 300 tasks 200 are drawn, a late failure among them, and the page says so")
  func manyTasks() throws {
    var run = SampleRuns.manyTasks(300)
    run.tasks[run.tasks.count - 1].outcome = .failed
    let html = try RunReport.html(run)
    let page = try #require(ParsedPage(html))
    #expect(page.classes.count { $0 == "lane" } == 200)
    #expect(html.contains("200 of 300 tasks are drawn"))
    #expect(html.contains("12 tasks were reused"))
    #expect(html.contains("cohort-299.vcf.gz"))
    #expect(!html.contains("cohort-250.vcf.gz"))
  }

  @Test("No text of a record becomes markup, also behind a quote with a combining mark")
  func escaping() throws {
    let html = try RunReport.html(SampleRuns.hostile())
    let page = try #require(ParsedPage(html))
    #expect(!page.elements.contains("script"))
    #expect(page.attributes.isDisjoint(with: ["onmouseover", "onload"]))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"))
    #expect(!html.unicodeScalars.contains { $0.value == 0 || $0.value == 0x202E })
  }

  @Test("The same record gives the same page")
  func repeatable() throws {
    #expect(try RunReport.html(SampleRuns.nightly()) == RunReport.html(SampleRuns.nightly()))
  }
}

/// What the tests ask of a page, as a strict XML parser reads it.
private final class ParsedPage: NSObject, XMLParserDelegate {
  var elements: [String] = []
  var classes: [String] = []
  var identifiers: [String] = []
  var references: [String] = []
  var attributes: Set<String> = []
  /// The contents of the `text` elements, by class.
  var texts: [String: [String]] = [:]
  var headingsWithoutScope = 0
  var picturesWithoutTitle = 0
  private var openText: String?
  private var isPictureOpen = false

  /// Parses a page; nil when it is not well-formed.
  init?(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    if !parser.parse() { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append(element)
    self.attributes.formUnion(attributes.keys)
    if let name = attributes["class"] { classes.append(name) }
    if let identifier = attributes["id"] { identifiers.append(identifier) }
    references += [attributes["href"], attributes["src"]].compactMap(\.self)
    references += (attributes["aria-labelledby"] ?? "").split(separator: " ").map { "#\($0)" }
    if element == "th" && attributes["scope"] == nil { headingsWithoutScope += 1 }
    if isPictureOpen && element != "title" { picturesWithoutTitle += 1 }
    isPictureOpen = element == "svg" && attributes["role"] == "img"
    openText = nil
    if element == "text", let name = attributes["class"] {
      openText = name
      texts[name, default: []].append("")
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard let name = openText, let last = texts[name]?.indices.last else { return }
    texts[name]?[last] += string
  }

  func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    if element == "text" { openText = nil }
  }
}
