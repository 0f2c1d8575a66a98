package import Foundation

/// The folder of real test files that stands beside a developer's checkout, never inside it.
package enum SharedData {
  /// The root of the project: the folder that holds `Package.swift`.
  package static let projectRoot = URL(filePath: #filePath)
    .deletingLastPathComponent()  // TestSupport
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()

  /// Where the shared folder stands when it is present.
  package static let folder = projectRoot.deletingLastPathComponent().appending(path: "shared")

  /// Whether the shared test files can be read; tests that need them are skipped by name otherwise.
  package static let isPresent = FileManager.default.fileExists(
    atPath: folder.appending(path: "data/README.md").path(percentEncoded: false))

  /// The file at a path below `shared/data`.
  package static func file(_ path: String) -> String {
    folder.appending(path: "data").appending(path: path).path(percentEncoded: false)
  }

  /// The file at a path below the project's root.
  package static func project(_ path: String) -> String {
    projectRoot.appending(path: path).path(percentEncoded: false)
  }
}
