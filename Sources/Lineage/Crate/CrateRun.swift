import Foundation
package import PipelineModel

/// What it takes to repeat a run, as `crate/run.json` of a release keeps it: no path, no name of an input file.
package struct CrateRun: Codable, Sendable {
  /// The folder of a crate's own files within the release.
  package static let folder = "crate"
  /// This file within the release.
  package static let fileName = folder + "/run.json"

  /// A parameter and the value it had; nil for a path, which means nothing on another machine.
  package struct Parameter: Codable, Sendable {
    /// Its name.
    package var name: String
    /// Its type, as definitions call it.
    package var type: String
    /// Its value as text.
    package var value: String?
  }

  /// A file that was read.
  package struct Input: Codable, Sendable {
    /// Its name: that of a reference file; a number and the ending of an input file.
    package var name: String
    /// The digest of its bytes, in hexadecimal.
    package var sha256: String
    /// Its size.
    package var bytes: Int
    /// Where its bytes are within the release; nil where they are not.
    package var copy: String?
  }

  /// A setting that names files.
  package struct Setting: Codable, Sendable {
    /// The stage.
    package var stage: String
    /// The setting.
    package var setting: String
    /// The files, in the order in which the stage gets them.
    package var files: [Input]
  }

  /// The form of this file.
  package var format = 1
  /// The program's version.
  package var version: String
  /// The run.
  package var runID: String
  /// Its date, `YYYY-MM-DD`.
  package var date: String
  /// The definition within the release.
  package var definition: String
  /// The digest of the definition's bytes.
  package var definitionSHA256: String
  /// The parameters, in the order of the definition.
  package var parameters: [Parameter]
  /// What was read, in the order of the definition.
  package var inputs: [Setting]
  /// What was published.
  package var files: [PublishedFile]

  /// The run of a crate.
  ///
  /// - Throws: Why the folder is no crate of ours.
  package static func read(_ release: String) throws(StageError) -> CrateRun {
    guard let data = FileManager.default.contents(atPath: release + "/" + fileName) else {
      throw StageError(
        .input, "\(release) holds no run crate",
        remedy: "name a release that was published with pcmflow run --crate")
    }
    guard let run = try? JSONDecoder().decode(CrateRun.self, from: data), run.format == 1 else {
      throw StageError(
        .input, "\(release)/\(fileName) cannot be read",
        remedy: "get the crate anew, or use the version of pcmflow that made it")
    }
    return run
  }
}
