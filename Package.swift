// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: the strictest the compiler offers without unsafe flags.
let testSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
let strict = testSettings + [.strictMemorySafety()]

/// A module of the project; the list below is in the order of the storeys, and a module imports only what stands
/// above it.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a module.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
    swiftSettings: testSettings)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let package = Package(
  name: "pcmflow",
  products: [.executable(name: "pcmflow", targets: ["pcmflow"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // bytes
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    module(
      "ByteIO",
      ["CZlib", "CDeflate", .target(name: "CISAL", condition: .when(platforms: [.linux]))]),
    // formats
    module("JSONText"),
    module("Tables"),
    module("TableDatabase", ["Tables", grdb, grdbSQLite]),
    module("Genomics"),
    module("VCF", ["ByteIO", "Genomics"]),
    module("ReferenceGenome", ["ByteIO", "Genomics"]),
    module("FHIR", ["JSONText", "Tables"]),
    // methods
    module("Statistics"),
    module("VariantNormalisation", ["ByteIO", "Genomics", "VCF", "ReferenceGenome"]),
    module("PolygenicScore", ["ByteIO", "Genomics", "VCF", "Tables"]),
    module("HealthIndicators", ["JSONText", "Tables", "Statistics"]),
    // pipeline
    module("PipelineModel", ["JSONText", "Tables"]),
    module("PipelinePlanner", ["PipelineModel", "JSONText", crypto]),
    module(
      "PipelineRuntime",
      [
        "ByteIO", "JSONText", "Tables", "TableDatabase", "PipelineModel", "PipelinePlanner", grdb,
        deque, heap,
      ]),
    // front
    module(
      "Stages",
      [
        "ByteIO", "JSONText", "Tables", "TableDatabase", "Genomics", "VCF", "FHIR",
        "ReferenceGenome", "VariantNormalisation", "PolygenicScore", "HealthIndicators",
        "PipelineModel",
      ]),
    module("Reports", ["PipelineModel", mustache]),
    .executableTarget(
      name: "pcmflow",
      dependencies: [
        "JSONText", "PipelineModel", "PipelinePlanner", "PipelineRuntime", "Stages", "Reports",
        argumentParser,
      ], swiftSettings: strict),
    // tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: testSettings),
    tests("ByteIOTests", ["ByteIO"]),
    tests("JSONTextTests", ["JSONText"]),
    tests("TablesTests", ["Tables"]),
    tests("GenomicsTests", ["Genomics"]),
    tests("VCFTests", ["VCF", "ByteIO", "Genomics"]),
    tests("ReferenceGenomeTests", ["ReferenceGenome", "ByteIO", "Genomics"]),
    tests(
      "VariantNormalisationTests",
      ["VariantNormalisation", "ReferenceGenome", "ByteIO", "Genomics", "VCF"]),
    tests("FHIRTests", ["FHIR", "JSONText", "Tables"]),
    tests("StatisticsTests", ["Statistics"]),
    tests(
      "PolygenicScoreTests", ["PolygenicScore", "ByteIO", "Genomics", "VCF", "Tables"]),
    tests("HealthIndicatorsTests", ["HealthIndicators", "JSONText", "Statistics", "Tables"]),
    tests(
      "StagesTests", ["Stages", "ByteIO", "JSONText", "PipelineModel", "Tables", "VCF"]),
    tests("ReportsTests", ["Reports", "PipelineModel"]),
    tests("PipelineRuntimeTests", ["PipelineRuntime", "PipelineModel"]),
    tests("TableDatabaseTests", ["TableDatabase", "Tables"]),
    tests("PipelinePlannerTests", ["PipelinePlanner", "PipelineModel", "JSONText", "Stages"]),
    tests("CommandLineTests", ["pcmflow"]),
    tests(
      "BrokenDefinitionTests", ["Stages", "PipelinePlanner", "PipelineModel", "JSONText"],
      exclude: ["Cases"]),
    tests("BrokenInputTests", ["pcmflow"]),
    tests("FuzzTests", ["VCF", "ByteIO", "Genomics", "PolygenicScore", "Tables"]),
    tests("TidyTests", []),
    // benchmarks
    .executableTarget(
      name: "EngineBenchmark",
      dependencies: [
        "PipelineModel", "PipelinePlanner", "PipelineRuntime", "Tables", argumentParser,
      ], path: "Benchmarks/Engine", swiftSettings: strict),
    .executableTarget(
      name: "CohortBenchmark",
      dependencies: [
        "ByteIO", "VCF", "PolygenicScore", "CZlib", "CDeflate",
        .target(name: "CISAL", condition: .when(platforms: [.linux])), argumentParser,
      ], path: "Benchmarks/Cohort", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
