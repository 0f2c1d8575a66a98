import Foundation
import TestSupport
import Testing

/// Style as a test: what a reader of the project may rely on in every file.
@Suite struct TidyTests {
  static let sources = SourceFile.all("Sources")
  static let tests = SourceFile.all("Tests")

  /// The storeys from the ground up; a module imports only what stands before it.
  static let storeys = [
    "CZlib", "CVectors", "CDeflate", "CISAL", "CMalloc", "CChildProcess", "CCurl", "CXMLReader",
    "CPostgreSQL", "CSimplex", "ByteIO", "HTTP", "JSONText", "Tables", "TableDatabase",
    "SQLDatabases", "Genomics", "VCF", "ReferenceGenome", "FHIR", "FHIRClient", "Pages",
    "Statistics", "LinearProgramming", "VariantNormalisation", "PolygenicScore", "PolygenicRisk",
    "CirculatingDNA", "Nomenclature", "ProficiencyTesting", "VariantComparison", "HealthIndicators",
    "PipelineModel", "PipelinePlanner", "PipelineRuntime", "Stages", "Reports", "Lineage",
    "pcmflow",
  ]

  @Test("there are files to look at")
  func present() {
    #expect(Self.sources.count > 100)
    #expect(Set(Self.sources.map(\.module)).isSubset(of: Self.storeys))
  }

  @Test("a module imports only what stands above it in the list of storeys", arguments: sources)
  func storeys(file: SourceFile) throws {
    let own = try #require(Self.storeys.firstIndex(of: file.module))
    for line in file.lines where line.contains("import ") && !line.hasPrefix(" ") {
      let words = line.split(separator: " ")
      guard let name = words.last.map(String.init), words.contains("import") else { continue }
      if let other = Self.storeys.firstIndex(of: name) {
        #expect(other < own, "\(file.path) imports \(name)")
      }
    }
  }

  @Test("the engine imports no biology, and no biology imports the engine", arguments: sources)
  func engine(file: SourceFile) {
    let biology = [
      "Genomics", "VCF", "ReferenceGenome", "FHIR", "FHIRClient", "VariantNormalisation",
      "PolygenicScore",
      "PolygenicRisk", "CirculatingDNA", "Nomenclature", "ProficiencyTesting",
      "VariantComparison", "HealthIndicators",
      "Statistics",
    ]
    let engine = ["PipelineModel", "PipelinePlanner", "PipelineRuntime"]
    let foreign =
      engine.contains(file.module) ? biology : biology.contains(file.module) ? engine : []
    for name in foreign {
      #expect(!file.lines.contains { $0.hasSuffix("import \(name)") }, "\(file.path): \(name)")
    }
  }

  @Test(
    "no file is longer than 400 lines, no line longer than 120 columns", arguments: sources + tests)
  func length(file: SourceFile) {
    #expect(file.lines.count <= 400)
    for (index, line) in file.lines.enumerated() where line.count > 120 {
      // A sentence for people may stand on one line, so that it can be searched for.
      let isText = line.contains("\"") || line.contains("///") || line.contains("//")
      #expect(isText, "\(file.path):\(index + 1)")
    }
  }

  @Test("nothing can fail without an error: no try!, as!, fatalError", arguments: sources)
  func forced(file: SourceFile) {
    for (index, line) in file.lines.enumerated() {
      let code = SourceFile.code(line)
      for word in ["try!", "as!", "fatalError("] {
        #expect(!code.contains(word), "\(file.path):\(index + 1) \(word)")
      }
    }
  }

  @Test(
    "unsafe code stands in ByteIO or beside a C library, each with its reason", arguments: sources)
  func unsafe(file: SourceFile) {
    let homes = ["ByteIO", "TableDatabase"]
    for (index, line) in file.lines.enumerated()
    where SourceFile.code(line).contains(/\bunsafe [A-Za-z({]/) {
      let context = file.lines[max(0, index - 40)...index].joined(separator: "\n")
      let isInHouse = homes.contains(file.module) || context.contains("SAFETY:")
      #expect(isInHouse, "\(file.path):\(index + 1)")
      #expect(context.contains("SAFETY:"), "\(file.path):\(index + 1) says no reason")
    }
  }

  @Test("every @unchecked says why it is safe", arguments: sources)
  func unchecked(file: SourceFile) {
    for (index, line) in file.lines.enumerated()
    where SourceFile.code(line).contains("@unchecked")
      || SourceFile.code(line).contains("nonisolated(unsafe)")
    {
      let context = file.lines[max(0, index - 6)...index].joined(separator: "\n")
      #expect(context.contains("because"), "\(file.path):\(index + 1)")
    }
  }

  @Test("every package declaration has a doc comment", arguments: sources)
  func documented(file: SourceFile) {
    let declaration =
      /^\s*package ([a-z]+(\([a-z]+\))? )*(func|var|let|struct|class|enum|protocol|init|subscript|typealias)\b/
    for (index, line) in file.lines.enumerated() where line.contains(declaration) {
      var above = index - 1
      while above >= 0, file.lines[above].contains(/^\s*@/) { above -= 1 }
      let isDocumented = above >= 0 && file.lines[above].contains(/^\s*\/\/\//)
      let isRequirement =
        ["kind", "outputs", "init(_ context"].contains { line.contains($0) }
        || line.contains(/func (makeSink|makeTransform|merge|run|open|preflight|files|contract)\b/)
        || line.contains(/(var|let) (files|contract|isSplitByFile|recordCount)\b/)
      #expect(isDocumented || isRequirement && file.module == "Stages", "\(file.path):\(index + 1)")
    }
  }

  @Test("no folder or type is called Utils, Helpers or Manager", arguments: sources + tests)
  func names(file: SourceFile) {
    for word in ["Utils", "Helper", "Manager"] {
      #expect(!file.path.contains(word), "\(file.path)")
      for (index, line) in file.lines.enumerated() {
        let isType = line.contains("struct \(word)") || line.contains("class \(word)")
        #expect(!isType, "\(file.path):\(index + 1)")
      }
    }
  }

  @Test(
    "every kind of stage is one file in a folder of its family and one line in the list, or gathers for a port"
  )
  func stages() throws {
    let list = try #require(Self.sources.first { $0.path.hasSuffix("BuiltinStages.swift") })
    let listed = list.lines.filter { $0.hasSuffix(".self,") }.map {
      $0.trimmingCharacters(in: .whitespaces).replacing(".self,", with: "")
    }
    let declared = Self.sources.filter { file in
      file.lines.contains { $0.contains("static let kind = StageKind(") }
    }
    let gatherers = Self.sources.flatMap { file in
      file.lines.compactMap { $0.firstMatch(of: /gatheredBy: \[(.+)\]/)?.output.1 }
    }.flatMap { $0.split(separator: ", ").map { String($0.replacing(".self", with: "")) } }
    #expect(listed.count + gatherers.count == declared.count)
    for name in listed + gatherers {
      #expect(declared.contains { $0.path.hasSuffix("/\(name).swift") }, "\(name)")
    }
  }
}
