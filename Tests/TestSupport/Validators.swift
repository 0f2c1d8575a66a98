import Foundation

/// Public validators from PyPI, which `Tests/Validators/install.sh` installs.
package enum Validators {
  private static let python = SharedData.project(".build/validators/bin/python")

  /// Whether they are installed; tests that need them are skipped by name otherwise.
  package static let arePresent = FileManager.default.fileExists(
    atPath: SharedData.project(".build/validators/installed.txt"))

  /// Runs one of the scripts of `Tests/Validators` to its end.
  package static func run(
    _ script: String, _ arguments: [String], in folder: String
  ) throws -> Program.Result {
    try Program.run(
      python, [SharedData.project("Tests/Validators/" + script)] + arguments, in: folder)
  }
}
