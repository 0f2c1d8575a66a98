import Foundation
import TestSupport
import Testing

/// `eqa.report` by itself: names of pages, what may come in, rounds before.
@Suite struct EQAReportTests {
  private func run(
    _ folder: TemporaryFolder, codes: [String], settings: String = ""
  ) throws -> Program.Result {
    try folder.write(
      (["laboratory,measurand,value,z,verdict"]
        + codes.enumerated().map { "\"\($1)\",M,\($0 + 1),0.\($0),acceptable" })
        .joined(separator: "\n") + "\n", to: "scores.csv")
    let definition = try folder.write(
      """
      {
        "pipeline": "pages",
        "stages": {
          "scores": { "use": "table.read", "with": { "files": "scores.csv", "privacy": "released", "columns": {
            "laboratory": { "type": "string" }, "measurand": { "type": "string" }, "value": { "type": "number" },
            "z": { "type": "number" }, "verdict": { "type": "string" } } } },
          "pages": { "use": "eqa.report", "from": { "scores": "scores" }\(settings) }
        },
        "publish": { "pages/": "pages.documents" }
      }
      """, to: "pipeline.json")
    return try Program.run("run", definition, in: folder.path)
  }

  @Test("files are called by codes, of letters, digits, points and dashes alone")
  func names() throws {
    let folder = try TemporaryFolder()
    let result = try run(folder, codes: ["Labor 7/Ä", "../etc", "B-1.x", "<b>&amp;"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.path + "/results/latest/pages")
    #expect(
      Set(names) == [
        "Labor_7__.html", "_./etc.html".replacing("/", with: "_"), "B-1.x.html", "_b__amp_.html",
        "organiser.html",
      ])
    let page = try folder.read("results/latest/pages/_b__amp_.html")
    #expect(page.contains("&lt;b&gt;&amp;amp;") && !page.contains("<b>"))
  }

  @Test(
    "codes whose pages would take each other's place are refused",
    arguments: [["A/1", "A 1"], ["lab7", "LAB7"], ["A", "Organiser"]])
  func collisions(codes: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try run(folder, codes: codes)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("both be called") || result.errors.contains("the organiser's"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/results/latest"))
  }

  @Test("rounds before are told by their names: other names make other pages")
  func rounds() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "laboratory,measurand,z,verdict\nA,M,1.5,acceptable\nZ,M,1,action\n", to: "old.csv")
    for name in ["2024", "2023"] {
      let result = try run(
        folder, codes: ["A", "B"],
        settings: ", \"with\": { \"earlierRounds\": { \"\(name)\": \"old.csv\" } }")
      #expect(result.exitCode == 0, "\(result.errors)")
      let page = try folder.read("results/latest/pages/A.html")
      #expect(page.contains(name) && page.contains("1.50"))
      #expect(try !folder.read("results/latest/pages/B.html").contains("Over the rounds"))
    }
    try folder.write("laboratory,score\nA,1\n", to: "old.csv")
    let failed = try run(
      folder, codes: ["A"], settings: ", \"with\": { \"earlierRounds\": { \"2024\": \"old.csv\" } }"
    )
    #expect(failed.exitCode == 1 && failed.errors.contains("there is no column \"z\""))
  }

  @Test("a thousand laboratories stay a page of a size that can be read")
  func size() throws {
    let folder = try TemporaryFolder()
    let result = try run(folder, codes: (0..<1000).map { "L\($0)" })
    #expect(result.exitCode == 0, "\(result.errors)")
    let pages = folder.path + "/results/latest/pages"
    #expect(try FileManager.default.contentsOfDirectory(atPath: pages).count == 1001)
    #expect(try folder.read("results/latest/pages/organiser.html").utf8.count < 600_000)
    #expect(try folder.read("results/latest/pages/L7.html").utf8.count < 60_000)
  }

  @Test("a stage into which nothing comes, and a pair that is not measured, are refused")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let pair = try run(
      folder, codes: ["A"], settings: ", \"with\": { \"youden\": [[\"M\", \"N\"]] }")
    #expect(pair.exitCode == 1 && pair.errors.contains("measurand \"N\""))
    let definition = try folder.write(
      #"{ "pipeline": "p", "stages": { "pages": { "use": "eqa.report" } }, "publish": { "pages/": "pages.documents" } }"#,
      to: "none.json")
    let none = try Program.run("validate", definition, in: folder.path)
    #expect(none.exitCode == 2 && none.errors.contains("no table comes into"))
  }
}
