import PipelineModel
import PipelinePlanner
import Stages
import Synchronization
import Testing

/// Which files planning says that it will want whole.
@Suite struct ExpectedFilesTests {
  /// Files of some sizes that notes what is expected.
  private final class SizedFiles: FileCatalog, Sendable {
    private let sizes: [String: Int]
    private let noted = Mutex<[String]>([])

    init(_ sizes: [String: Int]) { self.sizes = sizes }

    var expected: [String] { noted.withLock { $0 } }

    func files(matching pattern: PathPattern) -> [String] { [pattern.path] }
    func size(of path: String) -> Int { sizes[path] ?? 0 }
    func expectDigests(of paths: [String], cores: Int) { noted.withLock { $0 = paths } }
    func digest(of path: String) throws(Diagnostic) -> ContentKey {
      var hasher = KeyHasher()
      hasher.add(path)
      return hasher.key()
    }
  }

  @Test(
    "a cohort is, where the scoring files are large beside it",
    arguments: [(1000, false), (15, true)])
  func scoredCohort(timesLarger: Int, isExpected: Bool) throws {
    let pipeline = try Compiler(registry: builtinStages).compile(
      Array(
        """
        { "pipeline": "p", "stages": {
          "cohort": { "use": "vcf.read", "with": { "files": "c.vcf.gz", "build": "GRCh38" } },
          "people": { "use": "table.read", "with": { "files": "p.csv", "columns": { "id": { "type": "integer" } } } },
          "scores": { "use": "prs.score", "from": "cohort", "with": { "scoringFiles": ["a.txt", "b.txt"] } } },
          "publish": { "s.csv": { "from": "scores.scores", "privacy": "identifiable" },
            "p.csv": { "from": "people", "privacy": "identifiable" } } }
        """.utf8), file: "p.json", folder: "/d",
      arguments: RunArguments(settings: [], currentFolder: "/", date: "2026-01-31", runID: "run"))
    let files = SizedFiles([
      "/d/a.txt": 400, "/d/b.txt": 600, "/d/c.vcf.gz": 1000 * timesLarger, "/d/p.csv": 1_000_000,
    ])
    // There are no scoring files to be read, which is said after that.
    #expect(throws: CompilationFailure.self) { try Planner.plan(pipeline, catalog: files) }
    #expect(
      files.expected == ["/d/a.txt", "/d/b.txt"] + (isExpected ? ["/d/c.vcf.gz"] : []) + [
        "/d/p.csv"
      ])
  }
}
