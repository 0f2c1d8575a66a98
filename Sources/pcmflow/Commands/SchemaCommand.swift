import ArgumentParser
import JSONText
import PipelinePlanner
import Stages

/// Prints the JSON Schema of definitions.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract:
      "Prints the JSON Schema of definitions, for editors that complete and check as you type.")

  func run() throws {
    print(PipelineSchema(registry: builtinStages).document.prettyText)
  }
}
