import ArgumentParser
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// Checks a definition; opens no input.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Checks a definition and reports everything that is wrong.")

  @OptionGroup var definition: DefinitionOptions

  @Flag(help: "Prints what is wrong as a JSON array on standard output.")
  var json = false

  func run() throws {
    let pipeline = try definition.compile(runID: "validate", json: json)
    var found = pipeline.warnings
    let catalog = DigestingCatalog(ledger: nil, runID: "validate")
    for stage in pipeline.stages {
      found += Planner.preflight(stage, in: pipeline, catalog: catalog)
    }
    if json || !found.isEmpty { DiagnosticPrinter.report(found, json: json) }
    if found.contains(where: { $0.severity == .error }) { throw ExitStatus.definitionRefused }
    if !json {
      print(
        "\(definition.file): pipeline \"\(pipeline.definition.name.text)\" is valid: "
          + "\(pipeline.stages.count) stages, \(pipeline.publish.count) published files")
    }
  }
}
