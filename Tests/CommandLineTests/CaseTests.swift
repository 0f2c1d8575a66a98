import Foundation
import TestSupport
import Testing

/// Runs every pipeline case under `Tests/Cases`: a definition, its inputs, and the bytes that it must publish.
@Suite struct CaseTests {
  private static let folder = SharedData.project("Tests/Cases")

  static let cases = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
    FileManager.default.fileExists(atPath: "\(folder)/\($0)/pipeline.json")
  }.sorted()

  @Test("there are cases")
  func present() {
    #expect(Self.cases.count >= 3)
  }

  @Test(
    "a case publishes exactly what it expects, with any number of workers", arguments: cases,
    [1, 4])
  func run(name: String, jobs: Int) throws {
    let work = try TemporaryFolder()
    let definition = "\(Self.folder)/\(name)/pipeline.json"
    let result = try Program.run(
      Program.path, ["run", definition, "--jobs", "\(jobs)"], in: work.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let expected = try FileManager.default.contentsOfDirectory(
      atPath: "\(Self.folder)/\(name)/expected")
    let found = try FileManager.default.contentsOfDirectory(atPath: work.path + "/results/latest")
    #expect(Set(found) == Set(expected).union(["manifest.json"]))
    for file in expected {
      let wanted = try String(
        contentsOfFile: "\(Self.folder)/\(name)/expected/\(file)", encoding: .utf8)
      #expect(try work.read("results/latest/\(file)") == wanted, "\(file)")
    }
  }
}
