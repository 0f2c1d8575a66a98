import PipelineModel
import PipelinePlanner

/// Definitions over the benchmark's own stages, and a catalog of files that exist in memory only.
enum BenchmarkPipeline {
  /// One task a file and one merge.
  static let combine = """
    {
      "pipeline": "engine-benchmark",
      "stages": {
        "files": { "use": "benchmark.read", "with": { "files": "/inbox/*.vcf.gz" } },
        "sums": { "use": "benchmark.sum", "from": "files" }
      },
      "publish": { "sums.csv": "sums" }
    }
    """

  /// The same, and a document a file, so that every task has a product that somebody wants.
  static let combineAndWrite = """
    {
      "pipeline": "engine-benchmark",
      "stages": {
        "files": { "use": "benchmark.read", "with": { "files": "/inbox/*.vcf.gz" } },
        "copies": { "use": "benchmark.write", "from": "files" },
        "sums": { "use": "benchmark.sum", "from": "files" }
      },
      "publish": { "sums.csv": "sums", "copies": "copies" }
    }
    """

  /// Compiles a definition.
  static func compile(_ text: String) throws(CompilationFailure) -> CompiledPipeline {
    let registry = StageRegistry([BenchmarkRead.self, BenchmarkWrite.self, BenchmarkSum.self])
    return try Compiler(registry: registry).compile(
      Array(text.utf8), file: "benchmark.json", folder: "/",
      arguments: RunArguments(currentFolder: "/", date: "2025-01-01", runID: "benchmark"))
  }
}

/// A folder of files that are not there; their names and digests cost next to nothing.
struct BenchmarkCatalog: FileCatalog {
  /// How many files there are.
  let count: Int

  /// All files in order, whatever the pattern.
  func files(matching pattern: PathPattern) -> [String] {
    (0..<count).map { "/inbox/cohort-\(10_000_000 + $0).vcf.gz" }
  }

  /// A digest that is made from the number in the file's name, so that each file has its own.
  func digest(of path: String) throws(Diagnostic) -> ContentKey {
    var bytes = [UInt8](repeating: 7, count: 32)
    for (index, byte) in path.utf8.dropFirst("/inbox/cohort-".utf8.count).prefix(8).enumerated() {
      bytes[index] = byte
    }
    guard let key = ContentKey(bytes: bytes) else {
      throw Diagnostic(rule: "benchmark", "a digest has 32 bytes")
    }
    return key
  }
}
