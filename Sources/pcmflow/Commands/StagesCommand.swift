import ArgumentParser
import PipelineModel
import Stages

/// Lists the kinds of stages, or explains one.
struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages",
    abstract: "Lists the kinds of stages, or shows the ports and settings of one.")

  @Argument(help: "A kind, such as vcf.read.")
  var kind: String?

  @Flag(help: "Prints the reference page of all kinds as Markdown.")
  var markdown = false

  func run() throws {
    if markdown {
      print(StageReference(builtinStages).markdown, terminator: "")
      return
    }
    guard let kind else {
      print(StageReference(builtinStages).list)
      return
    }
    guard let type = builtinStages[kind] else {
      StandardError.write(
        "error: no kind of stage is called \"\(kind)\"; "
          + NearestName.remedy(kind, among: builtinStages.names))
      throw ExitStatus.definitionRefused
    }
    print(StageReference.text(type.kind))
  }
}
