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
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let package = Package(
  name: "pcmflow",
  products: [
    .executable(name: "pcmflow", targets: ["pcmflow"]),
    // For tests only: loaded into the program to make its calls fail.
    .library(name: "FaultyIO", type: .dynamic, targets: ["FaultyIO"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // bytes
    .target(name: "CVectors"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .target(name: "CChildProcess"),
    .target(name: "CCurl"),
    .target(name: "CXMLReader"),
    .target(name: "CPostgreSQL"),
    .target(name: "CSimplex"),
    .systemLibrary(name: "CMalloc"),
    module(
      "ByteIO",
      [
        "CVectors", "CZlib", "CDeflate",
        .target(name: "CISAL", condition: .when(platforms: [.linux])),
        .target(name: "CMalloc", condition: .when(platforms: [.linux])),
      ]),
    module("HTTP", ["CCurl"]),
    // formats
    module("JSONText", ["CVectors"]),
    module("Tables", ["CVectors"]),
    module("TableDatabase", ["Tables", grdb, grdbSQLite]),
    module("SQLDatabases", ["CPostgreSQL", "ByteIO", "Tables", "TableDatabase", grdb]),
    module("Genomics"),
    module("VCF", ["CVectors", "ByteIO", "Genomics"]),
    module("ReferenceGenome", ["ByteIO", "Genomics"]),
    module("FHIR", ["CXMLReader", "ByteIO", "JSONText", "Tables"]),
    module("FHIRClient", ["ByteIO", "HTTP", "JSONText", crypto, cryptoExtras]),
    module("Pages", [mustache]),
    // methods
    module("Statistics"),
    module("LinearProgramming", ["CSimplex"]),
    module(
      "VariantNormalisation", ["CVectors", "ByteIO", "Genomics", "VCF", "ReferenceGenome"]),
    module(
      "PolygenicScore",
      [
        "CVectors", "ByteIO", "Genomics", "VCF", "Tables", "ReferenceGenome",
        "VariantNormalisation",
      ]),
    module("PolygenicRisk", ["Statistics"]),
    module("CirculatingDNA", ["Statistics"]),
    module("Nomenclature"),
    module("ProficiencyTesting", ["Statistics", "Nomenclature"]),
    module("VariantComparison", ["ReferenceGenome", "Statistics"]),
    module(
      "HealthIndicators", ["ByteIO", "JSONText", "Tables", "Statistics", "LinearProgramming"]),
    // pipeline
    module("PipelineModel", ["JSONText", "Tables"]),
    module("PipelinePlanner", ["PipelineModel", "JSONText", crypto]),
    module(
      "PipelineRuntime",
      [
        "CChildProcess", "ByteIO", "HTTP", "JSONText", "Tables", "TableDatabase", "PipelineModel",
        "PipelinePlanner", grdb, deque, heap,
      ]),
    // front
    module(
      "Stages",
      [
        "ByteIO", "JSONText", "Tables", "TableDatabase", "SQLDatabases", "Genomics", "VCF", "FHIR",
        "FHIRClient",
        "HTTP", "ReferenceGenome", "VariantNormalisation", "PolygenicScore", "PolygenicRisk",
        "CirculatingDNA", "Nomenclature", "ProficiencyTesting", "VariantComparison",
        "HealthIndicators", "Statistics", "Pages", "PipelineModel", crypto, mustache,
      ]),
    module("Reports", ["Pages", "PipelineModel", mustache]),
    module(
      "Lineage",
      [
        "ByteIO", "HTTP", "JSONText", "Tables", "PipelineModel", "PipelinePlanner",
        "PipelineRuntime",
      ]),
    .executableTarget(
      name: "pcmflow",
      dependencies: [
        "ByteIO", "HTTP", "JSONText", "PipelineModel", "PipelinePlanner", "PipelineRuntime",
        "Stages", "Reports", "Lineage",
        argumentParser, crypto,
      ], swiftSettings: strict),
    // tests
    .target(
      name: "TestSupport", path: "Tests/TestSupport", exclude: ["Servers"],
      swiftSettings: testSettings),
    .target(name: "FaultyIO", path: "Tests/FaultyIO"),
    tests("ByteIOTests", ["ByteIO"]),
    tests("HTTPTests", ["HTTP"]),
    tests("JSONTextTests", ["JSONText"]),
    tests("TablesTests", ["Tables"]),
    tests("GenomicsTests", ["Genomics"]),
    tests("VCFTests", ["VCF", "CVectors", "ByteIO", "Genomics"]),
    tests("ReferenceGenomeTests", ["ReferenceGenome", "ByteIO", "Genomics"]),
    tests(
      "VariantNormalisationTests",
      ["VariantNormalisation", "ReferenceGenome", "ByteIO", "Genomics", "VCF"]),
    tests("FHIRTests", ["FHIR", "JSONText", "Tables"]),
    tests("FHIRClientTests", ["FHIRClient", "HTTP", "JSONText", "pcmflow"]),
    tests("PagesTests", ["Pages"]),
    tests("StatisticsTests", ["Statistics"]),
    tests(
      "PolygenicScoreTests",
      ["PolygenicScore", "ByteIO", "Genomics", "VCF", "Tables", "ReferenceGenome"]),
    tests("PolygenicRiskTests", ["PolygenicRisk", "Statistics"]),
    tests("CirculatingDNATests", ["CirculatingDNA", "Statistics"]),
    tests("NomenclatureTests", ["Nomenclature"]),
    tests("ProficiencyTestingTests", ["ProficiencyTesting", "Statistics"]),
    tests("VariantComparisonTests", ["VariantComparison", "ReferenceGenome"]),
    tests("LinearProgrammingTests", ["LinearProgramming"]),
    tests("HealthIndicatorsTests", ["HealthIndicators", "JSONText", "Statistics", "Tables"]),
    tests(
      "StagesTests", ["Stages", "ByteIO", "JSONText", "PipelineModel", "Tables", "VCF"]),
    tests("ReportsTests", ["Reports", "Pages", "PipelineModel"]),
    tests(
      "PipelineRuntimeTests", ["PipelineRuntime", "PipelinePlanner", "PipelineModel", "ByteIO"]),
    tests("TableDatabaseTests", ["TableDatabase", "Tables"]),
    tests("SQLDatabasesTests", ["pcmflow"], exclude: ["Server"]),
    tests("PipelinePlannerTests", ["PipelinePlanner", "PipelineModel", "JSONText", "Stages"]),
    tests("CommandLineTests", ["pcmflow"]),
    tests(
      "BrokenDefinitionTests", ["Stages", "PipelinePlanner", "PipelineModel", "JSONText"],
      exclude: ["Cases"]),
    tests("BrokenInputTests", ["pcmflow"]),
    tests("AccountingTests", ["pcmflow", "ByteIO"]),
    tests("SlurmTests", ["pcmflow"]),
    tests(
      "FuzzTests", ["VCF", "ByteIO", "Genomics", "PolygenicScore", "Tables", "FHIR", "JSONText"]),
    tests("DurabilityTests", ["pcmflow"]),
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
