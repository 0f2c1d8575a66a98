import ArgumentParser
import Foundation
import PipelineModel
import PipelinePlanner
import Stages

/// What every command takes that reads a definition.
struct DefinitionOptions: ParsableArguments {
  @Argument(help: "The definition, a JSON file.")
  var file: String

  @Option(name: .customLong("set"), help: "Sets a parameter: name=value. May be repeated.")
  var settings: [String] = []

  @Option(help: "The date of the run, YYYY-MM-DD; what ${run.date} stands for. Today by default.")
  var date: String?

  /// Compiles the definition; on failure reports everything that is wrong and ends with code 2.
  func compile(runID: String, json: Bool = false) throws -> CompiledPipeline {
    do throws(CompilationFailure) {
      return try compileOrThrow(runID: runID)
    } catch {
      DiagnosticPrinter.report(error.diagnostics, json: json)
      throw ExitStatus.definitionRefused
    }
  }

  /// The absolute path of the definition.
  var path: String { FolderOptions.absolute(file) }

  /// What `--set` says, by name.
  var pairs: [(name: String, value: String)] {
    settings.compactMap { setting in
      setting.firstIndex(of: "=").map {
        (String(setting[..<$0]), String(setting[setting.index(after: $0)...]))
      }
    }
  }

  private func compileOrThrow(runID: String) throws(CompilationFailure) -> CompiledPipeline {
    let current = FileManager.default.currentDirectoryPath
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CompilationFailure([
        Diagnostic(
          rule: "no-such-file", "the definition cannot be read",
          remedy: "check the path and its permissions", file: file)
      ])
    }
    let folder = (path as NSString).deletingLastPathComponent
    return try Compiler(registry: builtinStages).compile(
      [UInt8](data), file: file, folder: folder,
      arguments: try arguments(runID: runID, current: current))
  }

  private func arguments(
    runID: String, current: String
  ) throws(CompilationFailure) -> RunArguments {
    for setting in settings where !setting.contains("=") {
      throw CompilationFailure([
        Diagnostic(
          rule: "bad-argument", "--set \(setting) has no value", remedy: "write --set name=value")
      ])
    }
    if let date, !ParameterValues.isDate(date) {
      throw CompilationFailure([
        Diagnostic(
          rule: "bad-argument", "--date is not a date", remedy: "write it as 2026-01-31")
      ])
    }
    return RunArguments(
      settings: pairs, currentFolder: current, date: runDate, runID: runID)
  }

  /// The date of the run: the one given, or today in UTC.
  var runDate: String { date ?? Date.now.formatted(.iso8601.year().month().day()) }
}

/// Where a pipeline keeps its state.
struct FolderOptions: ParsableArguments {
  @Option(help: "The folder of the ledger, artifacts and runs.")
  var work = ".pcmflow"

  /// The absolute path of a folder given on the command line.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/")
      ? path : PathPattern.join(FileManager.default.currentDirectoryPath, path)
  }

  var workFolder: String { Self.absolute(work) }
}
