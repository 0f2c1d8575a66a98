package import PipelineModel

/// What planning asks of the file system, so that the planner itself stays pure.
package protocol FileCatalog {
  /// The files that a path or glob names, absolute and sorted; none where nothing is there.
  func files(matching pattern: PathPattern) -> [String]
  /// The size in bytes that a file had when ``files(matching:)`` found it; nil where that was not noted.
  func sizeWhenFound(_ path: String) -> Int?
  /// The size of a file in bytes; 0 where it is no regular file.
  func size(of path: String) -> Int
  /// Says that the digests of files are likely to be asked for, in about this order, so that they may be taken beside
  /// other work.
  func expectDigests(of paths: [String], cores: Int)
  /// The digest of a file's bytes.
  ///
  /// - Throws: A ``Diagnostic`` that names the file and why it cannot be read.
  func digest(of path: String) throws(Diagnostic) -> ContentKey
  /// The digest of the bytes of a file that decide what a reader gives.
  ///
  /// - Parameters:
  ///   - reader: Stands for the reader and all that it depends on; digests are remembered under it.
  ///   - decisive: Finds the bytes, where that was not done before; nil for all of them.
  func digest(
    of path: String, readBy reader: ContentKey, _ decisive: () -> DecisiveBytes?
  ) throws(Diagnostic) -> ContentKey
  /// Whether a file is read with mended records in the place of some of its own.
  func isMended(_ path: String) -> Bool
  /// The digests of files that earlier successful runs have read in a stage that reads only new ones.
  func digestsRead(stage: String) -> Set<ContentKey>
}

extension FileCatalog {
  /// Sizes are not known.
  package func size(of path: String) -> Int { 0 }
  /// They are taken when they are asked for.
  package func expectDigests(of paths: [String], cores: Int) {}
  /// Sizes are not noted.
  package func sizeWhenFound(_ path: String) -> Int? { nil }
  /// The digest of the whole file.
  package func digest(
    of path: String, readBy reader: ContentKey, _ decisive: () -> DecisiveBytes?
  ) throws(Diagnostic) -> ContentKey { try digest(of: path) }
  /// No file is.
  package func isMended(_ path: String) -> Bool { false }
  /// No file has been read before.
  package func digestsRead(stage: String) -> Set<ContentKey> { [] }
}
