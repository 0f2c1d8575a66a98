import Foundation
import JSONText
package import PipelineModel
package import PipelinePlanner
import PipelineRuntime

/// Makes a release its own Workflow Run RO-Crate: metadata for everybody, and what it takes to repeat the run.
package struct RunCrate: ReleaseCompanion {
  /// Reference files up to this size become part of the crate.
  private static let copyLimit = 1 << 20

  static let readme = "README.md"

  /// The metadata file of RO-Crate.
  package let mark = "ro-crate-metadata.json"
  let pipeline: CompiledPipeline
  let organisation: Organisation?
  private let inputs: RunInputs
  private let definition: [UInt8]
  private let date: String
  private let parameters: [CrateRun.Parameter]

  /// Who answers for a run.
  package struct Organisation: Sendable {
    let name: String
    let url: String

    /// An organisation, written `Name <https://…>`; nil where the text is none.
    package init?(_ text: String) {
      guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else { return nil }
      name = text[..<open].trimmingCharacters(in: .whitespaces)
      url = String(text[text.index(after: open)...].dropLast())
      guard !name.isEmpty, url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
    }
  }

  /// The crate of a run.
  ///
  /// - Parameters:
  ///   - definition: The bytes of the definition.
  ///   - settings: Values of `--set name=value`.
  package init(
    _ pipeline: CompiledPipeline, _ inputs: RunInputs, definition: [UInt8],
    settings: [(name: String, value: String)], date: String, organisation: Organisation?
  ) {
    self.pipeline = pipeline
    self.inputs = inputs
    self.definition = definition
    self.date = date
    self.organisation = organisation
    parameters = pipeline.definition.parameters.map { parameter in
      let set = settings.last { $0.name == parameter.name.text }?.value
      let value = set ?? parameter.defaultValue.map { $0.string ?? $0.canonicalText }
      // What a path or its default says is this machine's; one of a few choices is the definition's.
      let isPath = parameter.type == .path && parameter.choices == nil
      return CrateRun.Parameter(
        name: parameter.name.text, type: parameter.type.rawValue, value: isPath ? nil : value)
    }
  }

  /// The crate's files.
  package func files(
    for record: RunRecord
  ) throws(StageError) -> [(name: String, content: [UInt8])] {
    var files: [(name: String, content: [UInt8])] = []
    let name = (pipeline.file as NSString).lastPathComponent
    let path = "\(CrateRun.folder)/definition/\(name)"
    files.append((path, definition))
    var run = CrateRun(
      version: record.version, runID: record.runID, date: date, definition: path,
      definitionSHA256: Self.digest(definition).description, parameters: parameters, inputs: [],
      files: record.published)
    for setting in inputs.settings {
      run.inputs.append(try describe(setting, &files))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(run) else {
      throw StageError(.internal, "the run of the crate cannot be encoded")
    }
    files.append((CrateRun.fileName, [UInt8](data) + [UInt8(ascii: "\n")]))
    files.append((Self.readme, Array(readme(run).utf8)))
    let metadata = CrateMetadata(self, run, record, own: files).document
    return files + [(mark, Array((metadata.prettyText + "\n").utf8))]
  }

  /// What the folder is, for whoever finds it.
  private func readme(_ run: CrateRun) -> String {
    """
    # \(pipeline.definition.name.text), run \(run.runID)

    Results of a pipeline of pcmflow \(run.version), with what it takes to repeat it: a Workflow Run RO-Crate.
    `ro-crate-metadata.json` describes it, `\(run.definition)` is the pipeline's definition. To repeat the run on the
    same inputs and compare every file:

    ```sh
    pcmflow verify . --inputs FOLDER-OF-THE-INPUTS
    ```

    """
  }

  private func describe(
    _ setting: RunInputs.Setting, _ files: inout [(name: String, content: [UInt8])]
  ) throws(StageError) -> CrateRun.Setting {
    var described = CrateRun.Setting(
      stage: pipeline.stages[setting.stage].name, setting: setting.name, files: [])
    for (index, file) in setting.files.enumerated() {
      let isInput = setting.role == .inputFiles
      let own = (file.path as NSString).lastPathComponent
      var input = CrateRun.Input(
        name: isInput ? Self.neutralName(index, own) : own,
        sha256: file.digest.description, bytes: file.bytes)
      if !isInput, file.bytes <= Self.copyLimit {
        let copy = "\(CrateRun.folder)/references/\(file.digest.short)-\(own)"
        input.copy = copy
        if !files.contains(where: { $0.name == copy }) {
          files.append((copy, try content(of: file)))
        }
      }
      described.files.append(input)
    }
    return described
  }

  /// The content of a reference file, as long as it is what the run has read.
  private func content(of file: RunInputs.File) throws(StageError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: file.path),
      Self.digest([UInt8](data)) == file.digest
    else {
      throw StageError(
        .io, "\(file.path) was changed while the run went on",
        remedy: "run again when it is complete", file: file.path)
    }
    return [UInt8](data)
  }

  /// A name that says nothing but the order and the form: `0001.vcf.gz`. The name itself may be that of a person.
  static func neutralName(_ index: Int, _ name: String) -> String {
    var endings: [Substring] = []
    for part in name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().reversed()
    {
      let isEnding =
        endings.count < 2 && (1...6).contains(part.count)
        && part.allSatisfy { $0.isASCII && $0.isLetter }
      guard isEnding, endings.isEmpty || ["gz", "bgz"].contains(endings[0]) else { break }
      endings.insert(part, at: 0)
    }
    return ([String(format: "%04d", index + 1)] + endings.map(String.init)).joined(separator: ".")
  }

  private static func digest(_ bytes: [UInt8]) -> ContentKey {
    var hasher = KeyHasher()
    hasher.addContent(bytes)
    return hasher.key()
  }
}
