import ArgumentParser
import PipelineModel
import Stages

/// Checks indicator files and prints what they define.
struct IndicatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "indicators",
    abstract: "Checks indicator files and prints their reference page as Markdown.")

  @Argument(help: "Indicator files, such as pipelines/catalogue/*.json.")
  var files: [String]

  func run() throws {
    let (text, diagnostics) = IndicatorCatalogue.markdown(files)
    guard diagnostics.isEmpty else {
      DiagnosticPrinter.report(diagnostics, json: false)
      throw ExitStatus.definitionRefused
    }
    print(text, terminator: "")
  }
}
