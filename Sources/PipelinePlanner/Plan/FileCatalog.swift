package import PipelineModel

/// What planning asks of the file system, so that the planner itself stays pure.
package protocol FileCatalog {
  /// The files that a path or glob names, absolute and sorted; none where nothing is there.
  func files(matching pattern: PathPattern) -> [String]
  /// The digest of a file's bytes.
  ///
  /// - Throws: A ``Diagnostic`` that names the file and why it cannot be read.
  func digest(of path: String) throws(Diagnostic) -> ContentKey
  /// The digests of files that earlier successful runs have read in a stage that reads only new ones.
  func digestsRead(stage: String) -> Set<ContentKey>
}

extension FileCatalog {
  /// No file has been read before.
  package func digestsRead(stage: String) -> Set<ContentKey> { [] }
}
