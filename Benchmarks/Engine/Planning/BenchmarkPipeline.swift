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
  private static let prefix = "/inbox/cohort-"
  private static let firstNumber = 10_000_000
  private let digests: [ContentKey]

  /// A folder with a number of files.
  init(count: Int) {
    digests = (0..<count).map { number in
      var hasher = KeyHasher()
      hasher.addLength(number)
      return hasher.key()
    }
  }

  /// All files in order, whatever the pattern.
  func files(matching pattern: PathPattern) -> [String] {
    digests.indices.map { "\(Self.prefix)\(Self.firstNumber + $0).vcf.gz" }
  }

  /// The digest of a file, found by the number in its name.
  func digest(of path: String) throws(Diagnostic) -> ContentKey {
    var number = 0
    for digit in path.utf8.dropFirst(Self.prefix.utf8.count).prefix(8) {
      number = number * 10 + Int(digit) - 48
    }
    return digests[number - Self.firstNumber]
  }
}
