import JSONText
import PipelineModel
import PipelinePlanner
import Stages
import TestSupport
import Testing

/// Plans from definitions and an imagined file system.
@Suite struct PlannerTests {
  /// Files that exist only in a test, with digests that depend on their content.
  private struct ImaginedFiles: FileCatalog {
    var contents: [String: String]

    func files(matching pattern: PathPattern) -> [String] {
      let stem = String(pattern.path.prefix { $0 != "*" })
      return contents.keys.filter { pattern.isGlob ? $0.hasPrefix(stem) : $0 == pattern.path }
        .sorted()
    }

    func digest(of path: String) throws(Diagnostic) -> ContentKey {
      var hasher = KeyHasher()
      hasher.add(contents[path] ?? "")
      return hasher.key()
    }
  }

  /// Committed keys, as a ledger would know them.
  private struct Committed: CommittedProducts {
    var keys: Set<ContentKey> = []
    var latest: [String: [Ingredient]] = [:]

    func isCommitted(_ key: ContentKey) -> Bool { keys.contains(key) }
    func latestIngredients(stage: String, shard: String) -> [Ingredient]? {
      latest["\(stage)/\(shard)"]
    }
  }

  private static let definition = """
    { "pipeline": "p", "parameters": { "quality": { "type": "number", "default": 20 } }, "stages": {
      "genotypes": { "use": "vcf.read", "with": { "files": "in/*.vcf", "build": "GRCh38" } },
      "good": { "use": "variants.filter", "from": "genotypes", "with": { "minimumQuality": "${quality}" } },
      "sites": { "use": "variants.table", "from": "good", "with": { "columns": ["CHROM", "POS"] } },
      "all": { "use": "variants.table", "from": "genotypes", "with": { "columns": ["CHROM"] } },
      "counts": { "use": "table.sql", "from": "sites", "with": {
        "query": "SELECT CHROM, count(*) AS n FROM sites GROUP BY CHROM", "privacy": "aggregate" } } },
      "publish": { "counts.csv": { "from": "counts", "privacy": "aggregate" },
        "all.csv": { "from": "all", "privacy": "identifiable" } } }
    """

  private let files = ImaginedFiles(contents: ["/d/in/a.vcf": "a", "/d/in/b.vcf": "b"])

  private func compile(
    _ text: String = definition, set: [(name: String, value: String)] = [], folder: String = "/d"
  ) throws -> CompiledPipeline {
    try Compiler(registry: builtinStages).compile(
      Array(text.utf8), file: "p.json", folder: folder,
      arguments: RunArguments(
        settings: set, currentFolder: "/", date: "2026-01-31", runID: "run"))
  }

  /// The keys of the products of a stage.
  private func keys(_ stage: String, _ pipeline: CompiledPipeline, _ plan: ExecutionPlan)
    -> [ContentKey]
  {
    let number = pipeline.stages.firstIndex { $0.name == stage } ?? 0
    return plan.productsOfStage[number].map { plan.tasks.productKey[Int($0)] }
  }

  @Test("streaming stages of one reader are one segment, one task a file, one product a chain")
  func fusion() throws {
    let pipeline = try compile()
    let plan = try Planner.plan(pipeline, catalog: files)
    #expect(plan.segments.count == 2)
    #expect(plan.taskCount == 3)
    guard case .stream(_, let chains) = plan.segments[0].work else {
      Issue.record("the first segment is no stream")
      return
    }
    #expect(Set(chains) == [[0, 1, 2], [0, 3]])
    #expect(plan.tasks.products(of: 0).count == 2)
    #expect(Array(plan.tasks.dependencies(of: 2)) == [0, 1])
  }

  @Test("a key does not depend on paths, names of stages, times or the identifier of the run")
  func keysAreContent() throws {
    let pipeline = try compile()
    let plan = try Planner.plan(pipeline, catalog: files)
    let renamed = Self.definition.replacing("\"good\"", with: "\"kept\"").replacing(
      "\"p\"", with: "\"q\"")
    let elsewhere = try compile(renamed, folder: "/e")
    let moved = ImaginedFiles(contents: ["/e/in/x.vcf": "a", "/e/in/y.vcf": "b"])
    let other = try Planner.plan(elsewhere, catalog: moved)
    for stage in ["sites", "all", "counts"] {
      #expect(keys(stage, pipeline, plan) == keys(stage, elsewhere, other))
    }
  }

  @Test("a changed file changes the keys of its shard and of what is made from it, nothing else")
  func changedFile() throws {
    let pipeline = try compile()
    let before = try Planner.plan(pipeline, catalog: files)
    var edited = files
    edited.contents["/d/in/b.vcf"] = "B"
    let after = try Planner.plan(pipeline, catalog: edited)
    #expect(keys("sites", pipeline, before)[0] == keys("sites", pipeline, after)[0])
    #expect(keys("sites", pipeline, before)[1] != keys("sites", pipeline, after)[1])
    #expect(keys("counts", pipeline, before) != keys("counts", pipeline, after))
  }

  @Test("a changed setting repeats its own chain only, and the reason names it")
  func changedSetting() throws {
    let pipeline = try compile()
    let before = try Planner.plan(pipeline, catalog: files)
    var committed = Committed(keys: Set(before.tasks.productKey))
    for task in 0..<before.taskCount {
      for product in before.tasks.products(of: task) {
        let stage = pipeline.stages[Int(before.tasks.productStage[product])].name
        committed.latest["\(stage)/\(before.label(ofShardOf: task))"] = before.ingredients(
          of: product, task: task)
      }
    }
    let nothing = ReusePlan(before, pipeline: pipeline, committed: committed)
    #expect(!nothing.runs.contains(true))
    let changed = try compile(set: [("quality", "30")])
    let after = try Planner.plan(changed, catalog: files)
    #expect(keys("all", pipeline, before) == keys("all", changed, after))
    let reuse = ReusePlan(after, pipeline: changed, committed: committed)
    #expect(reuse.runs == [true, true, true])
    #expect(reuse.makes.count { $0 } == 3)
    let reason = reuse.reason(task: 0, after, changed, committed: committed)
    #expect(reason == "setting minimumQuality of good changed: 20 -> 30")
  }

  @Test("a reason shows numbers and digests, never a text that could name a person")
  func reasonsKeepSecrets() throws {
    let text = Self.definition.replacing(
      "\"build\": \"GRCh38\"", with: "\"build\": \"GRCh38\", \"samples\": \"PERSON\"")
    let before = try compile(text)
    let plan = try Planner.plan(before, catalog: files)
    var committed = Committed()
    for product in plan.tasks.products(of: 0) {
      let stage = before.stages[Int(plan.tasks.productStage[product])].name
      committed.latest["\(stage)/a.vcf"] = plan.ingredients(of: product, task: 0)
    }
    let after = try compile(text.replacing("PERSON", with: "OTHER"))
    let changed = try Planner.plan(after, catalog: files)
    let reuse = ReusePlan(changed, pipeline: after, committed: committed)
    let reason = reuse.reason(task: 0, changed, after, committed: committed)
    #expect(reason == "setting samples of genotypes changed")
  }

  @Test("what nobody needs any more is not made again")
  func demand() throws {
    let pipeline = try compile()
    let plan = try Planner.plan(pipeline, catalog: files)
    var committed = Committed(keys: Set(plan.tasks.productKey))
    for key in keys("sites", pipeline, plan) { committed.keys.remove(key) }
    let reuse = ReusePlan(plan, pipeline: pipeline, committed: committed)
    #expect(!reuse.runs.contains(true))
  }

  @Test("files that are not there are all reported, each at its place")
  func missingFiles() throws {
    let pipeline = try compile()
    let failure = #expect(throws: CompilationFailure.self) {
      try Planner.plan(pipeline, catalog: ImaginedFiles(contents: [:]))
    }
    #expect(failure?.diagnostics.map(\.rule) == ["no-such-file"])
    #expect(failure?.diagnostics.first?.position?.line == 2)
  }

  @Test("a plan of 20,000 files has a task for each and one for what follows")
  func manyFiles() throws {
    let pipeline = try compile()
    let many = ImaginedFiles(
      contents: Dictionary(uniqueKeysWithValues: (0..<20_000).map { ("/d/in/\($0).vcf", "\($0)") }))
    let plan = try Planner.plan(pipeline, catalog: many)
    #expect(plan.taskCount == 20_001)
    #expect(plan.tasks.dependencies(of: 20_000).count == 20_000)
    #expect(Set(plan.tasks.productKey).count == plan.tasks.productKey.count)
  }
}
