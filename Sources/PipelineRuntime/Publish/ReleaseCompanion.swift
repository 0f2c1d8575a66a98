package import PipelineModel

/// Files that a run adds to its release beside the published ones; they appear with it, as a whole.
package protocol ReleaseCompanion: Sendable {
  /// The file by whose presence a release shows that it has them.
  var mark: String { get }
  /// The files by their names within the release.
  ///
  /// - Parameter record: The run so far, with the published files.
  func files(for record: RunRecord) throws(StageError) -> [(name: String, content: [UInt8])]
}
