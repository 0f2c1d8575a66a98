/// Where a stage keeps what it has worked out of one part of a committed table, for later runs.
///
/// Such a file is no result: it may be missing or cut short at any time, and is then made again. It goes when the
/// artifact goes that the part belongs to.
package struct DerivedFiles: Sendable {
  private let artifacts: String
  private let folder: String

  /// Files beside a folder of artifacts.
  package init(artifacts: String, folder: String) {
    self.artifacts = artifacts
    self.folder = folder
  }

  /// The file of a name that belongs to a part of a table, and the folder it stands in; nil for a part that is no
  /// committed artifact.
  ///
  /// - Parameter name: Tells apart what is worked out: it changes with all that the content depends on but the part.
  package func file(of part: String, named name: String) -> (folder: String, path: String)? {
    guard part.hasPrefix(artifacts + "/"), let slash = part.lastIndex(of: "/") else { return nil }
    let artifact = part[part.index(part.startIndex, offsetBy: artifacts.count)..<slash]
    let inside = folder + artifact
    return (inside, "\(inside)/\(part[part.index(after: slash)...]).\(name)")
  }
}
