import PipelineModel
import PipelinePlanner
import Testing

/// The size of a plan where every shard of one stream waits for every shard of another.
@Suite struct LinearPlanTests {
  /// Two streams over the same files; the second is marked with a table that the first makes, a part a file.
  private static let definition = """
    { "pipeline": "p", "stages": {
      "one": { "use": "test.read", "with": { "files": "/in/*" } },
      "list": { "use": "test.list", "from": "one" },
      "two": { "use": "test.read", "with": { "files": "/in/*" } },
      "marked": { "use": "test.mark", "from": { "numbers": "two", "marks": "list" } },
      "rest": { "use": "test.list", "from": "marked" } },
      "publish": { "rest.csv": "rest" } }
    """

  private func plan(files: Int) throws -> (CompiledPipeline, ExecutionPlan) {
    let pipeline = try Compiler(
      registry: StageRegistry([NumbersRead.self, NumbersMark.self, NumbersList.self])
    ).compile(
      Array(Self.definition.utf8), file: "p.json", folder: "/",
      arguments: RunArguments(currentFolder: "/", date: "2026-01-31", runID: "run"))
    return (pipeline, try Planner.plan(pipeline, catalog: NumberedFiles(count: files)))
  }

  @Test("the edges grow with the files and not with their square", arguments: [10, 100, 1_000])
  func edges(files: Int) throws {
    let (_, plan) = try plan(files: files)
    #expect(plan.taskCount == 2 * files)
    #expect((0..<plan.tasks.sets.count).map { plan.tasks.sets[$0].count } == [0, files])
    for task in files..<2 * files {
      #expect(Array(plan.tasks.dependencies(of: task)) == Array(0..<UInt32(files)))
    }
  }

  @Test("what all shards of a stream need is made, and all of it, when one of them runs")
  func reuse() throws {
    let (pipeline, plan) = try plan(files: 20)
    let nothing = ReusePlan(plan, pipeline: pipeline, committed: Committed(keys: []))
    #expect(nothing.runs.allSatisfy { $0 })
    // The last shard of the second stream is gone, and the third of the first.
    var keys = Set(plan.tasks.productKey)
    for task in [2, 39] {
      for product in plan.tasks.products(of: task) { keys.remove(plan.tasks.productKey[product]) }
    }
    let some = ReusePlan(plan, pipeline: pipeline, committed: Committed(keys: keys))
    #expect(some.runs.indices.filter { some.runs[$0] } == [2, 39])
  }
}

private struct Committed: CommittedProducts {
  let keys: Set<ContentKey>

  func isCommitted(_ key: ContentKey) -> Bool { keys.contains(key) }
  func latestIngredients(stage: String, shard: String) -> [Ingredient]? { nil }
}

/// A folder of files whose names and digests are numbers.
private struct NumberedFiles: FileCatalog {
  let count: Int

  func files(matching pattern: PathPattern) -> [String] {
    (0..<count).map { "/in/\(100_000 + $0)" }
  }

  func digest(of path: String) throws(Diagnostic) -> ContentKey {
    var hasher = KeyHasher()
    hasher.add(path)
    return hasher.key()
  }
}

extension PortKind {
  fileprivate static let numbers = PortKind(name: "numbers", isStream: true)
}

extension StageError {
  fileprivate static let neverRun = StageError(.internal, "stages of this test are only planned")
}

private struct NumbersRead: ReaderStage {
  static let filesSetting = Setting<[PathPattern]>(
    required: "files", .paths, role: .inputFiles, "The files.")
  static let kind = StageKind(
    "test.read", shape: .reader, "Reads numbers.",
    outputs: [OutputPort("numbers", .numbers, "The numbers.")],
    settings: [filesSetting] + ReaderSettings.all)

  let files: [PathPattern]
  let contract: ReaderContract
  let outputs = ["numbers": EdgeType(.numbers, privacy: .released)]

  init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context)
    files = try context[Self.filesSetting]
  }

  func open(paths: [String], resources: StageResources, wanted: [any WantedRecords])
    throws(StageError) -> any ShardReader
  {
    throw .neverRun
  }
}

private struct NumbersMark: TransformStage {
  static let kind = StageKind(
    "test.mark", shape: .transform, "Marks numbers.",
    inputs: [InputPort("numbers", .numbers), InputPort("marks", .table)],
    outputs: [OutputPort("numbers", .numbers, "The numbers.")])

  let outputs = ["numbers": EdgeType(.numbers, privacy: .released)]

  init(_ context: inout StageContext) throws(StageRefusal) {}

  func makeTransform(_ resources: StageResources) throws(StageError) -> any Transform {
    throw .neverRun
  }
}

private struct NumbersList: SinkStage {
  static let kind = StageKind(
    "test.list", shape: .writer, "Lists numbers.", inputs: [InputPort("numbers", .numbers)],
    outputs: [OutputPort("list", .table, "The numbers.")])

  let outputs = ["list": EdgeType(.table, privacy: .released)]

  init(_ context: inout StageContext) throws(StageRefusal) {}

  func makeSink(_ resources: StageResources) throws(StageError) -> any Sink { throw .neverRun }
}
