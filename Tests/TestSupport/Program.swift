package import Foundation

/// Runs the built program as a user does, and other commands for comparison.
package enum Program {
  /// What a finished process has left.
  package struct Result: Sendable {
    /// Its exit code.
    package let exitCode: Int32
    /// Its standard output.
    package let output: String
    /// Its standard error.
    package let errors: String
  }

  /// The folder of all that was built with these tests; ends with a slash.
  package static let builtFolder: String = {
    let tests = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().path(percentEncoded: false)
  }()

  /// The program that was built with these tests, or that of `PCMFLOW_PROGRAM`.
  package static let path =
    ProcessInfo.processInfo.environment["PCMFLOW_PROGRAM"] ?? builtFolder + "pcmflow"

  /// Runs the program to its end.
  package static func run(_ arguments: String..., in folder: String) throws -> Result {
    try run(path, arguments, in: folder)
  }

  /// Starts the program and leaves it running; its output is discarded.
  package static func start(_ arguments: String..., in folder: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs any command to its end.
  package static func run(
    _ executable: String, _ arguments: [String], in folder: String
  ) throws -> Result {
    let files = try TemporaryFolder()
    let outputPath = try files.write("", to: "output")
    let errorsPath = try files.write("", to: "errors")
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: errorsPath)
    try process.run()
    process.waitUntilExit()
    return Result(
      exitCode: process.terminationStatus, output: try files.read("output"),
      errors: try files.read("errors"))
  }
}
