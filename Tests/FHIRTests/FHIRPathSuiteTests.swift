import Foundation
import TestSupport
import Testing

/// Why tests of the suite are not passed, by the tests' names.
private let reasons: [(reason: String, tests: [String])] = [
  (
    "needs the definitions of resources, to refuse an element or type that cannot be there"
      + " (the suite calls it strict mode)",
    [
      "testSimpleFail", "testSimpleWithWrongContext", "testPolymorphismAsB",
      "testDollarOrderNotAllowed",
    ]
  ),
  (
    "needs a profile to validate against",
    ["testConformsTo1", "testConformsTo2"]
  ),
  (
    "the suite ignores a fraction of a second; N1 §6.6.7 ignores fractions of coarser units only",
    ["testPlusDate19"]
  ),
  (
    "the suite expects ±0.0 of ±0.0034 cut to one digit, which is on the wrong side of the number",
    ["LowBoundaryDecimal15", "HighBoundaryDecimal15", "HighBoundaryDecimal16"]
  ),
  (
    "the suite takes 08 o'clock for 08:00; the last moment of that hour is 08:59:59.999",
    ["HighBoundaryDateTimeMillisecond1", "HighBoundaryDateTimeMillisecond3"]
  ),
]

@Suite(
  "The official FHIRPath R4 suite", .enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct FHIRPathSuiteTests {
  private static let results = PathSuiteTest.all.map { (test: $0, outcome: $0.run()) }

  @Test("exactly the tests fail that are listed with a reason")
  func failures() {
    let listed = Set(reasons.flatMap(\.tests))
    for (test, outcome) in Self.results {
      switch outcome {
      case .failed(let problem):
        #expect(listed.contains(test.name), "\(test.name): \(test.expression) \(problem)")
      default:
        #expect(!listed.contains(test.name), "\(test.name) is listed as failing, but does not")
      }
    }
    #expect(Self.results.count == 935)
    #expect(listed.count == 12)
  }

  @Test("docs/fhirpath.md says what this test counts")
  func documentation() throws {
    let page = Self.page()
    let folder = SharedData.project(".build/fhirpath")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(page.utf8).write(to: URL(filePath: folder + "/fhirpath.md"))
    let published = try String(
      contentsOf: URL(filePath: SharedData.project("docs/fhirpath.md")), encoding: .utf8)
    #expect(
      published.hasSuffix(page),
      "docs/fhirpath.md is out of date; put .build/fhirpath/fhirpath.md in the place of its results"
    )
  }

  /// The results as the documentation shows them.
  private static func page() -> String {
    var groups: [(name: String, count: Int, passed: Int, failed: Int, without: Int)] = []
    for (test, outcome) in results {
      if groups.last?.name != test.group { groups.append((test.group, 0, 0, 0, 0)) }
      let last = groups.count - 1
      groups[last].count += 1
      switch outcome {
      case .passed: groups[last].passed += 1
      case .failed: groups[last].failed += 1
      case .withoutInput: groups[last].without += 1
      }
    }
    let passed = groups.map(\.passed).reduce(0, +)
    let failed = groups.map(\.failed).reduce(0, +)
    let without = groups.map(\.without).reduce(0, +)
    var lines = [
      "## Results", "",
      "\(results.count) tests (2 more of the file's 937 are commented out): **\(passed) pass**,"
        + " \(failed) fail, \(without) read a file that is not among the shared test files.", "",
      "| group | tests | pass | fail | without input |", "|---|---|---|---|---|",
    ]
    for group in groups {
      lines.append(
        "| \(group.name) | \(group.count) | \(group.passed) | \(group.failed) |"
          + " \(group.without) |")
    }
    lines += ["", "## What fails, and why", "", "| tests | reason |", "|---|---|"]
    for (reason, tests) in reasons {
      lines.append("| \(tests.joined(separator: ", ")) | \(reason) |")
    }
    let inputs = Set(results.filter { $0.outcome == .withoutInput }.map(\.test.input)).sorted()
    lines += ["", "Files without which tests cannot run: \(inputs.joined(separator: ", "))."]
    return lines.joined(separator: "\n") + "\n"
  }
}
