import Foundation
import PipelineModel
import PipelineRuntime
import TestSupport
import Testing

/// Digests that are taken beside other work.
@Suite struct ExpectedDigestsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("whoever takes them, they are those of the files", arguments: [1, 2, 5])
  func whole(cores: Int) throws {
    var random = SeededGenerator(seed: 3)
    let paths = try (0..<60).map { number in
      try folder.write(
        (0..<Int.random(in: 0...700_000, using: &random)).map {
          UInt8(truncatingIfNeeded: $0 ^ number)
        },
        to: "\(number)")
    }
    let catalog = DigestingCatalog(ledger: nil, runID: "run")
    catalog.expectDigests(of: paths + [folder.path + "/none"], cores: cores)
    for path in paths { #expect(try catalog.digest(of: path) == FileDigest.digest(path)) }
    #expect(throws: Diagnostic.self) { try catalog.digest(of: folder.path + "/none") }
  }

  @Test("what was expected and is not asked for ends; it can be asked for later")
  func ended() throws {
    let path = try folder.write(Array(repeating: 7, count: 5_000_000), to: "large")
    let catalog = DigestingCatalog(ledger: nil, runID: "run")
    catalog.expectDigests(of: [path], cores: 2)
    catalog.settle()
    #expect(try catalog.digest(of: path) == FileDigest.digest(path))
    #expect { try FileDigest.digest(path) { true } } throws: {
      ($0 as? StageError)?.category == .cancelled
    }
  }
}
